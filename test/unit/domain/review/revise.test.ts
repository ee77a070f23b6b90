import { recordDecision } from '../../../../domain/review/decide.js';
import { reviseProposal } from '../../../../domain/review/revise.js';
import { withdrawReview } from '../../../../domain/review/withdraw.js';
import { contentMapOf } from '../../../../domain/review/content-digest.js';
import { fold } from '../../../../domain/review/review.js';
import { CONTENT, opening, personOf, sha256, taskIn, verdictOn } from '../../../support/law.js';

import { LAW } from '../../../support/walked-review.js';
import { codeOf } from '../../../support/verbs.js';

describe('a new revision of the proposal', () => {
  const OTHER = contentMapOf({ 'items/i2': 'khác', note: 'sửa' }, sha256);

  it('raises the revision and the version of the open task, names what changed and makes the writer an author', () => {
    const state = fold(opening(LAW));
    const events = reviseProposal(state, { by: personOf('head'), content: OTHER }, LAW);
    expect(events).toEqual([expect.objectContaining({ type: 'ProposalRevised', revision: 1, changed: ['items/i1', 'items/i2', 'note'] })]);
    const after = fold(events, state);
    expect([after.revision, after.authors, taskIn(after, 'assess').version]).toEqual([1, [personOf('officer'), personOf('head')], 2]);
    const seen = verdictOn(state, taskIn(state, 'assess'), 'head', 'approve', LAW);
    expect(codeOf(() => recordDecision(after, seen, LAW, sha256))).toBe('stale_content');
  });

  it('is refused after the end, and when nothing changed', () => {
    expect(codeOf(() => reviseProposal(fold(opening(LAW)), { by: personOf('head'), content: CONTENT }, LAW))).toBe('nothing_changed');
    const open = fold(opening(LAW));
    const ended = fold(withdrawReview(open, { by: personOf('coordinator'), reason: 'Trùng' }, LAW), open);
    expect(codeOf(() => reviseProposal(ended, { by: personOf('head'), content: OTHER }, LAW))).toBe('proposal_locked');
  });
});
