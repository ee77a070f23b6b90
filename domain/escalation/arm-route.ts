/**
 * Arms every rung of a route against made-up terms, with the very functions that plan and tell while a review runs.
 * What cannot be armed today would stay silent on the day it is needed.
 */
import { dueDate, localDate, instantAt, isKnown, type Calendar } from '../calendar/calendar.js';
import { dueOf, shiftWorking } from '../calendar/term.js';
import { decides, placeOfRung, silenceDecides } from '../route/check-route.js';
import { inStage, refuse, warn, wholeRoute, type Finding, type Place } from '../route/finding.js';
import { allRungsOf, rungsOf, type Audience, type Route, type Rung, type Stage, type StageKey, type StageLimit } from '../route/route.js';
import { resolveAudience, type ResolvedSeat } from '../review/directory.js';
import { startTerm, type Law } from '../review/law.js';
import type { RunningTerm } from '../review/review.js';
import { DomainError } from '../shared/errors.js';
import { addDays, type Instant, type LocalDate } from '../shared/instant.js';
import type { PersonId, UnitId } from '../shared/ids.js';
import { endingPosts, heldSeats, peopleOf } from './check-seats.js';
import { liesBeforeOpening, planRungs } from './ladder.js';
import type { RouteWorld } from './route-world.js';

/** A rung as it would fire were the stage opened now. */
export type ArmedRung = { readonly key: string; readonly at: Instant; readonly tells: readonly PersonId[] };

/** One term of the proof: a stage at one unit, or, without a stage, the limit of the whole review. */
export type ArmedTerm = {
  readonly stage: StageKey | null;
  readonly unitId: UnitId;
  readonly candidates: readonly PersonId[];
  readonly fallback: readonly PersonId[];
  readonly calendarId: string;
  readonly calendarVersion: number;
  readonly anchor: Instant;
  readonly dueAt: Instant;
  /** With every extension and planned pause used up. */
  readonly longestDueAt: Instant;
  readonly rungs: readonly ArmedRung[];
};

/** What trial openings showed, by stage and calendar: the same for every unit on that calendar. */
export type Trials = Map<string, readonly Finding[]>;

export type Armed = { readonly terms: readonly ArmedTerm[]; readonly findings: readonly Finding[] };

/** What is armed: the rungs of a stage for one unit, or those of the review's own limit. */
type Target = {
  readonly route: Route;
  readonly stage: Stage | null;
  readonly limit: StageLimit;
  readonly rungs: readonly Rung[];
  readonly placeOf: (index: number, below?: string) => Place;
  readonly place: (below: string) => Place;
  readonly unitId: UnitId;
  readonly candidates: readonly PersonId[];
  /** Everybody the stage asks, in whatever unit. */
  readonly asked: readonly PersonId[];
  readonly owner: UnitId;
};

/** The terms a stage would start for one owner: one unit in mode `one`, else each unit that holds a seat. */
export function armStage(route: Route, stage: Stage, owner: UnitId, world: RouteWorld, trials: Trials): Armed {
  const who = heldSeats(stage.who, owner, world);
  const fallback = heldSeats(stage.fallback, owner, world);
  const seats = who.length > 0 ? who : fallback;
  const units = [...new Set(seats.map((seat) => seat.unitId))].slice(0, stage.mode.t === 'one' ? 1 : undefined);
  const asked = peopleOf(seats.filter((seat) => units.includes(seat.unitId)));
  const armed = units.map((unitId) => {
    const ofUnit: readonly ResolvedSeat[] = seats.filter((seat) => seat.unitId === unitId);
    const one = arm(
      {
        route,
        stage,
        limit: stage.limit,
        rungs: allRungsOf(stage),
        unitId,
        candidates: peopleOf(ofUnit),
        asked,
        owner,
        placeOf: (index, below) => placeOfRung(route, stage, index, below),
        place: (below) => inStage(route, stage.key, below),
      },
      world,
      trials,
    );
    return {
      terms: one.terms.map((term) => ({ ...term, fallback: peopleOf(fallback) })),
      findings: [...one.findings, ...one.terms.flatMap((term) => endingPosts(route, stage, ofUnit, term.dueAt, world))],
    };
  });
  return join(armed);
}

