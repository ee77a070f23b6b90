import fc from 'fast-check';
import type { Term, TermEvent } from '../../../../domain/calendar/term.js';
import { dueOf, workingDaysBetween } from '../../../../domain/calendar/term.js';
import { compareVnSheets } from '../../../../domain/cost/vn/compare-sheets.js';
import {
  attributableDays,
  blockOf,
  compareDelays,
  delayRankOf,
  lostDong,
  lostTogether,
  mayBeHeld,
  rateDong,
  unheldDays,
  workingDaysOfYear,
  type HeldTime,
  type RankedDelay,
} from '../../../../domain/escalation/cost-of-delay.js';
import { instantFromMs, MS_PER_DAY, epochMs, plusMs, type Instant } from '../../../../domain/shared/instant.js';
import { randomSheets } from '../../../support/cost/random-sheets.js';
import { vn, vnOffice } from '../../../support/fixtures/calendars/vn.js';

const NATIONAL = vnOffice();
const term = (anchor: Instant, events: readonly TermEvent[] = []): Term => ({ anchor, limit: { workingDays: 5 }, events });
const daysOf = (dueAt: Instant, now: Instant, held: readonly HeldTime[] = [], events: readonly TermEvent[] = []) =>
  attributableDays(NATIONAL, term(plusMs(dueAt, -8 * MS_PER_DAY), events), NATIONAL, held, dueAt, now) ?? new Map<number, number>();
const sum = (days: ReadonlyMap<number, number>): number => [...days.values()].reduce((all, count) => all + count, 0);

describe('what a delay costs', () => {
  it('delay-cost-vector: 1 698 000 000 đ a year, six working days of 2026, are 40 915 662 đ', () => {
    const days = daysOf(vn('2026-03-17 00:00'), vn('2026-03-24 10:00'));
    expect([...days]).toEqual([[2026, 6]]);
    expect(lostDong(1_698_000_000, days, NATIONAL)).toBe(40_915_662);
    expect(rateDong(1_698_000_000, 2026, NATIONAL)).toBe(6_819_277);
  });

  it('delay-cost-year-split: 26/12/2025 to 07/01/2026 is three days over 250 and three over 249, rounded once', () => {
    expect([workingDaysOfYear(NATIONAL, 2025), workingDaysOfYear(NATIONAL, 2026)]).toEqual([250, 249]);
    const days = daysOf(vn('2025-12-27 00:00'), vn('2026-01-07 09:00'));
    expect([...days]).toEqual([
      [2025, 3],
      [2026, 3],
    ]);
    // 3·S/250 + 3·S/249 with S = 1 000 000 007: 24 048 192.94…; two roundings would lose one đồng more.
    expect(lostDong(1_000_000_007, days, NATIONAL)).toBe(Number((1_000_000_007n * 3n * 499n) / (250n * 249n)));
  });

  it('delays together are rounded once: 1/3 and 2/3 of a đồng are one', () => {
    const days = new Map([[2026, 83]]);
    // 249 working days: 83 of them are a third of the year.
    expect([lostDong(1, days, NATIONAL), lostDong(2, days, NATIONAL)]).toEqual([0, 0]);
    expect(
      lostTogether(
        [
          { saving: 1n, days },
          { saving: 2n, days },
        ],
        NATIONAL,
      ),
    ).toBe(1);
    expect(lostTogether([], NATIONAL)).toBe(0);
    expect(lostTogether([{ saving: 1n, days: new Map([[2030, 1]]) }], NATIONAL)).toBeNull();
  });

  it('where no time was ever held, one count of days serves every task of a due instant', () => {
    const [dueAt, now] = [vn('2026-03-17 00:00'), vn('2026-03-24 10:00')];
    for (const at of [now, vn('2026-03-25 10:00'), now]) expect(unheldDays(NATIONAL, dueAt, at)).toEqual(daysOf(dueAt, at));
    expect(mayBeHeld(term(dueAt), false)).toBe(false);
    expect(mayBeHeld(term(dueAt), true)).toBe(true);
    expect(mayBeHeld(term(dueAt, [{ type: 'suspended', at: vn('2026-03-02 00:00'), from: vn('2026-03-02 00:00'), ground: 'g', basis: 'b' }]), false)).toBe(
      true,
    );
  });

  it('a year the calendar does not know to its end has no rate, and nothing is guessed', () => {
    expect(workingDaysOfYear(NATIONAL, 2030)).toBeNull();
    expect(lostDong(1_000, new Map([[2030, 1]]), NATIONAL)).toBeNull();
    expect(attributableDays(NATIONAL, term(vn('2026-03-02 09:00')), NATIONAL, [], vn('2026-03-10 00:00'), vn('2031-01-05 00:00'))).toBeNull();
  });

  it('delay-cost-reconciles-with-cost-module: a year late costs exactly the saving the cost module states, its parts never more', () => {
    const sheets = randomSheets(120, 6, 20_261_125);
    let checked = 0;
    for (let index = 0; index + 1 < sheets.length; index += 2) {
      const [before, after] = [sheets[index]!, sheets[index + 1]!];
      const saving = Number(compareVnSheets(before, { ...after, hourlyIncome: before.hourlyIncome }).saving?.dong ?? 0);
      if (!Number.isSafeInteger(saving) || saving <= 0) continue;
      checked += 1;
      const whole = lostDong(saving, new Map([[2026, 249]]), NATIONAL)!;
      expect(whole).toBe(saving);
      const split = (day: number): number => lostDong(saving, new Map([[2026, day]]), NATIONAL)! + lostDong(saving, new Map([[2026, 249 - day]]), NATIONAL)!;
      for (const day of [1, 7, 100]) expect(saving - split(day)).toBeLessThanOrEqual(1);
      expect(rateDong(saving, 2026, NATIONAL)! * 249).toBeLessThanOrEqual(saving);
    }
    expect(checked).toBeGreaterThan(10);
  });

  it('suspended-time-not-charged: what a pause or a dispute holds is charged to nobody, whatever it overlaps', () => {
    const start = epochMs(vn('2026-03-10 00:00'));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 0, max: 130 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        fc.boolean(),
        (late, from, length, open, dispute) => {
          const dueAt = instantFromMs(start);
          const now = instantFromMs(start + late * MS_PER_DAY + 3_600_000);
          const [begin, end] = [instantFromMs(start + from * MS_PER_DAY), instantFromMs(start + (from + length) * MS_PER_DAY)];
          const all = daysOf(dueAt, now);
          expect(sum(all)).toBe(workingDaysBetween(NATIONAL, dueAt, now));
          const charged = dispute
            ? daysOf(dueAt, now, [{ from: begin, to: open ? null : end }])
            : daysOf(dueAt, now, [], [{ type: 'suspended', at: begin, from: begin, ...(open ? {} : { until: end }), ground: 'supplement', basis: 'x' }]);
          const until = open || end > now ? now : end;
          const heldDays = begin >= now ? 0 : workingDaysBetween(NATIONAL, begin, until);
          // A stretch that still lasts holds a date only once its end has passed inside it; today is then held too.
          expect(sum(all) - sum(charged)).toBeGreaterThanOrEqual(Math.max(0, heldDays - 1));
          expect(sum(all) - sum(charged)).toBeLessThanOrEqual(heldDays + 1);
          expect(lostDong(2_490_000, charged, NATIONAL)!).toBeLessThanOrEqual(lostDong(2_490_000, all, NATIONAL)!);
        },
      ),
    );
  });

  it('suspended-time-not-charged: a pause of two whole working days takes two days off the bill', () => {
    const held: HeldTime = { from: vn('2026-03-18 00:00'), to: vn('2026-03-20 00:00') };
    expect([...daysOf(vn('2026-03-17 00:00'), vn('2026-03-24 10:00'), [held])]).toEqual([[2026, 4]]);
  });

  it('a pause after the due instant leaves the due instant where it was', () => {
    const anchor = vn('2026-03-09 09:00');
    const pause: TermEvent = { type: 'suspended', at: vn('2026-03-18 09:00'), from: vn('2026-03-18 09:00'), ground: 'supplement', basis: 'x' };
    expect(dueOf(term(anchor, [pause]), NATIONAL).dueAt).toBe(dueOf(term(anchor), NATIONAL).dueAt);
  });
});

