/** What people do to a task besides deciding it: take it, hand it on, stop its clock, ask, take back. */
import { z } from 'zod';
import type { Actor } from '../../commands/frame/actor.js';
import type { OnTask } from '../../commands/frame/task-verb.js';
import { DomainError } from '../../domain/shared/errors.js';
import { parseId } from '../../domain/shared/ids.js';
import { findTaskClock, isTaskVisible } from '../../queries/task-detail.query.js';
import type { ApiCommands } from '../deps.js';
import { endpoint, type Endpoint } from '../endpoint.js';
import { idText } from '../schemas/shared.schema.js';
import { clockView } from '../schemas/task.schema.js';
import {
  adjustmentBody,
  extensionBody,
  extensionDecisionBody,
  informationBody,
  overrideBody,
  overrideGranted,
  pauseBody,
  questionBody,
  questionMoved,
  reassignBody,
  recallBody,
  requestMoved,
  requestPath,
  taskMoved,
} from '../schemas/task-verbs.schema.js';

const idPath = z.strictObject({ id: idText });
type Path = { readonly id: string; readonly rid?: string };
type Moved = { readonly version: number; readonly replayed: boolean };

/** `never`: it moves nothing that a person may have seen otherwise; `needed`: it moves who may decide. */
type Match = 'optional' | 'needed';