/** The limit of the whole review, which runs on the owning unit's calendar. */
export function armReviewLimit(route: Route, owner: UnitId, world: RouteWorld, trials: Trials): Armed {
  if (!route.reviewLimit) return { terms: [], findings: [] };
  const rungs = route.reviewLadder ?? [];
  return arm(
    {
      route,
      stage: null,
      limit: route.reviewLimit,
      rungs,
      unitId: owner,
      candidates: [],
      asked: [],
      owner,
      placeOf: (index, below = '') => ({ stage: null, rung: rungs[index]?.key ?? null, pointer: `/reviewLadder/${index}${below}` }),
      place: () => wholeRoute('/reviewLimit'),
    },
    world,
    trials,
  );
}

const join = (parts: readonly Armed[]): Armed => ({ terms: parts.flatMap((part) => part.terms), findings: parts.flatMap((part) => part.findings) });

function arm(target: Target, world: RouteWorld, trials: Trials): Armed {
  const calendar = world.calendarOfUnit(target.unitId);
  if (calendar === null) {
    return {
      terms: [],
      findings: [
        refuse(
          'calendar_horizon',
          target.place('/limit'),
          `${world.unitName(target.unitId)} chưa có lịch làm việc nên không tính được hạn. Gán lịch cho đơn vị.`,
          `${world.unitName(target.unitId)} has no working calendar, so nothing can be due. Give the unit a calendar.`,
        ),
      ],
    };
  }
  const law = lawOf(target.route, calendar, world);
  const term = attempt(() => startTerm(law, target.unitId, target.limit, world.now, 'refuse'));
  if (term instanceof DomainError || term.dueAt === null)
    return { terms: [], findings: [unarmable(target.place('/limit'), term instanceof DomainError ? term : null, calendar)] };
  const longest = attempt(() => longestDue(term, target, calendar));
  const horizon = longest instanceof DomainError ? longest : attempt(() => planRungs({ ...term, dueAt: longest }, target.rungs, calendar, 'refuse'));
  const findings: Finding[] = horizon instanceof DomainError ? [unarmable(target.place('/limit'), horizon, calendar)] : [];
  const armed = target.rungs.map((rung, index) => armRung(target, rung, index, term, calendar, world));
  const planned = armed.flatMap((one) => one.rung ?? []);
  findings.push(
    ...armed.flatMap((one) => one.findings),
    ...afterDecider(target, planned, term.dueAt),
    ...deadEscalation(target, planned, term.dueAt, world),
    ...beforeStart(target, calendar, law, world, trials),
  );
  return {
    findings,
    terms: [
      {
        stage: target.stage?.key ?? null,
        unitId: target.unitId,
        candidates: target.candidates,
        fallback: [],
        calendarId: calendar.id,
        calendarVersion: calendar.version,
        anchor: term.anchor,
        dueAt: term.dueAt,
        longestDueAt: longest instanceof DomainError ? term.dueAt : longest,
        rungs: planned.map(({ key, at, tells }) => ({ key, at, tells })),
      },
    ],
  };
}

const lawOf = (route: Route, calendar: Calendar, world: RouteWorld): Law => ({
  route,
  directory: world.directory,
  calendarOfUnit: () => calendar,
  calendarVersion: () => calendar,
  now: world.now,
});

function attempt<T>(work: () => T): T | DomainError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function unarmable(place: Place, error: DomainError | null, calendar: Calendar): Finding {
  if (error?.code === 'calendar_unknown') {
    return refuse(
      'calendar_horizon',
      place,
      `Thời hạn dài nhất, kể cả gia hạn, tạm dừng và đôn đốc, vượt quá ngày ${calendar.knownThrough} mà lịch ${calendar.id} biết. Nạp lịch năm sau hoặc rút ngắn thời hạn.`,
      `The longest term, with extensions, pauses and its ladder, ends after ${calendar.knownThrough}, the last date calendar ${calendar.id} knows. Load the next year or shorten the limit.`,
    );
  }
  return refuse(
    'rung_not_armable',
    place,
    'Không tính được thời điểm báo từ thời hạn này. Sửa thời hạn hoặc nấc.',
    'No instant follows from this limit. Correct the limit or the rung.',
  );
}

