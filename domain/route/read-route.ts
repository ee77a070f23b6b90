/** Reads a route from JSON: every field judged, every reference followed, all problems named at once. */
import { DomainError } from '../shared/errors.js';
import { parseLocalDate, type LocalDate } from '../shared/instant.js';
import type { UnitId } from '../shared/ids.js';
import { byKey, flag, isFields, list, note, oneOf, record, set, text, whole, type Read, type ShapeProblem } from './json-shape.js';
import {
  ASSURANCES,
  AUDIENCES,
  CLOSINGS,
  REMEDIES,
  ROLES,
  STAGE_OUTCOMES,
  VERDICTS,
  rungsOf,
  type Duties,
  type Edge,
  type Exclusion,
  type ExecutionTerms,
  type ExtensionRule,
  type Mode,
  type PauseGround,
  type PreNotice,
  type ReturnRule,
  type Route,
  type Rung,
  type RungAct,
  type Seat,
  type Silence,
  type Stage,
  type StageLimit,
  type UnitRef,
} from './route.js';

const KEY = /^[a-zA-Z][a-zA-Z0-9]{0,31}$/;
const KEY_HINT = { vi: 'mã chỉ gồm chữ không dấu và số, bắt đầu bằng chữ', en: 'a key has letters and digits only and starts with a letter' };
const key = text(32, KEY, KEY_HINT);
const names = record<{ readonly vi: string; readonly en: string }>({ vi: text(300), en: text(300) });
/** Blank is allowed: whether a basis is needed depends on what rests on it, and is found at publishing. */
const basis = note(500);
const unitId = text(40, /^unt_[0-9a-hjkmnp-tv-z]{26}$/, { vi: 'không phải mã đơn vị', en: 'is no unit id' }) as Read<UnitId>;
const date: Read<LocalDate> = (value, at) => {
  const read = typeof value === 'string' ? parseLocalDate(value) : null;
  if (read === null) at.note(at.pointer, 'không phải ngày có thật dạng YYYY-MM-DD', 'is no real date YYYY-MM-DD');
  return read as LocalDate;
};

const MOST_LIMIT = 3660;
const MOST_OFFSET = 366;

const unitRef: Read<UnitRef> = (value, at) =>
  value === 'owner'
    ? value
    : byKey<UnitRef>({
        fixed: record<{ readonly fixed: UnitId }>({ fixed: unitId }),
        holderOf: record<Extract<UnitRef, { holderOf: unknown }>>({ holderOf: oneOf(ROLES) }),
        parentOf: record<Extract<UnitRef, { parentOf: unknown }>>({ parentOf: (inner, place) => unitRef(inner, place) }),
        sameAs: record<Extract<UnitRef, { sameAs: unknown }>>({ sameAs: key }),
        each: record<Extract<UnitRef, { each: unknown }>>({ each: list(unitId, 1, 200) }),
      })(value, at);

const seat = record<Seat>({ unit: unitRef, role: oneOf(ROLES) });
const who = list(seat, 0, 50);

const extend = record<ExtensionRule>({ maxTimes: whole(0, 1000), maxTotal: whole(0, MOST_LIMIT) });

type LimitOf<K extends string> = Extract<StageLimit, Readonly<Record<K, unknown>>>;
const common = { basis, resumeDay: oneOf(['counted', 'notCounted'] as const), anchor: oneOf(['opened', 'prevClosed'] as const), extend };
const optional = ['basis', 'resumeDay', 'anchor', 'extend'] as const;
const limit = byKey<StageLimit>({
  days: record<LimitOf<'days'>>({ days: whole(1, MOST_LIMIT), ...common }, optional),
  workingDays: record<LimitOf<'workingDays'>>({ workingDays: whole(1, MOST_LIMIT), ...common }, optional),
  workingHours: record<LimitOf<'workingHours'>>({ workingHours: whole(1, MOST_LIMIT), ...common }, optional),
  fixedDate: record<LimitOf<'fixedDate'>>({ fixedDate: date, ...common }, optional),
});

const mode: Read<Mode> = (value, at) => {
  const t = isFields(value) ? value['t'] : undefined;
  switch (t) {
    case 'one':
      return record<Extract<Mode, { t: 'one' }>>({ t: oneOf(['one'] as const) })(value, at);
    case 'all':
      return record<Extract<Mode, { t: 'all' }>>({ t: oneOf(['all'] as const) })(value, at);
    case 'quorum':
      return record<Extract<Mode, { t: 'quorum' }>>({
        t: oneOf(['quorum'] as const),
        need: whole(1, 500),
        veto: flag,
        members: oneOf(['snapshot', 'live'] as const),
      })(value, at);
    default:
      return record<Extract<Mode, { t: 'perUnit' }>>({
        t: oneOf(['one', 'all', 'quorum', 'perUnit'] as readonly 'perUnit'[]),
        inner: record<{ readonly t: 'one' }>({ t: oneOf(['one'] as const) }),
        needUnits: (need, place) => (need === 'all' ? need : whole(1, 500)(need, place)),
      })(value, at);
  }
};

