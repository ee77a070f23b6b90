/** The one way a person moves a task: once per key, under the review's lock, judged by the law, answered with the task as it stands after. */
import type { Json } from '../../domain/shared/canonical.js';
import { DomainError } from '../../domain/shared/errors.js';
import { parseTaskId, type PersonId, type ReviewId, type TaskId } from '../../domain/shared/ids.js';
import type { Instant } from '../../domain/shared/instant.js';
import type { Law } from '../../domain/review/law.js';
import { findTask, type ReviewEvent, type ReviewState, type TaskStatus } from '../../domain/review/review.js';
import type { Transact } from '../../db/transaction.js';
import type { Actor } from './actor.js';
import { sha256 } from './audit-chain.js';
import { once, scopedKey, type Answer } from './idempotency.js';
import { changeReview } from './review-change.js';

/** What every verb on a task is told besides its own parts. */
export type OnTask = {
  readonly taskId: string;
  /** The task version the person saw; left out, whichever stands is taken. */
  readonly expectedVersion?: number;
};

/** A task after a verb. `dueAt` is null while an open-ended pause holds the clock, or until the calendar reaches far enough. */
export type TaskMoved = {
  readonly reviewId: ReviewId;
  readonly taskId: TaskId;
  readonly status: TaskStatus;
  readonly version: number;
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  readonly claimedBy: PersonId | null;
  /** Facts of the review so far. */
  readonly seq: number;
};

export type Judged = { readonly state: ReviewState; readonly taskId: TaskId; readonly by: PersonId; readonly law: Law };

/** An id for something a command starts, the same whenever the command is repeated. */
export const idOfAct = (prefix: string, actor: Pick<Actor, 'personId'>, key: string): string => `${prefix}_${sha256(scopedKey(actor, key)).slice(0, 26)}`;

/**
 * What has happened to the task since outranks the version it was seen at: a conflict is named before `version_moved`.
 * @throws not_found, version_moved, key_reused, and whatever `decide` refuses
 * @idempotent by key
 */
export async function moveTask<C extends OnTask, M extends object = Record<never, never>>(
  transact: Transact,
  actor: Actor,
  key: string,
  kind: string,
  command: C,
  decide: (judged: Judged) => readonly ReviewEvent[],
  more: () => M = () => ({}) as M,
): Promise<Answer<TaskMoved & M>> {
  const { reviewId, taskId } = parseTaskId(command.taskId);
  return transact((tx) =>
    once(tx, actor, key, { ...command, kind } as unknown as Json, async (): Promise<TaskMoved & M> => {
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      const written = await changeReview(tx, reviewId, cause, 'workflow', ({ state, law }) => {
        const events = decide({ state, taskId, by: actor.personId, law });
        const version = findTask(state, taskId)?.version;
        if (command.expectedVersion !== undefined && version !== command.expectedVersion) throw new DomainError('version_moved', { version });
        return events;
      });
      const task = findTask(written.state, taskId);
      if (!task) throw new DomainError('not_found', { kind: 'task', id: command.taskId });
      return {
        reviewId,
        taskId,
        status: task.status,
        version: task.version,
        dueAt: task.term.dueAt,
        provisional: task.term.provisional,
        claimedBy: task.claim?.by ?? null,
        seq: written.head.seq,
        ...more(),
      };
    }),
  );
}