function longestDue(term: RunningTerm, { limit, stage }: Target, calendar: Calendar): Instant {
  const extended = limit.extend && !('fixedDate' in limit) ? [{ type: 'extended', by: limit.extend.maxTotal, basis: '' } as const] : [];
  const due = dueOf({ anchor: term.anchor, limit, events: extended }, calendar).dueAt as Instant;
  const paused = (stage?.pauseGrounds ?? []).reduce((days, ground) => days + ground.maxTotalWorkingDays, 0);
  return paused === 0 ? due : shiftWorking(calendar, dueDate(calendar, due), paused, 'workingDays', '24:00');
}

type Planned = ArmedRung & { readonly rung: Rung; readonly index: number };

function armRung(
  target: Target,
  rung: Rung,
  index: number,
  term: RunningTerm,
  calendar: Calendar,
  world: RouteWorld,
): { readonly rung: Planned | null; readonly findings: readonly Finding[] } {
  const planned = attempt(() => planRungs(term, [rung], calendar, 'refuse'));
  const at = planned instanceof DomainError ? null : (planned[0]?.at ?? null);
  const task = target.stage === null ? null : { unitId: target.unitId, candidates: target.candidates };
  const tells = resolveAudience(rung.notify, task, world.directory);
  const findings = [...audienceFindings(target, rung, index, task, tells, world), ...actFindings(target, rung, index, world)];
  if (at === null)
    return { rung: null, findings: [unarmable(target.placeOf(index, '/at'), planned instanceof DomainError ? planned : null, calendar), ...findings] };
  return { rung: { key: rung.key, at, tells, rung, index }, findings };
}

const dead = (target: Target, index: number, below: string, vi: string, en: string): Finding => {
  const rung = target.rungs[index] as Rung;
  return refuse('rung_not_armable', target.placeOf(index, below), `Nấc “${rung.name.vi}”: ${vi}`, `The rung “${rung.name.en}”: ${en}`);
};

function audienceFindings(
  target: Target,
  rung: Rung,
  index: number,
  task: Parameters<typeof resolveAudience>[1],
  tells: readonly PersonId[],
  world: RouteWorld,
): readonly Finding[] {
  if (tells.length === 0) {
    return rung.act && rung.notify.length === 0
      ? []
      : [
          dead(
            target,
            index,
            '/notify',
            'hôm nay không báo được cho ai. Chọn người nhận khác hoặc bổ nhiệm người.',
            'it would tell nobody today. Choose others to tell, or appoint someone.',
          ),
        ];
  }
  const findings: Finding[] = [];
  const kind = target.stage?.reminders.includes(rung) === true ? 'task.reminder' : 'ladder.rung';
  if (!world.templates.includes(kind)) findings.push(dead(target, index, '/notify', `chưa có mẫu thư “${kind}”.`, `there is no letter template “${kind}”.`));
  if (!tells.some((person) => world.reachable.has(person)))
    findings.push(
      dead(target, index, '/notify', 'không người nhận nào có địa chỉ thư. Bổ sung địa chỉ thư.', 'none of those told has a mail address. Add one.'),
    );
  const silent = rung.notify.filter((audience: Audience) => resolveAudience([audience], task, world.directory).length === 0);
  if (silent.length > 0) {
    findings.push(
      warn(
        'rung_not_armable',
        target.placeOf(index, '/notify'),
        `Nấc “${rung.name.vi}”: hôm nay chưa có ai là ${silent.join(', ')}; những người khác vẫn được báo.`,
        `The rung “${rung.name.en}”: nobody is ${silent.join(', ')} today; the others are told.`,
      ),
    );
  }
  return findings;
}