const preNotice = record<PreNotice>({ workingDaysBefore: whole(0, MOST_OFFSET), alsoTo: set(oneOf(AUDIENCES), 0, AUDIENCES.length) });

const silence: Read<Silence> = (value, at) =>
  value === 'escalate'
    ? value
    : record<Exclude<Silence, 'escalate'>>({
        then: oneOf(['tacitApprove', 'tacitReject', 'return'] as const),
        basis,
        preNotice,
      })(value, at);

const rung = record<Rung>(
  {
    key,
    name: names,
    at: record<Rung['at']>(
      {
        ref: oneOf(['start', 'due'] as const),
        offset: whole(-MOST_OFFSET, MOST_OFFSET),
        unit: oneOf(['days', 'workingDays', 'workingHours'] as const),
        clock: text(5, /^(?:[01]\d|2[0-3]):[0-5]\d$/, { vi: 'không phải giờ HH:mm', en: 'is no time HH:mm' }),
      },
      ['clock'],
    ),
    notify: set(oneOf(AUDIENCES), 0, AUDIENCES.length),
    remedies: set(oneOf(REMEDIES), 0, REMEDIES.length),
    act: byKey<RungAct>({
      reassign: record<Extract<RungAct, { reassign: unknown }>>({ reassign: list(seat, 1, 20) }),
      extend: record<Extract<RungAct, { extend: unknown }>>({ extend: whole(1, MOST_LIMIT), maxTimes: whole(0, 1000), basis }),
      decide: record<Extract<RungAct, { decide: unknown }>>({ decide: oneOf(VERDICTS), basis, preNotice }),
    }),
  },
  ['remedies', 'act'],
);
const rungs = list(rung, 0, 30);

const exclusion: Read<Exclusion> = (value, at) =>
  isFields(value)
    ? record<Extract<Exclusion, object>>({ decidedStage: set(key, 1, 50) })(value, at)
    : oneOf(['author', 'delegateOfAuthor', 'sameReportingLine', 'answeredTwice'] as const)(value, at);

const pattern = text(120, /^(?:[A-Za-z0-9/_.-]+\*?|\*)$/, { vi: 'không phải đường dẫn nội dung', en: 'is no content path' });

const stage = record<Stage>(
  {
    key,
    name: names,
    kind: oneOf(['author', 'opinion', 'appraisal', 'approval'] as const),
    who: list(seat, 1, 50),
    fallback: who,
    mode,
    verdicts: set(oneOf(VERDICTS), 1, VERDICTS.length),
    covers: set(pattern, 0, 100),
    minAssurance: oneOf(ASSURANCES),
    duties: record<Duties>({ exclude: list(exclusion, 0, 10), override: oneOf(['twoPersons', 'never'] as const) }, ['override']),
    limit,
    reminders: rungs,
    ladder: rungs,
    returns: record<ReturnRule>(
      {
        to: set(key, 1, 50),
        maxRounds: whole(0, 50),
        onExhausted: oneOf(['refuse', 'reject'] as const),
        collect: flag,
        reentry: (value, at) => (value === 'remaining' ? value : limit(value, at)),
      },
      ['onExhausted', 'collect', 'reentry'],
    ),
    pauseGrounds: list(
      record<PauseGround>({
        code: key,
        name: names,
        basis,
        maxTimes: whole(1, 100),
        maxTotalWorkingDays: whole(0, MOST_LIMIT),
        end: oneOf(['planned', 'open'] as const),
      }),
      0,
      20,
    ),
    silence,
    beforeEffect: record<{ readonly days: number; readonly basis: string }>({ days: whole(1, MOST_LIMIT), basis }),
    bulk: oneOf(['yes', 'readFirst', 'no'] as const),
  },
  ['returns', 'pauseGrounds', 'silence', 'beforeEffect', 'bulk'],
);

const edge = record<Edge>(
  {
    from: key,
    on: oneOf(STAGE_OUTCOMES),
    to: (value, at) => (Array.isArray(value) ? set(key, 1, 50)(value, at) : oneOf(CLOSINGS)(value, at)),
  },
  ['on'],
);

const execution = record<ExecutionTerms>({ province: limit, council: limit, ministryReply: limit, publishBeforeEffect: limit, enterDatabase: limit });

