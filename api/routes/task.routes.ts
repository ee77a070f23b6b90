/** Tasks: my work, one task, a verdict on it. */
import { z } from 'zod';
import { DomainError } from '../../domain/shared/errors.js';
import { listInbox } from '../../queries/inbox.query.js';
import { findTaskDetail, isTaskVisible } from '../../queries/task-detail.query.js';
import { endpoint } from '../endpoint.js';
import { DEFAULT_LIMIT, idText } from '../schemas/shared.schema.js';
import { decisionBody, decisionReceipt, taskDetail, taskListQuery, taskPage } from '../schemas/task.schema.js';

const idPath = z.strictObject({ id: idText });

const listTasks = endpoint({
  method: 'get',
  path: '/tasks',
  id: 'listTasks',
  tag: 'tasks',
  access: 'tasks.read',
  status: 200,
  query: taskListQuery,
  answer: taskPage,
  summary: 'My work: to do, waiting for others, done; earliest deadline first',
  handle: async ({ deps, query, person, scope }) => {
    const { counts, ...page } = await listInbox(deps.reader, {
      personId: person().person.id,
      scope: scope('tasks.read'),
      box: query.box ?? 'todo',
      lateness: query.lateness ?? null,
      unit: query.unit ?? null,
      campaign: query.campaign ?? null,
      q: query.q ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    });
    return { body: counts === null ? page : { ...page, counts } };
  },
});

const getTask = endpoint({
  method: 'get',
  path: '/tasks/{id}',
  id: 'getTask',
  tag: 'tasks',
  access: 'tasks.read',
  status: 200,
  params: idPath,
  answer: taskDetail,
  tagged: true,
  refusals: [404],
  summary: 'One task: what changes, what it saves, who agreed, what each verdict causes, why me',
  handle: async ({ deps, params, person, scope, hash }) => {
    const found = await findTaskDetail(deps.reader, hash, { taskId: params.id, personId: person().person.id, assurance: 'A3', scope: scope('tasks.read') });
    if (!found) throw new DomainError('not_found', { kind: 'task', id: params.id });
    return { body: found, headers: { ETag: `"v${found.version}"` } };
  },
});

const decide = endpoint({
  method: 'post',
  path: '/tasks/{id}/decisions',
  id: 'decideTask',
  tag: 'tasks',
  access: 'tasks.decide',
  status: 201,
  params: idPath,
  body: decisionBody,
  answer: decisionReceipt,
  keyed: true,
  matched: '`"v<version>"`, the ETag of the task',
  refusals: [403, 404, 409, 412, 428],
  summary: 'Give a verdict; one decision wins whatever the channel, the others are told who decided',
  handle: async ({ deps, params, body, actor, key, ifMatch, scope }) => {
    const expectedVersion = ifMatch('v');
    const idempotencyKey = key();
    const by = actor();
    if (!(await isTaskVisible(deps.reader, params.id, scope('tasks.read'), by.personId))) throw new DomainError('not_found', { kind: 'task', id: params.id });
    const { inOwnRight, ...verdict } = body;
    const receipt = await deps.commands.recordDecision(by, idempotencyKey, {
      taskId: params.id,
      expectedVersion,
      ...verdict,
      ...(inOwnRight ? { inOwnRight } : {}),
    });
    return { status: receipt.replayed ? 200 : 201, body: receipt };
  },
});

export const taskRoutes = [listTasks, getTask, decide];