function actFindings(target: Target, rung: Rung, index: number, world: RouteWorld): readonly Finding[] {
  const findings: Finding[] = [];
  const missing = (name: RouteWorld['executors'][number], below: string): void => {
    if (!world.executors.includes(name))
      findings.push(dead(target, index, below, `hệ thống chưa thực hiện được “${name}”.`, `this installation cannot carry out “${name}”.`));
  };
  missing('notify', '/notify');
  for (const remedy of rung.remedies ?? []) {
    missing(remedy, '/remedies');
    if (remedy === 'extend' && !target.limit.extend) {
      findings.push(
        warn(
          'rung_not_armable',
          target.placeOf(index, '/remedies'),
          `Nấc “${rung.name.vi}” gợi ý gia hạn nhưng bước này không cho gia hạn.`,
          `The rung “${rung.name.en}” offers an extension that this stage does not allow.`,
        ),
      );
    }
  }
  const { act } = rung;
  if (act === undefined) return findings;
  if (target.stage === null)
    return [
      ...findings,
      dead(
        target,
        index,
        '/act',
        'thời hạn của cả việc rà soát chỉ báo, không giao lại, gia hạn hay quyết định.',
        'the limit of the whole review only tells; it neither reassigns, extends nor decides.',
      ),
    ];
  if ('reassign' in act) {
    missing('reassign', '/act');
    const people = peopleOf(heldSeats(act.reassign, target.owner, world));
    if (people.length === 0)
      findings.push(
        dead(
          target,
          index,
          '/act/reassign',
          'không có ai để giao lại. Chọn vai trò khác hoặc bổ nhiệm người.',
          'there is nobody to reassign to. Choose another post, or appoint someone.',
        ),
      );
    else if (people.every((person) => target.candidates.includes(person)))
      findings.push(
        dead(
          target,
          index,
          '/act/reassign',
          'giao lại cho chính những người đang giữ việc. Chọn người khác.',
          'it reassigns to the very people who hold the task. Choose others.',
        ),
      );
  }
  if ('extend' in act) {
    missing('extend', '/act');
    const rule = target.limit.extend;
    if (!rule || act.maxTimes > rule.maxTimes || act.extend > rule.maxTotal || act.extend < 1)
      findings.push(
        dead(
          target,
          index,
          '/act/extend',
          'gia hạn quá mức bước này cho phép. Sửa quy định gia hạn của bước.',
          'it extends by more than the stage allows. Correct the extension rule of the stage.',
        ),
      );
  }
  if ('decide' in act) missing('decide', '/act');
  return findings;
}

/** Nothing fires once a rung, or silence at the due instant, has decided. */
function afterDecider(target: Target, planned: readonly Planned[], dueAt: Instant): readonly Finding[] {
  const bySilence = target.stage !== null && silenceDecides(target.stage);
  const decider = planned.find((one) => decides(one.rung));
  const endsAt = bySilence ? dueAt : decider?.at;
  if (endsAt === undefined) return [];
  const written = target.stage === null ? 0 : rungsOf(target.stage).length;
  return planned
    .filter((one) => one !== decider && one.index < written && one.at >= endsAt)
    .map(({ rung, index }) =>
      refuse(
        'rung_unreachable',
        target.placeOf(index),
        `Nấc “${rung.name.vi}” đến sau khi ${bySilence ? 'im lặng đã được coi là ý kiến' : 'nấc khác đã quyết định'}. Bỏ nấc này hoặc đổi thời điểm.`,
        `The rung “${rung.name.en}” comes after ${bySilence ? 'silence has been taken for an answer' : 'another rung has decided'}. Drop it or move it.`,
      ),
    );
}

/** A late task must come before somebody who does not hold it himself. */
function deadEscalation(target: Target, planned: readonly Planned[], dueAt: Instant, world: RouteWorld): readonly Finding[] {
  if (target.stage !== null && silenceDecides(target.stage)) return [];
  const told = planned
    .filter((one) => one.at >= dueAt)
    .flatMap(({ rung, tells }) => [...tells, ...(rung.act && 'reassign' in rung.act ? peopleOf(heldSeats(rung.act.reassign, target.owner, world)) : [])]);
  if (told.some((person) => !target.asked.includes(person))) return [];
  const what = target.stage
    ? { vi: `bước “${target.stage.name.vi}”`, en: `the stage “${target.stage.name.en}”` }
    : { vi: 'cả việc rà soát', en: 'the whole review' };
  return [
    refuse(
      'escalate_without_ladder',
      target.place('/ladder'),
      `Quá hạn ${what.vi} thì không ai ngoài người đang giữ việc được báo. Thêm nấc sau hạn báo cho cấp trên.`,
      `When ${what.en} is late, nobody but those who hold the task is told. Add a rung after the due date that tells a superior.`,
    ),
  ];
}