const route = record<Route>(
  {
    key: text(64, /^[a-zA-Z][a-zA-Z0-9]{0,63}$/, KEY_HINT),
    version: whole(1, 1_000_000),
    name: names,
    reviewLimit: limit,
    reviewLadder: rungs,
    clockKeeper: oneOf(ROLES),
    uncovered: set(pattern, 0, 100),
    execution,
    stages: list(stage, 1, 50),
    edges: list(edge, 1, 300),
  },
  ['reviewLimit', 'reviewLadder', 'clockKeeper', 'uncovered', 'execution'],
);

/** Either the route, or every problem of its shape; at most 100 are told. */
export function findRouteProblems(
  json: unknown,
): { readonly route: Route; readonly problems: readonly [] } | { readonly route: null; readonly problems: readonly ShapeProblem[] } {
  const problems: ShapeProblem[] = [];
  const say = (pointer: string, vi: string, en: string): void => void (problems.length < 100 && problems.push({ pointer, problem: { vi, en } }));
  const read = route(json, { pointer: '', note: say });
  if (problems.length === 0) checkReferences(read, say);
  return problems.length === 0 ? { route: read, problems: [] } : { route: null, problems };
}

/** @throws route_invalid with `problems`: pointer and sentence of each */
export function readRoute(json: unknown): Route {
  const read = findRouteProblems(json);
  if (read.route === null) throw new DomainError('route_invalid', { problems: read.problems });
  return read.route;
}

/** References lead somewhere, and what is said twice is said alike. */
function checkReferences(read: Route, say: (pointer: string, vi: string, en: string) => void): void {
  const keys = read.stages.map((one) => one.key);
  const known = (of: string, pointer: string): void => {
    if (!keys.includes(of)) say(pointer, `không có bước “${of}”`, `there is no stage “${of}”`);
  };
  read.stages.forEach((one, index) => {
    const at = `/stages/${index}`;
    if (keys.indexOf(one.key) < index) say(`${at}/key`, `mã bước “${one.key}” bị lặp`, `the stage key “${one.key}” stands twice`);
    if (one.key === 'start') say(`${at}/key`, '“start” là điểm bắt đầu, không đặt làm mã bước', '“start” names the beginning, not a stage');
    for (const reference of [
      ...one.who,
      ...one.fallback,
      ...rungsOf(one).flatMap((entry) => (entry.act && 'reassign' in entry.act ? entry.act.reassign : [])),
    ]) {
      const target = namedStage(reference.unit);
      if (target !== null) known(target, `${at}/who`);
    }
    for (const duty of one.duties.exclude) if (typeof duty === 'object') for (const decided of duty.decidedStage) known(decided, `${at}/duties/exclude`);
    const targets = read.edges
      .filter((from) => from.from === one.key && from.on === 'returned')
      .flatMap((from) => (typeof from.to === 'string' ? [] : from.to));
    const listed = one.returns?.to ?? [];
    listed.forEach((to) => known(to, `${at}/returns/to`));
    if (one.returns && ![...listed].sort().every((to, place) => to === [...targets].sort()[place])) {
      say(`${at}/returns/to`, 'phải trùng với đích của đường “returned”', 'must name the targets of the “returned” edge');
    }
  });
  read.edges.forEach((one, index) => {
    const at = `/edges/${index}`;
    if (one.from === 'start') {
      if (one.on !== undefined) say(`${at}/on`, 'đường bắt đầu không có kết quả', 'the edge from “start” follows no outcome');
      if (typeof one.to === 'string') say(`${at}/to`, 'quy trình phải bắt đầu bằng một bước', 'a route starts with a stage');
    } else {
      known(one.from, `${at}/from`);
      if (one.on === undefined) say(`${at}/on`, 'thiếu mục này', 'is missing');
    }
    if (typeof one.to !== 'string') one.to.forEach((to) => known(to, `${at}/to`));
    const rivals = read.edges.slice(0, index).filter((other) => other.from === one.from && other.on === one.on);
    if (rivals.some((other) => typeof other.to === 'string' || typeof one.to === 'string'))
      say(at, 'một kết quả không thể vừa kết thúc vừa đi tiếp', 'one outcome cannot both close the review and go on');
  });
  if (!read.edges.some((one) => one.from === 'start')) say('/edges', 'thiếu đường bắt đầu từ “start”', 'lacks an edge from “start”');
}

function namedStage(ref: UnitRef): string | null {
  if (ref === 'owner') return null;
  if ('sameAs' in ref) return ref.sameAs;
  return 'parentOf' in ref ? namedStage(ref.parentOf) : null;
}
