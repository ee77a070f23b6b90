import fc from 'fast-check';
import type { Calendar } from '../../../../domain/calendar/calendar.js';
import { budgetOf, progressOf } from '../../../../domain/calendar/term.js';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import { nextWakeOf } from '../../../../domain/escalation/review-view.js';
import { calendarsOfTerm, type Law } from '../../../../domain/review/law.js';
import { reassignTask } from '../../../../domain/review/reassign.js';
import { fold, type Clocked, type ReviewEvent, type ReviewState, type TaskState } from '../../../../domain/review/review.js';
import { confirmAdjustment, decideExtension, proposeAdjustment, requestExtension, resumeTerm, suspendTerm } from '../../../../domain/review/term-changes.js';
import { allRungsOf, stageOf, type Rung } from '../../../../domain/route/route.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { epochMs, instantFromMs, plusMs, type Instant } from '../../../../domain/shared/instant.js';
import { witnessDue, witnessRung } from '../../../../queries/due-witness.js';
import { vn, vnCounter, vnOffice } from '../../../support/fixtures/calendars/vn.js';
import { latestStageId, lawAt, opening, personOf, routeWith, taskIn, unitOf } from '../../../support/law.js';
import { then } from '../../../support/verbs.js';

const HOUR = 3_600_000;
const OFFICE = vnOffice();
const COUNTER = vnCounter();
const byVersion = (id: string): Calendar => (id === COUNTER.id ? COUNTER : OFFICE);

const rung = (key: string, ref: 'start' | 'due', offset: number, unit: 'days' | 'workingDays' | 'workingHours' = 'workingDays'): Rung => ({
  key,
  name: { vi: key, en: key },
  at: { ref, offset, unit },
  notify: ['assignees'],
});
/** Ten working days that may be lengthened often, rungs on both sides of the due instant, and units on two calendars. */
const ROUTE = routeWith('assess', {
  limit: { workingDays: 10, extend: { maxTimes: 9, maxTotal: 60 } },
  pauseGrounds: [
    { code: 'supplement', name: { vi: 'Chờ bổ sung', en: 'Supplement' }, basis: 'Quy chế, Điều 6', maxTimes: 20, maxTotalWorkingDays: 200, end: 'open' },
  ],
  reminders: [rung('begun', 'start', 1), rung('before4', 'due', -4), rung('before1', 'due', -1)],
  ladder: [rung('due', 'due', 0), rung('late1', 'due', 1), rung('late3', 'due', 3), rung('lateHours', 'due', 6, 'workingHours')],
  silence: 'escalate',
});
const lawOn = (now: Instant): Law => ({
  ...lawAt('2026-03-02 09:00', {
    route: ROUTE,
    calendarOfUnit: (unit) => (unit === unitOf('finance') ? COUNTER : OFFICE),
    calendarVersion: (id) => byVersion(id),
  }),
  now,
});
const START = vn('2026-03-02 09:00');
const STAGE = latestStageId(fold(opening(lawOn(START))), 'assess');

