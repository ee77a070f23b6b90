/**
 * The nightly check: what every open term comes to by its facts alone, against what was recorded and what the tables say.
 * It reads facts and rules; the projections are read only to be compared. Due instants and rungs are those of the second opinion.
 */
import type { Calendar } from '../domain/calendar/calendar.js';
import { breachAwaited } from '../domain/escalation/ladder.js';
import { allRungsOf, stageOf, type Route, type Rung } from '../domain/route/route.js';
import { fold, isOpen, type Clocked, type ReviewEvent, type ReviewState } from '../domain/review/review.js';
import { epochMs, instantFromMs, plusMs, type Instant } from '../domain/shared/instant.js';
import type { ReviewId } from '../domain/shared/ids.js';
import type { Reader } from '../db/reader.js';
import { businessNow } from './clock.query.js';
import { witnessDue, witnessRung } from './due-witness.js';
import { marks } from './keyset.js';
import { loadRulebook, type Rulebook } from './rulebook.js';

/**
 * `dueDiffers`: the recorded due instant is not what the facts come to; only people may correct it. `rungMissing`, `breachMissing`:
 * due and not recorded. `rungEarly`: fired before its time. `tableDiffers`: a projection says something else than the facts.
 */
export const DIFF_KINDS = ['dueDiffers', 'rungMissing', 'breachMissing', 'rungEarly', 'tableDiffers'] as const;
export type DiffKind = (typeof DIFF_KINDS)[number];
export type TermDiff = { readonly reviewId: ReviewId; readonly termOf: string; readonly kind: DiffKind; readonly detail: string };

export type Recomputed = {
  readonly reviews: number;
  readonly terms: number;
  readonly shouldHaveFired: number;
  readonly fired: number;
  readonly diffs: readonly TermDiff[];
  /** Where the next page starts; null after the last. */
  readonly next: string | null;
};

/** Rungs due so lately may still be on their way. */
const GRACE_MS = 5 * 60_000;
/** A rung that acts waits until the one before it has had a working day: inside this time it is not expected. */
const DWELL_MS = 6 * 86_400_000;

/** One page of reviews, by id. */
export async function recomputeOpenTerms(reader: Reader, after: string, limit: number): Promise<Recomputed> {
  const now = await businessNow(reader);
  const rules = await loadRulebook(reader);
  const ids = (
    await reader.rows<{ id: ReviewId }>(
      "SELECT stream_id AS id FROM facts WHERE seq = 1 AND type = 'ReviewOpened' AND stream_id > ? ORDER BY stream_id LIMIT ?",
      [after, limit],
    )
  ).map((row) => row.id);
  if (ids.length === 0) return { reviews: 0, terms: 0, shouldHaveFired: 0, fired: 0, diffs: [], next: null };
  const events = new Map<string, ReviewEvent[]>(ids.map((id) => [id, []]));
  for (const row of await reader.rows<{ id: string; payload: string }>(
    `SELECT stream_id AS id, payload FROM facts WHERE stream_id IN (${marks(ids)}) ORDER BY stream_id, seq`,
    ids,
  )) {
    events.get(row.id)?.push(JSON.parse(row.payload) as ReviewEvent);
  }
  const tables = await readTables(reader, ids);
  const tally = { reviews: 0, terms: 0, shouldHaveFired: 0, fired: 0 };
  const diffs: TermDiff[] = [];
  for (const id of ids) {
    const state = fold(events.get(id) ?? []);
    diffs.push(...tableDiffs(state, tables));
    if (state.outcome !== null) continue;
    tally.reviews += 1;
    for (const term of termsOf(state, rules.route(state.routeKey, state.routeVersion))) {
      tally.terms += 1;
      const checked = checkTerm(term, rules, now);
      tally.shouldHaveFired += checked.shouldHaveFired;
      tally.fired += checked.fired;
      diffs.push(...checked.diffs.map((diff) => ({ ...diff, reviewId: id, termOf: term.of })));
    }
  }
  return { ...tally, diffs, next: ids.length < limit ? null : (ids.at(-1) ?? null) };
}

type OpenTerm = { readonly of: string; readonly clock: Clocked; readonly rungs: readonly Rung[] };

function termsOf(state: ReviewState, route: Route): readonly OpenTerm[] {
  return [
    ...state.tasks.filter(isOpen).map((task): OpenTerm => ({ of: task.id, clock: task, rungs: allRungsOf(stageOf(route, task.stageKey)) })),
    ...(state.limitTerm === null ? [] : [{ of: state.id, clock: state.limitTerm, rungs: route.reviewLadder ?? [] }]),
  ];
}

type Checked = { readonly shouldHaveFired: number; readonly fired: number; readonly diffs: readonly Pick<TermDiff, 'kind' | 'detail'>[] };

