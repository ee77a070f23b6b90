import { campaignStatusOf, closeCampaign, evolveCampaign, foldCampaign, type CampaignEvent } from '../../../../domain/programme/campaign.js';
import type { DomainError } from '../../../../domain/shared/errors.js';
import { vn } from '../../../support/fixtures/calendars/vn.js';
import { nthId, personOf } from '../../../support/law.js';

const NOW = vn('2026-03-02 09:00');
const LAUNCHED: CampaignEvent = {
  type: 'CampaignLaunched',
  at: NOW,
  by: personOf('coordinator'),
  campaignId: nthId('campaign', 1),
  name: 'Đợt 1',
  planYear: 2026,
  basis: 'b',
  basisDocument: 'KH 01',
  routeKey: 'provincialReview',
  routeVersion: 1,
  itemCount: 450,
};
const page = (from: number, to: number, opened = to - from): CampaignEvent => ({ type: 'ReviewsOpened', at: NOW, from, to, opened });
const closed: CampaignEvent = { type: 'CampaignClosed', at: NOW, by: personOf('coordinator'), reason: 'Xong' };

describe('a campaign as a fold over its facts', () => {
  it.each([
    ['just launched', [], 'launching', 0, 0],
    ['one page taken', [page(0, 200)], 'launching', 200, 200],
    ['a line refused', [page(0, 200, 199), page(200, 400), page(400, 450)], 'running', 450, 449],
    ['pages taken out of order', [page(200, 400), page(400, 450), page(0, 200)], 'running', 450, 450],
    ['closed half-way', [page(0, 200), closed], 'closed', 200, 200],
  ] as const)('%s', (_, events, status, taken, opened) => {
    const state = foldCampaign([LAUNCHED, ...events]);
    expect([campaignStatusOf(state), state.taken, state.opened, state.itemCount]).toEqual([status, taken, opened, 450]);
  });

  it('begins with its launch', () => {
    expect(() => evolveCampaign(null, page(0, 1))).toThrow('starts with its launch');
    expect(() => foldCampaign([])).toThrow('without facts');
  });

  it('is closed once, with a reason', () => {
    const running = foldCampaign([LAUNCHED]);
    expect(closeCampaign(running, personOf('coordinator'), 'Hết kế hoạch', NOW)).toEqual([
      { type: 'CampaignClosed', at: NOW, by: personOf('coordinator'), reason: 'Hết kế hoạch' },
    ]);
    const codeOf = (act: () => unknown): string => {
      try {
        act();
        return 'accepted';
      } catch (error) {
        return (error as DomainError).code;
      }
    };
    expect(codeOf(() => closeCampaign(running, personOf('coordinator'), ' ', NOW))).toBe('comment_required');
    expect(codeOf(() => closeCampaign(foldCampaign([LAUNCHED, closed]), personOf('coordinator'), 'lần nữa', NOW))).toBe('campaign_closed');
  });
});
