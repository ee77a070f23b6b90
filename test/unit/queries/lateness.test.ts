import type { Term, TermEvent } from '../../../domain/calendar/term.js';
import { dueOf } from '../../../domain/calendar/term.js';
import { termDaysLeft } from '../../../queries/lateness.js';
import { vn, vnOffice } from '../../support/fixtures/calendars/vn.js';

const OFFICE = vnOffice();
const term = (...events: readonly TermEvent[]): Term => ({ anchor: vn('2026-03-02 10:00'), limit: { workingDays: 10 }, events });
const paused: TermEvent = {
  type: 'suspended',
  at: vn('2026-03-02 11:00'),
  from: vn('2026-03-02 11:00'),
  until: vn('2026-03-05 00:00'),
  ground: 'supplement',
  basis: 'Nghị định 61/2018/NĐ-CP',
};
const left = (of: Term, at: string): number | null => termDaysLeft(OFFICE, of, OFFICE, dueOf(of, OFFICE).dueAt, vn(at));

describe('working days left of a term', () => {
  it('are those until it is due', () => {
    expect(left(term(), '2026-03-02 12:00')).toBe(10);
    expect(left(term(), '2026-03-04 12:00')).toBe(8);
    expect(left(term(), '2026-03-18 12:00')).toBe(-2);
  });

  it('while the clock stands still are those of the budget: two held days are nobody’s to use', () => {
    expect(dueOf(term(paused), OFFICE).dueAt).toBe(vn('2026-03-19 00:00'));
    expect(left(term(paused), '2026-03-02 12:00')).toBe(10);
    expect(left(term(paused), '2026-03-04 12:00')).toBe(10);
    expect(left(term(paused), '2026-03-06 12:00')).toBe(8);
  });
});
