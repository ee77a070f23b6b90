/** Reviews whose terms or rungs lead past their calendar: how many wait for which, and which need wait no longer. */
import type { LocalDate } from '../domain/shared/instant.js';
import type { ReviewId } from '../domain/shared/ids.js';
import type { Reader } from '../db/reader.js';
import { loadRulebook } from './rulebook.js';

/** A calendar that must be prolonged: its last known date, and how many reviews wait for it. */
export type WaitingCalendar = { readonly id: string; readonly version: number; readonly knownThrough: LocalDate; readonly reviews: number };

/** Every calendar that somebody waits for, the most waited for first. */
export async function listWaitingCalendars(reader: Reader): Promise<readonly WaitingCalendar[]> {
  const rows = await reader.rows<{ id: string; version: number; reviews: string }>(
    `SELECT wanted_calendar_id AS id, wanted_calendar_version AS version, COUNT(*) AS reviews FROM reviews
     WHERE wanted_calendar_id IS NOT NULL GROUP BY wanted_calendar_id, wanted_calendar_version ORDER BY COUNT(*) DESC, wanted_calendar_id`,
  );
  if (rows.length === 0) return [];
  const rules = await loadRulebook(reader);
  return rows.map(({ id, version, reviews }) => ({
    id,
    version: Number(version),
    knownThrough: rules.calendarVersion(id, Number(version)).knownThrough,
    reviews: Number(reviews),
  }));
}

/** Reviews for which a later version of the calendar they wait for has been published. */
export async function listRecountable(reader: Reader, limit: number): Promise<readonly ReviewId[]> {
  const rows = await reader.rows<{ id: ReviewId }>(
    `SELECT r.id FROM reviews r WHERE r.wanted_calendar_id IS NOT NULL AND EXISTS (
       SELECT 1 FROM calendar_versions c WHERE c.calendar_id = r.wanted_calendar_id AND c.version > r.wanted_calendar_version)
     ORDER BY r.id LIMIT ?`,
    [limit],
  );
  return rows.map((row) => row.id);
}
