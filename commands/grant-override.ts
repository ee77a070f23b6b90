/** A second person lifts a separation-of-duties rule, for one person on one task and for a day. */
import { grantOverride as decide } from '../domain/review/overrides.js';
import type { PersonId } from '../domain/shared/ids.js';
import { MS_PER_DAY, plusMs, type Instant } from '../domain/shared/instant.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type GrantOverride = OnTask & {
  readonly personId: PersonId;
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, review_closed, stage_closed, frozen, version_moved, key_reused, override_never, comment_required, request_unknown, second_person_needed
 * @idempotent by key
 */
export async function grantOverride(
  transact: Transact,
  actor: Actor,
  key: string,
  command: GrantOverride,
): Promise<Answer<TaskMoved & { readonly until: Instant }>> {
  let until = null as Instant | null;
  const moved = await moveTask(
    transact,
    actor,
    key,
    'grantOverride',
    command,
    ({ state, taskId, by, law }) => {
      until = plusMs(law.now, MS_PER_DAY);
      return decide(state, { taskId, by, person: command.personId, reason: command.reason.normalize('NFC') }, law);
    },
    () => ({ until: until as Instant }),
  );
  return moved;
}