/**
 * Openings to try: the dates of one week, and those just before every date of the coming year that differs from its
 * weekday; early and late in the day, before and after the time at which rungs fire.
 */
function openings(calendar: Calendar, now: Instant): readonly Instant[] {
  const today = localDate(calendar, now);
  const near = Array.from({ length: 7 }, (_, day) => addDays(today, day));
  const special = (Object.keys(calendar.rows) as LocalDate[])
    .filter((date) => date > today && date <= addDays(today, 365))
    .flatMap((date) => [addDays(date, -2), addDays(date, -1)]);
  return [...new Set([...near, ...special])]
    .filter((date) => date >= today && isKnown(calendar, date))
    .flatMap((date) => OPENING_MINUTES.map((minute) => instantAt(calendar, date, minute)));
}

const OPENING_MINUTES = [6 * 60, 16 * 60 + 45];

/** Rungs that lie before the opening, always or for some openings; a demanded notice must never. */
function beforeStart(target: Target, calendar: Calendar, law: Law, world: RouteWorld, trials: Trials): readonly Finding[] {
  const name = `${target.stage?.key} ${calendar.id} ${calendar.version}`;
  const known = trials.get(name);
  if (known) return known;
  const written = target.stage === null ? target.rungs.length : rungsOf(target.stage).length;
  const doubtful = target.rungs.flatMap((rung, index) => (index >= written || mayPrecede(rung) ? [{ rung, index, demanded: index >= written }] : []));
  // A fixed date comes near by itself: only an opening today says something about it.
  const tried = doubtful.length === 0 ? [] : 'fixedDate' in target.limit ? [world.now] : openings(calendar, world.now);
  const terms = tried.flatMap((at) => {
    const term = attempt(() => startTerm(law, target.unitId, target.limit, at, 'refuse'));
    return term instanceof DomainError || term.dueAt === null || term.dueAt <= term.anchor ? [] : [term];
  });
  const findings = doubtful.flatMap(({ rung, index, demanded }) => {
    const results = terms.flatMap((term) => {
      const planned = attempt(() => planRungs(term, [rung], calendar, 'refuse'));
      return planned instanceof DomainError || !planned[0] ? [] : [liesBeforeOpening(term, planned[0])];
    });
    const before = results.filter(Boolean).length;
    if (demanded) return before > 0 || noticeDays(target.stage) < 1 ? [lateNotice(target, index)] : [];
    if (before === 0) return [];
    const always = before === results.length;
    return [
      (always ? refuse : warn)(
        'rung_before_start',
        target.placeOf(index, '/at'),
        `Nấc “${rung.name.vi}” ${always ? 'luôn' : 'có khi'} rơi vào trước lúc mở bước nên không được báo. Dời nấc hoặc nới thời hạn.`,
        `The rung “${rung.name.en}” ${always ? 'always' : 'sometimes'} lies before the opening and is not told. Move it or lengthen the limit.`,
      ),
    ];
  });
  trials.set(name, findings);
  return findings;
}

/** Counted from the opening, or at or before the due date. */
const mayPrecede = (rung: Rung): boolean => rung.at.offset < 0 || rung.at.ref === 'start' || (rung.at.offset === 0 && rung.at.clock !== undefined);

function noticeDays(stage: Stage | null): number {
  if (stage?.silence !== undefined && stage.silence !== 'escalate') return stage.silence.preNotice.workingDaysBefore;
  const act = stage?.ladder.find(decides)?.act;
  return act && 'decide' in act ? act.preNotice.workingDaysBefore : 0;
}

/** Everybody must have been told in time, and after the opening, before silence or a rung decides. */
const lateNotice = (target: Target, index: number): Finding =>
  refuse(
    'prenotice_too_late',
    target.placeOf(index),
    `Bước “${target.stage?.name.vi}”: phải báo trước ít nhất 1 ngày làm việc và sau khi mở bước; ${noticeDays(target.stage)} ngày không vừa thời hạn này.`,
    `The stage “${target.stage?.name.en}”: the notice must lie at least 1 working day ahead, after the opening; ${noticeDays(target.stage)} days do not fit this limit.`,
  );