type Verb<B extends z.ZodType | undefined, A extends z.ZodType> = {
  /** Below `/tasks/{id}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly params?: typeof idPath | typeof requestPath;
  readonly match?: Match;
  readonly body?: B;
  readonly answer: A;
  readonly refusals?: readonly number[];
  readonly run: (
    commands: ApiCommands,
    actor: Actor,
    key: string,
    on: OnTask,
    body: B extends z.ZodType ? z.output<B> : undefined,
    path: Path,
  ) => Promise<z.input<A> & Moved>;
};

/** One verb: visible, once per key, answered with the task's new ETag. */
const verb = <A extends z.ZodType, B extends z.ZodType | undefined = undefined>({
  path,
  id,
  summary,
  params = idPath,
  match = 'optional',
  body,
  answer,
  refusals = [],
  run,
}: Verb<B, A>): Endpoint =>
  endpoint({
    method: 'post',
    path: `/tasks/{id}${path}`,
    id,
    tag: 'tasks',
    access: 'tasks.handle',
    status: 201,
    summary,
    params: params as typeof idPath,
    ...(body ? { body } : {}),
    answer,
    keyed: true,
    tagged: true,
    ...(match === 'needed'
      ? { matched: '`"v<version>"`, the ETag of the task' }
      : { matchable: '`"v<version>"`, the ETag of the task; left out, the task as it stands is taken' }),
    refusals: [403, 404, 409, 412, ...(match === 'needed' ? [428] : []), ...refusals],
    handle: async (call) => {
      const seen = match === 'needed' || call.request.get('if-match') ? { expectedVersion: call.ifMatch('v') } : {};
      const key = call.key();
      const place = call.params as Path;
      const actor = call.actor();
      if (!(await isTaskVisible(call.deps.reader, place.id, call.scope('tasks.read'), actor.personId)))
        throw new DomainError('not_found', { kind: 'task', id: place.id });
      const moved = await run(call.deps.commands, actor, key, { taskId: place.id, ...seen }, call.body as never, place);
      return { status: moved.replayed ? 200 : 201, body: moved as never, headers: { ETag: `"v${moved.version}"` } };
    },
  });

const requestId = ({ rid = '' }: Path): string => rid;

const getTaskClock = endpoint({
  method: 'get',
  path: '/tasks/{id}/clock',
  id: 'getTaskClock',
  tag: 'tasks',
  access: 'tasks.read',
  status: 200,
  params: idPath,
  answer: clockView,
  refusals: [404],
  summary: 'How the due instant came about: stretches that re-add to it, with grounds and sentences',
  handle: async ({ deps, params, scope }) => {
    const found = await findTaskClock(deps.reader, params.id, scope('tasks.read'));
    if (!found) throw new DomainError('not_found', { kind: 'task', id: params.id });
    return { body: found };
  },
});

export const taskVerbRoutes: readonly Endpoint[] = [
  verb({
    path: '/claims',
    id: 'claimTask',
    answer: taskMoved,
    summary: 'Take a shared task; it lapses after two working days without action',
    run: (commands, actor, key, on) => commands.claimTask(actor, key, on),
  }),
  verb({
    path: '/releases',
    id: 'releaseTask',
    answer: taskMoved,
    summary: 'Give a claimed task back to all who may decide it',
    run: (commands, actor, key, on) => commands.releaseTask(actor, key, on),
  }),
  verb({
    path: '/reassignments',
    id: 'reassignTask',
    match: 'needed',
    body: reassignBody,
    answer: taskMoved,
    refusals: [422],
    summary: 'Move a task to another seat, by the head of its unit, who keeps the clocks, or whom the ladder lets; term and used budget stay',
    run: (commands, actor, key, on, body) =>
      commands.reassignTask(actor, key, { ...on, unitId: parseId('unit', body.unitId), role: body.role, reason: body.reason }),
  }),
  verb({
    path: '/reviewers',
    id: 'addReviewer',
    match: 'needed',
    body: reassignBody,
    answer: taskMoved,
    refusals: [422],
    summary: 'Have one more person asked in the stage of a task, by its unit’s head, who keeps the clocks, or whom the ladder lets',
    run: (commands, actor, key, on, body) =>
      commands.addReviewer(actor, key, { ...on, unitId: parseId('unit', body.unitId), role: body.role, reason: body.reason }),
  }),
  verb({
    path: '/pauses',
    id: 'pauseTask',
    body: pauseBody,
    answer: taskMoved,
    summary: 'Stop the clock on a ground of the stage',
    run: (commands, actor, key, on, body) => commands.suspendTerm(actor, key, { ...on, ...body }),
  }),
  verb({
    path: '/resumptions',
    id: 'resumeTask',
    answer: taskMoved,
    summary: 'Let the clock run again before its planned end',
    run: (commands, actor, key, on) => commands.resumeTerm(actor, key, on),
  }),
  verb({
    path: '/extension-requests',
    id: 'requestExtension',
    body: extensionBody,
    answer: requestMoved,
    summary: 'Ask for more time; a second person decides',
    run: (commands, actor, key, on, body) => commands.requestExtension(actor, key, { ...on, ...body }),
  }),
  verb({
    path: '/extension-requests/{rid}/decisions',
    id: 'decideExtension',
    params: requestPath,
    body: extensionDecisionBody,
    answer: taskMoved,
    summary: 'Grant or refuse more time, by who keeps the clocks and never by who asked',
    run: (commands, actor, key, on, body, path) => commands.decideExtension(actor, key, { ...on, ...body, requestId: requestId(path) }),
  }),
  verb({
    path: '/adjustments',
    id: 'proposeAdjustment',
    body: adjustmentBody,
    answer: requestMoved,
    summary: 'Propose to correct a term for something in the past; a second person confirms',
    run: (commands, actor, key, on, body) => commands.proposeAdjustment(actor, key, { ...on, ...body }),
  }),
  verb({
    path: '/adjustments/{rid}/confirmations',
    id: 'confirmAdjustment',
    params: requestPath,
    answer: taskMoved,
    summary: 'Confirm a correction, as a second person',
    run: (commands, actor, key, on, _body, path) => commands.confirmAdjustment(actor, key, { ...on, requestId: requestId(path) }),
  }),
  verb({
    path: '/recalls',
    id: 'recallDecision',
    match: 'needed',
    body: recallBody,
    answer: taskMoved,
    summary: 'Take one’s own verdict back while the stage is open',
    run: (commands, actor, key, on, body) => commands.recallDecision(actor, key, { ...on, reason: body.reason }),
  }),
  verb({
    path: '/information-requests',
    id: 'requestInformation',
    body: questionBody,
    answer: questionMoved,
    summary: 'Ask the owning unit for more; the clock stands meanwhile',
    run: (commands, actor, key, on, body) => commands.requestInformation(actor, key, { ...on, ...body }),
  }),
  verb({
    path: '/information',
    id: 'submitInformation',
    body: informationBody,
    answer: taskMoved,
    summary: 'Answer what was asked; the clock runs again at once',
    run: (commands, actor, key, on, body) => commands.submitInformation(actor, key, { ...on, text: body.text }),
  }),
  verb({
    path: '/overrides',
    id: 'requestOverride',
    body: overrideBody,
    answer: taskMoved,
    summary: 'Ask to lift separation of duties for one person on this task',
    run: (commands, actor, key, on, body) => commands.requestOverride(actor, key, { ...on, personId: parseId('person', body.personId), reason: body.reason }),
  }),
  verb({
    path: '/overrides/grants',
    id: 'grantOverride',
    match: 'needed',
    body: overrideBody,
    answer: overrideGranted,
    summary: 'Lift it for a day, as a second person',
    run: async (commands, actor, key, on, body) => {
      const { until, ...moved } = await commands.grantOverride(actor, key, { ...on, personId: parseId('person', body.personId), reason: body.reason });
      return { ...moved, untilAt: until };
    },
  }),
  getTaskClock,
];
