/** What the database holds at one moment, as the oracle reads it: the facts, the rules they were judged by, the clock. */
import type { Reader } from '../../db/reader.js';
import type { Calendar } from '../../domain/calendar/calendar.js';
import type { Law } from '../../domain/review/law.js';
import { fold, type ReviewEvent, type ReviewState } from '../../domain/review/review.js';
import type { Route } from '../../domain/route/route.js';
import { epochMs, plusMs, type Instant } from '../../domain/shared/instant.js';
import type { ReviewId } from '../../domain/shared/ids.js';

export type StoredFact = {
  readonly stream: string;
  readonly seq: number;
  readonly payload: string;
  readonly actor: string | null;
  readonly cause: string;
  readonly at: Instant;
  readonly previousHash: string;
  readonly hash: string;
};

/** A review as its facts come to. */
export type KnownReview = { readonly id: ReviewId; readonly events: readonly ReviewEvent[]; readonly state: ReviewState; readonly law: Law };

export type Records = {
  /** Business time, and what it adds to the wall clock of the database. */
  readonly now: Instant;
  readonly offsetMs: number;
  readonly streams: ReadonlyMap<string, readonly StoredFact[]>;
  readonly reviews: readonly KnownReview[];
};

const NOBODY: Law['directory'] = { units: [], holdings: [], delegations: [], absences: [] };

export async function readRecords(reader: Reader): Promise<Records> {
  const clock = await reader.row<{ wall: Instant; offset_ms: string }>('SELECT NOW(3) AS wall, offset_ms FROM business_clock WHERE id = 1');
  if (!clock) throw new Error('the database has no clock');
  const offsetMs = Number(clock.offset_ms);
  const now = plusMs(clock.wall, offsetMs);
  const streams = new Map<string, StoredFact[]>();
  for (const fact of await reader.rows<StoredFact>(
    `SELECT stream_id AS stream, seq, payload, actor_id AS actor, cause, recorded_at AS at, previous_hash AS previousHash, hash
     FROM facts ORDER BY stream_id, seq`,
  )) {
    const known = streams.get(fact.stream) ?? [];
    known.push({ ...fact, seq: Number(fact.seq) });
    streams.set(fact.stream, known);
  }
  const calendars = await bodies<Calendar>(reader, 'SELECT CONCAT(calendar_id, ? , version) AS name, body FROM calendar_versions');
  const routes = await bodies<Route>(reader, 'SELECT CONCAT(route_key, ?, version) AS name, body FROM route_versions');
  const reviews = [...streams].flatMap(([id, facts]): KnownReview[] => {
    const events = facts.map((fact) => JSON.parse(fact.payload) as ReviewEvent);
    if (events[0]?.type !== 'ReviewOpened') return [];
    const state = fold(events);
    const law: Law = {
      now,
      route: must(routes, `${state.routeKey} ${state.routeVersion}`),
      directory: NOBODY,
      calendarVersion: (calendar, version) => must(calendars, `${calendar} ${version}`),
      calendarOfUnit: () => {
        throw new Error('the oracle opens no terms');
      },
    };
    return [{ id: id as ReviewId, events, state, law }];
  });
  return { now, offsetMs, streams, reviews };
}

async function bodies<T>(reader: Reader, sql: string): Promise<ReadonlyMap<string, T>> {
  return new Map((await reader.rows<{ name: string; body: string }>(sql, [' '])).map((row) => [row.name, JSON.parse(row.body) as T]));
}

function must<T>(found: ReadonlyMap<string, T>, name: string): T {
  const value = found.get(name);
  if (value === undefined) throw new Error(`${name} is not stored`);
  return value;
}

/** Milliseconds by which a business instant has passed; negative when it lies ahead. */
export const overdueMs = (records: Records, at: Instant): number => epochMs(records.now) - epochMs(at);
