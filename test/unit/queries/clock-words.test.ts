import { explainTerm } from '../../../domain/calendar/explain.js';
import type { TermEvent } from '../../../domain/calendar/term.js';
import type { PauseGround } from '../../../domain/route/route.js';
import { nameGrounds } from '../../../queries/clock-words.js';
import { vn, vnOffice } from '../../support/fixtures/calendars/vn.js';

const GROUND: PauseGround = {
  code: 'supplement',
  name: { vi: 'Chờ bổ sung hồ sơ', en: 'Waiting for a supplement' },
  basis: 'QĐ 766/QĐ-TTg',
  maxTimes: 1,
  maxTotalWorkingDays: 10,
  end: 'planned',
};
const paused = (until: string | null, ground = 'supplement'): TermEvent => ({
  type: 'suspended',
  at: vn('2026-02-11T09:00'),
  from: vn('2026-02-11T09:00'),
  ...(until === null ? {} : { until: vn(until) }),
  ground,
  basis: 'QĐ 766/QĐ-TTg',
});
const view = (event: TermEvent) =>
  nameGrounds(explainTerm({ anchor: vn('2026-02-09T10:12'), limit: { workingDays: 5 }, events: [event] }, vnOffice()), [GROUND]);

describe('the clock of a task', () => {
  it('says the ground of a pause by its name, and keeps the code for programs', () => {
    const shown = view(paused('2026-02-13T08:00'));
    const held = shown.segments.find((segment) => segment.kind === 'held');
    expect(held).toMatchObject({ ground: 'supplement', reason: GROUND.name, amount: 2 });
    expect(shown.sentences.find((sentence) => sentence.vi.includes('tạm dừng'))).toEqual({
      vi: '11–12/02: tạm dừng 2 ngày (chờ bổ sung hồ sơ; căn cứ: QĐ 766/QĐ-TTg).',
      en: '11–12/02: held 2 days (waiting for a supplement; basis: QĐ 766/QĐ-TTg).',
    });
  });

  it('says so while the pause has no end', () => {
    expect(view(paused(null)).sentences.some((sentence) => sentence.vi.includes('(chờ bổ sung hồ sơ;'))).toBe(true);
  });

  it('names a dispute, and leaves a ground it does not know as it is', () => {
    expect(view(paused(null, 'dispute')).segments.at(-1)?.reason?.en).toBe('Held while a disputed verdict is settled');
    expect(view(paused(null, 'unheard')).segments.at(-1)?.reason).toEqual({ vi: 'unheard', en: 'unheard' });
  });
});