function checkTerm({ clock, rungs }: OpenTerm, rules: Rulebook, now: Instant): Checked {
  const { term } = clock;
  const witnessed = witnessDue(term, rules.calendarVersion(term.calendarId, term.calendarVersion), rules.calendarVersion);
  const moved = term.events.findLast((event) => event.type === 'rebased');
  const calendar: Calendar = moved
    ? rules.calendarVersion(moved.calendarId, moved.calendarVersion)
    : rules.calendarVersion(term.calendarId, term.calendarVersion);
  const diffs: Pick<TermDiff, 'kind' | 'detail'>[] = [];
  const recorded = term.dueAt === null ? null : epochMs(term.dueAt);
  if (witnessed !== 'unknown' && witnessed !== recorded) {
    diffs.push({ kind: 'dueDiffers', detail: `recorded ${term.dueAt ?? 'none'}, recomputed ${witnessed === null ? 'none' : instantFromMs(witnessed)}` });
  }
  const latest = epochMs(plusMs(now, -GRACE_MS));
  if (breachAwaited(clock) && recorded !== null && recorded <= latest) diffs.push({ kind: 'breachMissing', detail: `due ${term.dueAt ?? ''}` });
  const records = clock.rungs.filter((record) => record.epoch === term.epoch);
  const acting = new Set(rungs.filter((rung) => rung.act !== undefined).map((rung) => rung.key));
  const dwelling = acting.size > 0 && clock.rungs.some((record) => acting.has(record.key) && epochMs(record.firedAt) > epochMs(now) - DWELL_MS);
  let should = 0;
  for (const rung of rungs) {
    const at = witnessRung(term, rung, recorded, calendar);
    const record = records.find((candidate) => candidate.key === rung.key);
    if (record !== undefined && at !== null && epochMs(record.firedAt) < at && record.result === 'fired' && term.events.length === 0) {
      diffs.push({ kind: 'rungEarly', detail: `${rung.key}: planned ${instantFromMs(at)}, fired ${record.firedAt}` });
    }
    if (at === null || at > latest || at <= epochMs(term.epochAt ?? term.anchor) || (dwelling && rung.act !== undefined)) continue;
    should += 1;
    if (record === undefined && !(acting.size > 1 && dwelling)) diffs.push({ kind: 'rungMissing', detail: `${rung.key}: planned ${instantFromMs(at)}` });
  }
  return { shouldHaveFired: should, fired: records.length, diffs };
}

type Tables = {
  readonly tasks: ReadonlyMap<string, { readonly due_at: Instant | null; readonly is_open: number; readonly version: number }>;
  readonly firings: ReadonlyMap<string, ReadonlySet<string>>;
  readonly heads: ReadonlyMap<string, { readonly outcome: string | null; readonly next_wake_at: Instant | null }>;
};

async function readTables(reader: Reader, ids: readonly string[]): Promise<Tables> {
  const tasks = await reader.rows<{ id: string; due_at: Instant | null; is_open: number; version: number }>(
    `SELECT id, due_at, is_open, version FROM tasks WHERE review_id IN (${marks(ids)})`,
    ids,
  );
  const firings = await reader.rows<{ review_id: string; name: string }>(
    `SELECT review_id, CONCAT(term_of, ' ', epoch, ' ', rung_key) AS name FROM rung_firings WHERE review_id IN (${marks(ids)})`,
    ids,
  );
  const heads = await reader.rows<{ id: string; outcome: string | null; next_wake_at: Instant | null }>(
    `SELECT id, outcome, next_wake_at FROM reviews WHERE id IN (${marks(ids)})`,
    ids,
  );
  const byReview = new Map<string, Set<string>>();
  for (const row of firings) byReview.set(row.review_id, (byReview.get(row.review_id) ?? new Set<string>()).add(row.name));
  return { tasks: new Map(tasks.map((row) => [row.id, row])), firings: byReview, heads: new Map(heads.map((row) => [row.id, row])) };
}

/** Where the projections of tasks, rungs or the review itself say something else than its facts. */
function tableDiffs(state: ReviewState, tables: Tables): readonly TermDiff[] {
  const diffs: TermDiff[] = [];
  const differs = (termOf: string, detail: string): void => {
    diffs.push({ reviewId: state.id, termOf, kind: 'tableDiffers', detail });
  };
  const head = tables.heads.get(state.id);
  if (head === undefined) differs(state.id, 'the review has no row');
  else if (head.outcome !== state.outcome) differs(state.id, `outcome ${head.outcome ?? 'none'} for ${state.outcome ?? 'none'}`);
  else if (state.outcome === null && head.next_wake_at === null && state.tasks.some((task) => isOpen(task) && breachAwaited(task))) {
    differs(state.id, 'nobody is to look at it again although a term runs');
  }
  for (const task of state.tasks) {
    const row = tables.tasks.get(task.id);
    if (row === undefined) differs(task.id, 'the task has no row');
    else if ((Number(row.is_open) === 1) !== isOpen(task) || Number(row.version) !== task.version || row.due_at !== task.term.dueAt) {
      differs(
        task.id,
        `row: open ${row.is_open}, version ${row.version}, due ${row.due_at ?? 'none'}; facts: open ${isOpen(task) ? 1 : 0}, version ${task.version}, due ${task.term.dueAt ?? 'none'}`,
      );
    }
  }
  const recorded = new Set([
    ...state.tasks.flatMap((task) => task.rungs.map((rung) => `${task.id} ${rung.epoch} ${rung.key}`)),
    ...(state.limitTerm?.rungs ?? []).map((rung) => `${state.id} ${rung.epoch} ${rung.key}`),
  ]);
  const stored = tables.firings.get(state.id) ?? new Set<string>();
  for (const name of recorded) if (!stored.has(name)) differs(name.split(' ')[0] as string, `rung ${name} is a fact without a row`);
  const own = [...stored].filter((name) => name.startsWith('tsk_') || name.startsWith(`${state.id} `));
  for (const name of own) if (!recorded.has(name)) differs(name.split(' ')[0] as string, `rung ${name} is a row without a fact`);
  return diffs;
}
