import { awaitingNext, openNext } from '../../../../domain/review/what-follows.js';
import { withdrawReview } from '../../../../domain/review/withdraw.js';
import { fold } from '../../../../domain/review/review.js';
import { latestStageId, personOf } from '../../../support/law.js';

import { ADOPTION, ASSESSED, LAW, types, walked } from '../../../support/walked-review.js';
import { codeOf } from '../../../support/verbs.js';

describe('withdrawing a review', () => {
  it('closes every open task and ends it once', () => {
    const state = walked(ASSESSED);
    const events = withdrawReview(state, { by: personOf('coordinator'), reason: 'Thủ tục bị bãi bỏ' }, LAW);
    expect(types(events)).toEqual(['TaskWithdrawn', 'TaskWithdrawn', 'ReviewClosed']);
    const after = fold(events, state);
    expect(after).toMatchObject({ outcome: 'withdrawn', closedAt: LAW.now });
    expect(codeOf(() => withdrawReview(after, { by: personOf('coordinator'), reason: 'lần nữa' }, LAW))).toBe('review_closed');
    expect(openNext(after, latestStageId(after, 'assess'), ADOPTION, LAW)).toEqual([]);
    expect(awaitingNext(after, LAW)).toEqual([]);
  });
});
