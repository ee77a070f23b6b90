/** Posts given and ended, accounts closed: what may be recorded, and what it does to a claimed task. */
import { DomainError } from '../shared/errors.js';
import type { LocalDate } from '../shared/instant.js';
import type { PersonId, UnitId } from '../shared/ids.js';
import type { Role } from '../route/route.js';
import { waysToTake } from './directory.js';
import type { Law } from './law.js';
import { isOpen, type ReviewEvent, type ReviewState } from './review.js';
import { overlap, type Dates } from './stand-ins.js';

/** Half-open in local dates: held from `from` up to, not including, `to`. */
export type Post = Dates & { readonly personId: PersonId; readonly unitId: UnitId; readonly role: Role };

/** Facts of a person's stream. Never renamed. */
export type PostEvent =
  | (Post & { readonly type: 'PostGiven'; readonly at: string; readonly by: PersonId; readonly postId: string; readonly source: string })
  | { readonly type: 'PostEnded'; readonly at: string; readonly by: PersonId; readonly postId: string; readonly to: LocalDate; readonly reason: string }
  | { readonly type: 'AccountClosed' | 'AccountReopened'; readonly at: string; readonly by: PersonId; readonly reason: string };

/**
 * Nobody gives himself a post, ends his own or closes his own account: power comes from another, and one administrator is always left.
 * @throws own_post
 */
export function requireOther(personId: PersonId, by: PersonId): void {
  if (personId === by) throw new DomainError('own_post');
}

export type GivePost = Post & { readonly source: string };

/** What a post is given to, and beside which others. */
export type PostWorld = {
  readonly personActive: boolean;
  /** Dates in which the unit exists; null for none of that name. */
  readonly unit: Dates | null;
  /** What the person holds, or has held. */
  readonly held: readonly Post[];
  readonly today: LocalDate;
};

/** @throws own_post, evidence_required, post_invalid, date_invalid, post_held */
export function checkPost(command: GivePost, by: PersonId, { personActive, unit, held, today }: PostWorld): void {
  requireOther(command.personId, by);
  if (command.source.trim() === '') throw new DomainError('evidence_required', { pointer: '/source' });
  if (!personActive) throw new DomainError('post_invalid', { pointer: '/personId' });
  if (command.to !== null && (command.to <= command.from || command.to <= today)) throw new DomainError('date_invalid', { pointer: '/to' });
  if (unit === null || command.from < unit.from || (unit.to !== null && command.from >= unit.to)) throw new DomainError('post_invalid', { pointer: '/unitId' });
  const same = held.filter((post) => post.unitId === command.unitId && post.role === command.role);
  if (same.some((post) => post.from === command.from || overlap(post, command))) throw new DomainError('post_held', { pointer: '/role' });
}

/**
 * A post ends today at the earliest, so that nothing already decided loses its ground; one that has not begun ends before it begins.
 * @param to first date on which it is no longer held
 * @throws own_post, post_ended, date_invalid
 */
export function checkPostEnd(post: Post, to: LocalDate, by: PersonId, today: LocalDate): void {
  requireOther(post.personId, by);
  if (post.to !== null && post.to <= today) throw new DomainError('post_ended');
  if (to < today || to < post.from || (post.to !== null && to >= post.to)) throw new DomainError('date_invalid', { pointer: '/to' });
}

/** Claims of somebody who fills the seat of the task in no way any more: they fall, and the task is open to the others. */
export const fallenClaims = (state: ReviewState, personId: PersonId, law: Law): readonly ReviewEvent[] =>
  state.outcome !== null
    ? []
    : state.tasks.flatMap((task): readonly ReviewEvent[] =>
        isOpen(task) && task.claim?.by === personId && waysToTake(law.directory, personId, task).length === 0
          ? [{ type: 'TaskReleased', at: law.now, taskId: task.id, by: personId, reason: 'roleEnded' }]
          : [],
      );
