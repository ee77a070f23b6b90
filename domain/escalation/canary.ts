/**
 * The canary: a synthetic review, opened each day on a calendar that never rests, which nobody answers. Its term must be breached
 * and each of its rungs must fire; when that does not happen, the ladder of everybody else is not to be trusted either.
 */
import { MINUTES_A_DAY, type Calendar, type Span } from '../calendar/calendar.js';
import { allRungsOf, stageOf, type Route } from '../route/route.js';
import type { ReviewState } from '../review/review.js';
import { epochMs, MS_PER_MINUTE, type Instant, type LocalDate } from '../shared/instant.js';
import { idFromUuid, type PersonId, type ProcedureId, type ProcedureVersionId, type UnitId } from '../shared/ids.js';
import { SYNTHETIC_PATH, SYNTHETIC_ROUTE } from '../shared/access.js';
import { planRungs } from './ladder.js';

/** @policy a new canary each day; without success for so long the ladder counts as broken */
export const CANARY_EVERY_HOURS = 24;
export const CANARY_SILENT_HOURS = 26;
/** Time after its last rung within which everything about a canary must have happened. */
const SETTLED_WITHIN_MS = 30 * MS_PER_MINUTE;

export const CANARY = {
  unitId: idFromUuid('unit', '00000000-0000-7000-8000-0000000000ca') as UnitId,
  personId: idFromUuid('person', '00000000-0000-7000-8000-0000000000ca') as PersonId,
  procedureId: idFromUuid('procedure', '00000000-0000-7000-8000-0000000000ca') as ProcedureId,
  versionId: idFromUuid('procedureVersion', '00000000-0000-7000-8000-0000000000ca') as ProcedureVersionId,
  path: SYNTHETIC_PATH,
  routeKey: SYNTHETIC_ROUTE,
  calendarId: 'canary-24-7',
} as const;

const ALL_DAY: readonly Span[] = [{ fromMinute: 0, toMinute: MINUTES_A_DAY }];

export const CANARY_CALENDAR: Calendar = {
  id: CANARY.calendarId,
  version: 1,
  name: { vi: 'Liên tục, phục vụ tự kiểm tra', en: 'Always working, for the self-check' },
  zoneOffsetMinutes: 420,
  dayEnd: '24:00',
  knownFrom: '2020-01-01' as LocalDate,
  knownThrough: '2099-12-31' as LocalDate,
  provisionalFrom: null,
  fullDay: ALL_DAY,
  rows: {},
  weekly: { 1: ALL_DAY, 2: ALL_DAY, 3: ALL_DAY, 4: ALL_DAY, 5: ALL_DAY, 6: ALL_DAY, 7: ALL_DAY },
};

export const CANARY_ROUTE: Route = {
  key: CANARY.routeKey,
  version: 1,
  name: { vi: 'Tự kiểm tra thang đôn đốc', en: 'Self-check of the ladder' },
  stages: [
    {
      key: 'watch',
      name: { vi: 'Chờ quá hạn', en: 'Wait to be late' },
      kind: 'opinion',
      who: [{ unit: 'owner', role: 'unitHead' }],
      fallback: [],
      mode: { t: 'one' },
      verdicts: ['noOpinion'],
      covers: ['*'],
      minAssurance: 'A3',
      duties: { exclude: [] },
      limit: { workingHours: 2 },
      reminders: [
        { key: 'before1h', name: { vi: 'Trước hạn 1 giờ', en: 'An hour before' }, at: { ref: 'due', offset: -1, unit: 'workingHours' }, notify: ['assignees'] },
      ],
      ladder: [
        { key: 'due', name: { vi: 'Đến hạn', en: 'Due' }, at: { ref: 'due', offset: 0, unit: 'workingHours' }, notify: ['unitHead'] },
        { key: 'late1h', name: { vi: 'Quá hạn 1 giờ', en: 'An hour late' }, at: { ref: 'due', offset: 1, unit: 'workingHours' }, notify: ['unitHead'] },
      ],
    },
  ],
  edges: [
    { from: 'start', to: ['watch'] },
    { from: 'watch', on: 'opinion', to: 'closeApproved' },
  ],
};

export type CanaryVerdict = { readonly t: 'running' } | { readonly t: 'fired' } | { readonly t: 'missed'; readonly why: readonly string[] };

/** @param untold notices of the canary that no mailer has looked at yet */
export function judgeCanary(state: ReviewState, untold: number, now: Instant): CanaryVerdict {
  const [task] = state.tasks;
  if (!task) return { t: 'missed', why: ['no task was opened'] };
  const rungs = allRungsOf(stageOf(CANARY_ROUTE, 'watch'));
  const planned = planRungs(task.term, rungs, CANARY_CALENDAR);
  const early = planned
    .filter(({ rung, at }) => task.rungs.some((record) => record.key === rung.key && record.firedAt < at))
    .map(({ rung }) => `${rung.key} fired early`);
  if (early.length > 0) return { t: 'missed', why: early };
  const why = [
    ...(task.breachedAt === null ? ['the breach is not recorded'] : []),
    ...planned.filter(({ rung }) => !task.rungs.some((record) => record.key === rung.key)).map(({ rung }) => `${rung.key} has not fired`),
    ...(untold > 0 ? [`${untold} letters were not looked at`] : []),
  ];
  if (why.length === 0) return { t: 'fired' };
  const last = planned.at(-1);
  return last !== undefined && epochMs(now) > epochMs(last.at) + SETTLED_WITHIN_MS ? { t: 'missed', why } : { t: 'running' };
}
