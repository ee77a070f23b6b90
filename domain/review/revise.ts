/** A proposal written anew while its review runs. */
import { DomainError } from '../shared/errors.js';
import type { PersonId } from '../shared/ids.js';
import { stageOf } from '../route/route.js';
import { isWriter, requireAuthority } from './authority.js';
import { changedPaths } from './content-digest.js';
import type { Law } from './law.js';
import { reapprovalAfter } from './reapproval.js';
import { fold, isFrozen, type ContentMap, type ReviewEvent, type ReviewState } from './review.js';

export type ReviseProposal = { readonly by: PersonId; readonly content: ContentMap };

/**
 * A new revision of the proposal. While an author's stage is open nothing else moves; written later, it voids the answers
 * whose content it touches, ends what is open after them, and revives those it is edited back to.
 * @throws not_eligible (only the owning unit writes), proposal_locked, frozen, nothing_changed
 */
export function reviseProposal(state: ReviewState, command: ReviseProposal, law: Law): readonly ReviewEvent[] {
  requireAuthority(isWriter(law, command.by, state), 'not_owner');
  const writing = state.stages.some((stage) => stage.status === 'open' && stageOf(law.route, stage.key).kind === 'author');
  if (state.outcome !== null) throw new DomainError('proposal_locked');
  if (isFrozen(state)) throw new DomainError('frozen');
  const changed = changedPaths(state.content, command.content);
  if (changed.length === 0) throw new DomainError('nothing_changed');
  const revised: ReviewEvent = { type: 'ProposalRevised', at: law.now, by: command.by, revision: state.revision + 1, content: command.content, changed };
  return writing ? [revised] : [revised, ...reapprovalAfter(fold([revised], state), law)];
}