describe('the order of the board', () => {
  const aDelay: fc.Arbitrary<RankedDelay> = fc.record({
    id: fc.stringMatching(/^[a-e]{1,3}$/),
    saving: fc.option(fc.constantFrom(-5, 0, 10, 10, 2_000), { nil: null }),
    lost: fc.option(fc.constantFrom(0, 3, 900), { nil: null }),
    dueAt: fc.constantFrom(vn('2026-03-02 00:00'), vn('2026-03-03 00:00')),
  });

  it('board-order-total: it is one order, in which only a task equals itself', () => {
    fc.assert(
      fc.property(aDelay, aDelay, aDelay, (a, b, c) => {
        expect(Math.sign(compareDelays(a, b)) + Math.sign(compareDelays(b, a))).toBe(0);
        if (compareDelays(a, b) === 0) expect(a.id).toBe(b.id);
        if (compareDelays(a, b) <= 0 && compareDelays(b, c) <= 0) expect(compareDelays(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('the part of a rank that stands still agrees with the order: it never puts one task before another that the order puts first', () => {
    const place = (saving: number | null): number => delayRankOf(saving) ?? Number.NEGATIVE_INFINITY;
    fc.assert(
      fc.property(aDelay, aDelay, (a, b) => {
        if (place(a.saving) < place(b.saving)) expect(compareDelays(a, b)).toBeLessThan(0);
        // What loses nothing, and what is not known, has one place each: there age alone decides.
        if (place(a.saving) === place(b.saving) && blockOf(a) !== 'losing')
          expect(Math.sign(compareDelays({ ...a, lost: null }, b))).toBe(Math.sign(compareDelays(a, b)));
      }),
    );
  });

  it('what cannot be ranked stands on top in its own block, what loses nothing comes last, by age', () => {
    const at = (id: string, saving: number | null, lost: number | null, due = '2026-03-02 00:00'): RankedDelay => ({ id, saving, lost, dueAt: vn(due) });
    const sorted = [
      at('zero', 0, 0),
      at('small', 10, 900),
      at('unknown', null, null, '2026-03-09 00:00'),
      at('large', 2_000, 1),
      at('old', 10, 3, '2026-01-05 00:00'),
      at('dearer', -5, 0, '2026-01-05 00:00'),
    ]
      .toSorted(compareDelays)
      .map((row) => [row.id, blockOf(row)]);
    expect(sorted).toEqual([
      ['unknown', 'costUnknown'],
      ['large', 'losing'],
      ['small', 'losing'],
      ['old', 'losing'],
      ['dearer', 'losingNothing'],
      ['zero', 'losingNothing'],
    ]);
  });
});
