/**
 * Whether the promises of the house hold, once nothing moves any more. It knows what people were told (the ledger), the
 * database, Temporal and the pure domain; nothing of the code that wrote them.
 */
import type { Client } from '@temporalio/client';
import type { Reader } from '../../db/reader.js';
import { settledOps, type Ledger } from '../support/faults/ledger.js';
import { brokenPromises } from './answers.js';
import { brokenChains } from './chains.js';
import { illegalStates, unfaithfulTables } from './folds.js';
import { overdueMs, readRecords, type Records } from './records.js';
import { wrongRungs } from './rungs.js';
import type { Violation } from './violation.js';
import { wrongRuns } from './workflows.js';

export type Verdict = {
  readonly violations: readonly Violation[];
  readonly counts: Readonly<Record<'reviews' | 'open' | 'facts' | 'rungs' | 'acknowledged' | 'refused' | 'inDoubt', number>>;
};

export type Witnesses = { readonly reader: Reader; readonly temporal: Client; readonly ledger: Ledger };

/** What still moves, or should: nothing when the system is at rest. */
export async function unrest({ reader, temporal }: Omit<Witnesses, 'ledger'>): Promise<readonly Violation[]> {
  const waiting = await reader.rows<{ kind: string; ref: string; problem: string | null }>(
    "SELECT kind, ref_id AS ref, problem FROM outbox WHERE carried_at IS NULL AND kind <> 'notice'",
  );
  const records = await readRecords(reader);
  return [
    ...waiting.map(({ kind, ref, problem }) => ({ rule: 'what must go out has gone', about: ref, found: `${kind} waits: ${problem ?? 'not tried'}` })),
    ...(await lateWakes(reader, records)),
    ...(await wrongRuns(reader, temporal, records)),
  ];
}

async function lateWakes(reader: Reader, records: Records): Promise<readonly Violation[]> {
  const due = await reader.rows<{ id: string; at: Records['now'] }>('SELECT id, next_wake_at AS at FROM reviews WHERE next_wake_at IS NOT NULL');
  return due
    .filter(({ at }) => overdueMs(records, at) > 0)
    .map(({ id, at }) => ({ rule: 'nothing due is left undone', about: id, found: `something should have happened at ${at}, it is ${records.now}` }));
}

const TRIES = 5;
const WAITS = 60;

/**
 * Everything that must hold at rest. Facts and tables are read one after the other: where something was recorded meanwhile (a day
 * turned, say), what was read is of no one moment, and is judged again once that has come to rest.
 * @throws Error where there is no rest to judge
 */
export async function judge(witnesses: Witnesses): Promise<Verdict> {
  for (let time = 0; time < TRIES; time += 1) {
    const before = await lastFact(witnesses.reader);
    const verdict = await judgeOnce(witnesses);
    if ((await lastFact(witnesses.reader)) === before) return verdict;
    for (let wait = 0; wait < WAITS && (await unrest(witnesses)).length > 0; wait += 1) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`facts were recorded during each of ${TRIES} judgements`);
}

const lastFact = async (reader: Reader): Promise<string | null> =>
  (await reader.row<{ id: string | null }>('SELECT CAST(MAX(id) AS CHAR) AS id FROM facts'))?.id ?? null;

async function judgeOnce({ reader, temporal, ledger }: Witnesses): Promise<Verdict> {
  const records = await readRecords(reader);
  const told = settledOps(ledger.entries());
  const rungs = wrongRungs(records);
  const violations = [
    ...(await brokenPromises(reader, records, told, ledger.prefix)),
    ...(await brokenChains(reader, records)),
    ...(await unfaithfulTables(reader, records)),
    ...illegalStates(records),
    ...rungs.violations,
    ...(await lateWakes(reader, records)),
    ...(await wrongRuns(reader, temporal, records)),
  ];
  const count = (word: string): number => told.filter(({ fate }) => fate.word === word).length;
  return {
    violations,
    counts: {
      reviews: records.reviews.length,
      open: records.reviews.filter(({ state }) => state.outcome === null).length,
      facts: [...records.streams.values()].reduce((sum, facts) => sum + facts.length, 0),
      rungs: rungs.fired,
      acknowledged: count('acknowledged'),
      refused: count('refused'),
      inDoubt: count('inDoubt'),
    },
  };
}
