/**
 * A review as the law sees it now: its facts folded, with the route, calendars and posts it is judged by.
 * The same shapes a command loads inside its transaction, read here without a lock and for showing only.
 */
import type { Absence, Delegation, Directory, DirectoryUnit, Holding } from '../domain/review/directory.js';
import type { Law } from '../domain/review/law.js';
import { fold, type ReviewEvent, type ReviewState } from '../domain/review/review.js';
import { localDateOf, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { ReviewId, UnitId } from '../domain/shared/ids.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { loadRulebook, type Rulebook } from './rulebook.js';

/** One recorded fact with what proves it. */
export type RecordedFact = {
  readonly seq: number;
  readonly event: ReviewEvent;
  readonly actorId: string | null;
  readonly channel: string;
  readonly cause: string;
  readonly recordedAt: Instant;
  readonly previousHash: string;
  readonly hash: string;
};

export type LoadedReview = {
  readonly state: ReviewState;
  readonly facts: readonly RecordedFact[];
  readonly law: Law;
  readonly rules: Rulebook;
};

type FactRow = {
  seq: number;
  payload: string;
  actor_id: string | null;
  channel: string;
  cause: string;
  recorded_at: Instant;
  previous_hash: string;
  hash: string;
};

/** Units with their calendars; posts, delegations and absences that hold today among active people. */
async function readDirectory(reader: Reader, now: Instant): Promise<Directory & { readonly calendarIds: ReadonlyMap<UnitId, string> }> {
  const today = localDateOf(now, ZONE_OFFSET_MINUTES);
  const units = await reader.rows<{ id: UnitId; parent_id: UnitId | null; calendar_id: string; valid_to: LocalDate | null; successor_id: UnitId | null }>(
    'SELECT id, parent_id, calendar_id, valid_to, successor_id FROM units ORDER BY path',
  );
  const holdings = await reader.rows<{ person_id: string; unit_id: string; role: string }>(
    `SELECT h.person_id, h.unit_id, h.role FROM holdings h JOIN people p ON p.id = h.person_id
     WHERE p.active = 1 AND h.valid_from <= ? AND (h.valid_to IS NULL OR h.valid_to > ?) ORDER BY h.id`,
    [today, today],
  );
  const delegations = (
    await reader.rows<{ id: string; kind: string; owner_id: string; delegate_id: string; unit_id: string; role: string; document: string }>(
      `SELECT d.id, d.kind, d.owner_id, d.delegate_id, d.unit_id, d.role, d.document FROM delegations d
     JOIN people o ON o.id = d.owner_id AND o.active = 1 JOIN people p ON p.id = d.delegate_id AND p.active = 1
     WHERE d.revoked_at IS NULL AND d.valid_from <= ? AND (d.valid_to IS NULL OR d.valid_to > ?) ORDER BY d.id`,
      [today, today],
    )
  ).map(
    (row) =>
      ({
        id: row.id,
        kind: row.kind,
        ownerId: row.owner_id,
        delegateId: row.delegate_id,
        unitId: row.unit_id,
        role: row.role,
        document: row.document,
      }) as Delegation,
  );
  const absences = (
    await reader.rows<{ id: string; person_id: string; substitute_id: string }>(
      `SELECT a.id, a.person_id, a.substitute_id FROM absences a
     JOIN people w ON w.id = a.person_id AND w.active = 1 JOIN people p ON p.id = a.substitute_id AND p.active = 1
     WHERE a.ended_at IS NULL AND a.valid_from <= ? AND (a.valid_to IS NULL OR a.valid_to > ?) ORDER BY a.id`,
      [today, today],
    )
  ).map((row) => ({ id: row.id, personId: row.person_id, substituteId: row.substitute_id }) as Absence);
  return {
    units: units.map((unit): DirectoryUnit => ({
      id: unit.id,
      parentId: unit.parent_id,
      ...(unit.valid_to !== null && unit.valid_to <= today ? { ended: { successorId: unit.successor_id } } : {}),
    })),
    holdings: holdings.map((row) => ({ personId: row.person_id, unitId: row.unit_id, role: row.role }) as Holding),
    delegations,
    absences,
    calendarIds: new Map(units.map((unit) => [unit.id, unit.calendar_id])),
  };
}

/** The law a review is judged by at the present business instant. */
export async function loadLaw(reader: Reader, routeKey: string, routeVersion: number): Promise<{ readonly law: Law; readonly rules: Rulebook }> {
  const rules = await loadRulebook(reader);
  const now = await businessNow(reader);
  const { calendarIds, ...directory } = await readDirectory(reader, now);
  return {
    rules,
    law: {
      route: rules.route(routeKey, routeVersion),
      directory,
      calendarOfUnit: (unit) => rules.calendar(calendarIds.get(unit) ?? ''),
      calendarVersion: rules.calendarVersion,
      now,
    },
  };
}

/** The facts of a review in order, with their proof. */
export async function readFacts(reader: Reader, reviewId: string): Promise<readonly RecordedFact[]> {
  const rows = await reader.rows<FactRow>(
    'SELECT seq, payload, actor_id, channel, cause, recorded_at, previous_hash, hash FROM facts WHERE stream_id = ? ORDER BY seq',
    [reviewId],
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    event: JSON.parse(row.payload) as ReviewEvent,
    actorId: row.actor_id,
    channel: row.channel,
    cause: row.cause,
    recordedAt: row.recorded_at,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}

/** Null when no review has the id. */
export async function loadReview(reader: Reader, reviewId: ReviewId): Promise<LoadedReview | null> {
  const facts = await readFacts(reader, reviewId);
  if (facts.length === 0) return null;
  const state = fold(facts.map((fact) => fact.event));
  return { state, facts, ...(await loadLaw(reader, state.routeKey, state.routeVersion)) };
}
