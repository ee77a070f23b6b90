/** The ladder of a running term as it is shown: what was planned, what fired, who was told, what comes next. */
import type { Calendars } from '../domain/calendar/term.js';
import { planRungs, unfiredRungs } from '../domain/escalation/ladder.js';
import type { Rung, Stage } from '../domain/route/route.js';
import { allRungsOf } from '../domain/route/route.js';
import type { RungRecord, RunningTerm } from '../domain/review/review.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { marks } from './keyset.js';
import type { Names, PersonName } from './people.js';

/** `level` counts the rungs of the ladder (reminders not) that have fired, from 1. */
export type RungReached = { readonly level: number; readonly key: string; readonly name: Text; readonly firedAt: Instant };

export type LadderStep = {
  readonly key: string;
  readonly name: Text;
  readonly kind: 'reminder' | 'escalation';
  readonly plannedAt: Instant;
  readonly firedAt: Instant | null;
  readonly result: RungRecord['result'] | null;
  readonly told: readonly PersonName[];
};

export type NextRung = { readonly key: string; readonly name: Text; readonly at: Instant };

type FiringRow = { term_of: string; epoch: number; rung_key: string; result: RungRecord['result']; planned_at: Instant; fired_at: Instant; told: string };

/** All recorded rungs of some reviews, by the task (or review) whose term they belong to, in order of firing. */
export async function readFirings(reader: Reader, reviewIds: readonly string[]): Promise<ReadonlyMap<string, readonly RungRecord[]>> {
  const found = new Map<string, RungRecord[]>();
  const reviews = [...new Set(reviewIds)];
  if (reviews.length === 0) return found;
  const rows = await reader.rows<FiringRow>(
    `SELECT term_of, epoch, rung_key, result, planned_at, fired_at, told FROM rung_firings WHERE review_id IN (${marks(reviews)}) ORDER BY planned_at`,
    reviews,
  );
  for (const row of rows) {
    const records = found.get(row.term_of) ?? [];
    records.push({
      epoch: Number(row.epoch),
      key: row.rung_key,
      plannedAt: row.planned_at,
      firedAt: row.fired_at,
      result: row.result,
      told: JSON.parse(row.told) as RungRecord['told'],
    });
    found.set(row.term_of, records);
  }
  return found;
}

/** The highest rung of the stage's ladder that fired in the running epoch; null while only reminders did. */
export function rungReached(stage: Pick<Stage, 'ladder'>, term: RunningTerm, records: readonly RungRecord[]): RungReached | null {
  const fired = stage.ladder.flatMap((rung) => {
    const record = records.find((candidate) => candidate.key === rung.key && candidate.epoch === term.epoch && candidate.result === 'fired');
    return record ? [{ rung, firedAt: record.firedAt }] : [];
  });
  const last = fired.at(-1);
  return last ? { level: fired.length, key: last.rung.key, name: last.rung.name, firedAt: last.firedAt } : null;
}

/** Every reminder and rung of a term in order of time, with what became of it. */
export function ladderOf(
  stage: Pick<Stage, 'reminders' | 'ladder'>,
  term: RunningTerm,
  records: readonly RungRecord[],
  calendars: Calendars,
  names: Names<PersonName>,
): readonly LadderStep[] {
  const reminders = new Set(stage.reminders.map((rung) => rung.key));
  return planRungs(term, [...stage.reminders, ...stage.ladder], calendars).map(({ rung, at }) => {
    const record = records.find((candidate) => candidate.key === rung.key && candidate.epoch === term.epoch) ?? null;
    return {
      key: rung.key,
      name: rung.name,
      kind: reminders.has(rung.key) ? 'reminder' : 'escalation',
      plannedAt: record?.plannedAt ?? at,
      firedAt: record?.firedAt ?? null,
      result: record?.result ?? null,
      told: (record?.told ?? []).map(names),
    };
  });
}

/** The rung that fires next on an open term. */
export function nextRung(stage: Stage, term: RunningTerm, records: readonly RungRecord[], calendars: Calendars): NextRung | null {
  const [next] = unfiredRungs({ term, rungs: records, breachedAt: null }, allRungsOf(stage) as readonly Rung[], calendars);
  return next ? { key: next.rung.key, name: next.rung.name, at: next.at } : null;
}