/** What people and the ladder do to one term, hours apart. */
const acts = fc.array(
  fc.record({
    wait: fc.integer({ min: 1, max: 7 * 24 }),
    kind: fc.constantFrom('fire', 'extend', 'adjust', 'pause', 'planned', 'resume', 'move', 'moveBack'),
    /** Whether the ladder had been served when it happened. */
    served: fc.boolean(),
    size: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 16 },
);
type Act = { readonly wait: number; readonly kind: string; readonly size: number; readonly served: boolean };

const COORDINATOR = personOf('coordinator');

function eventsOf(state: ReviewState, { kind, size }: Act, law: Law, n: number): readonly ReviewEvent[] {
  const { id: taskId, unitId, candidates } = taskIn(state, 'assess');
  const by = candidates[0] ?? COORDINATOR;
  const requestId = `req_${n}`;
  switch (kind) {
    case 'extend': {
      const asked = requestExtension(state, { taskId, by, requestId, amount: size, reason: 'Phức tạp' }, law);
      return [...asked, ...decideExtension(then(state, asked), { taskId, by: COORDINATOR, requestId, grant: true, reason: '' }, law)];
    }
    case 'adjust': {
      const supervisor = unitId === unitOf('finance') ? personOf('financeHead') : personOf('head');
      const asked = proposeAdjustment(state, { taskId, by: supervisor, requestId, amount: size, reason: 'Ghi nhầm' }, law);
      return [...asked, ...confirmAdjustment(then(state, asked), { taskId, by: COORDINATOR, requestId }, law)];
    }
    case 'pause':
      return suspendTerm(state, { taskId, by: COORDINATOR, ground: 'supplement', until: null, reason: 'Chờ' }, law);
    case 'planned':
      return suspendTerm(state, { taskId, by: COORDINATOR, ground: 'supplement', until: plusMs(law.now, size * 30 * HOUR), reason: 'Chờ' }, law);
    case 'resume':
      return resumeTerm(state, { taskId, by: COORDINATOR }, law);
    case 'move':
      return reassignTask(state, { taskId, by: COORDINATOR, unitId: unitOf('finance'), role: 'unitHead', reason: 'Chuyển' }, law);
    case 'moveBack':
      return reassignTask(state, { taskId, by: COORDINATOR, unitId: unitOf('civil'), role: 'unitHead', reason: 'Chuyển' }, law);
    default:
      return dueRungs(state, STAGE, law);
  }
}

type Step = { readonly act: Act; readonly before: ReviewState; readonly after: ReviewState; readonly events: readonly ReviewEvent[]; readonly law: Law };

/** Plays the acts one after the other; what the law refuses changes nothing. */
function play(list: readonly Act[]): readonly Step[] {
  let state = fold(opening(lawOn(START)));
  let now = START;
  const withService = list.flatMap((act): readonly Act[] =>
    act.served
      ? [
          { ...act, kind: 'fire' },
          { ...act, wait: 0 },
        ]
      : [act],
  );
  return withService.map((act, n): Step => {
    now = plusMs(now, act.wait * HOUR + 60_000);
    const law = lawOn(now);
    const before = state;
    let events: readonly ReviewEvent[] = [];
    try {
      events = eventsOf(state, act, law, n);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    state = then(state, events);
    return { act, before, after: state, events, law };
  });
}

const taskOf = (state: ReviewState): TaskState => taskIn(state, 'assess');
const namesOf = ({ rungs }: Clocked): readonly string[] => rungs.map((record) => `${record.epoch} ${record.key}`);

it('rung-epoch-rules: an extension begins a new epoch, in which what already lay behind is past and never told; pauses, corrections and moves keep the epoch, and what has fired stays fired', () => {
  const seen = { extended: 0, kept: 0, past: 0, firedAgain: 0 };
  fc.assert(
    fc.property(acts, (list) => {
      for (const { act, before, after, events, law } of play(list)) {
        const [was, is] = [taskOf(before), taskOf(after)];
        if (events.some((event) => event.type === 'TermExtended')) {
          seen.extended += 1;
          expect([is.term.epoch, is.term.epochAt]).toEqual([was.term.epoch + 1, law.now]);
        } else {
          if (act.kind !== 'fire' && events.length > 0) seen.kept += 1;
          expect([is.term.epoch, is.term.epochAt ?? null]).toEqual([was.term.epoch, was.term.epochAt ?? null]);
        }
        // What is recorded is never taken back, and nothing is recorded twice in one epoch.
        expect(namesOf(is).slice(0, was.rungs.length)).toEqual(namesOf(was));
        expect(new Set(namesOf(is)).size).toBe(is.rungs.length);
        for (const record of is.rungs.slice(was.rungs.length)) {
          expect(record.epoch).toBe(was.term.epoch);
          const behind = record.plannedAt <= (was.term.epochAt ?? was.term.anchor);
          expect(record.result === 'pastAtOpen').toBe(behind);
          expect(record.told.length > 0).toBe(record.result === 'fired');
          if (behind) seen.past += 1;
          if (record.result === 'fired' && was.rungs.some((earlier) => earlier.key === record.key && earlier.result === 'fired')) seen.firedAgain += 1;
        }
      }
    }),
    { numRuns: 600, seed: 20_261_125 },
  );
  expect([seen.extended > 200, seen.kept > 500, seen.past > 50, seen.firedAgain > 20]).toEqual([true, true, true, true]);
});

it('next-wake-equals-recomputed: whatever was done, the instant the review asks for is the earliest that bare facts and a second implementation come to', () => {
  const seen = { due: 0, rung: 0, limit: 0 };
  const rungsOfAssess = allRungsOf(stageOf(ROUTE, 'assess'));
  const find = (id: string): Calendar => byVersion(id);
  const earliestOf = ({ term, rungs, breachedAt }: Clocked, ladder: readonly Rung[]): number => {
    const opened = find(term.calendarId);
    const moved = term.events.findLast((event) => event.type === 'rebased');
    const ruling = moved?.type === 'rebased' ? find(moved.calendarId) : opened;
    const dueAt = witnessDue(term, opened, find);
    if (dueAt === 'unknown') throw new Error('the calendar ends too early for this test');
    const fired = new Set(rungs.filter((record) => record.epoch === term.epoch).map((record) => record.key));
    const ahead = ladder
      .filter(({ key }) => !fired.has(key))
      .map((one) => witnessRung(term, one, dueAt, ruling))
      .filter((at): at is number => at !== null && at > epochMs(term.epochAt ?? term.anchor));
    return Math.min(...ahead, ...(dueAt !== null && (breachedAt === null || epochMs(breachedAt) < dueAt) ? [dueAt] : []));
  };
  fc.assert(
    fc.property(acts, (list) => {
      for (const { after, law } of play(list)) {
        const task = taskOf(after);
        expect(witnessDue(task.term, find(task.term.calendarId), find)).toBe(task.term.dueAt === null ? null : epochMs(task.term.dueAt));
        const [own, whole] = [earliestOf(task, rungsOfAssess), after.limitTerm ? earliestOf(after.limitTerm, ROUTE.reviewLadder ?? []) : Infinity];
        const expected = Math.min(own, whole);
        seen[own > whole ? 'limit' : own === (task.term.dueAt === null ? null : epochMs(task.term.dueAt)) ? 'due' : 'rung'] += 1;
        expect(nextWakeOf(after, law)).toBe(expected === Infinity ? null : instantFromMs(expected));
      }
    }),
    { numRuns: 400, seed: 20_261_126 },
  );
  expect([seen.due > 20, seen.rung > 500, seen.limit > 50]).toEqual([true, true, true]);
});

it('reassign-keeps-used-budget: whoever gets the task, on whichever calendar, gets what was left of it, to the working day', () => {
  const seen = { moved: 0, rebased: 0, used: 0 };
  fc.assert(
    fc.property(acts, (list) => {
      for (const { before, after, events, law } of play(list)) {
        if (!events.some((event) => event.type === 'TaskReassigned')) continue;
        const [was, is] = [taskOf(before).term, taskOf(after).term];
        seen.moved += 1;
        const [had, has] = [was, is].map((term) => progressOf(term, calendarsOfTerm(law, term), law.now));
        expect(has).toEqual(had);
        expect(budgetOf(is)).toEqual(budgetOf(was));
        expect([is.anchor, is.epoch, is.limit]).toEqual([was.anchor, was.epoch, was.limit]);
        if ((had?.used ?? 0) > 0) seen.used += 1;
        const newEntries = is.events.slice(was.events.length);
        if (newEntries.length === 0) expect(is.dueAt).toBe(was.dueAt);
        else {
          expect(newEntries).toEqual([{ type: 'rebased', at: law.now, calendarId: expect.any(String), calendarVersion: expect.any(Number) }]);
          seen.rebased += 1;
        }
      }
    }),
    { numRuns: 400, seed: 20_261_127 },
  );
  expect([seen.moved > 150, seen.rebased > 150, seen.used > 50]).toEqual([true, true, true]);
});
