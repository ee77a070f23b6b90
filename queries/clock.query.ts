/** The business clock: database time plus the offset row, with the working calendar it is read against. */
import { isWorkingDay, isKnown, type Calendar } from '../domain/calendar/calendar.js';
import type { Text } from '../domain/shared/errors.js';
import { localDateOf, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { loadRulebook } from './rulebook.js';

/** Local time of the tenant, minutes east of UTC; Vietnam keeps one offset all year. */
export const ZONE_OFFSET_MINUTES = 420;

/** The instant every lateness of one answer is judged by. */
export async function businessNow(reader: Reader): Promise<Instant> {
  const row = await reader.row<{ now: Instant }>('SELECT NOW(3) + INTERVAL (SELECT offset_ms FROM business_clock WHERE id = 1) * 1000 MICROSECOND AS now');
  if (!row?.now) throw new Error('the business clock has no row: run the migrations');
  return row.now;
}

export type ClockNow = {
  readonly now: Instant;
  readonly today: LocalDate;
  /** Business clock less the database's clock; 0 outside demo and tests. */
  readonly offsetMs: number;
  readonly locked: boolean;
  readonly calendar: {
    readonly id: string;
    readonly version: number;
    readonly name: Text;
    readonly knownThrough: LocalDate;
    readonly provisionalFrom: LocalDate | null;
    /** Null where the calendar does not know the date. */
    readonly workingToday: boolean | null;
  } | null;
};

export async function readClock(reader: Reader): Promise<ClockNow> {
  const now = await businessNow(reader);
  const row = await reader.row<{ offset_ms: string; locked: number }>('SELECT offset_ms, locked FROM business_clock WHERE id = 1');
  const root = await reader.row<{ calendar_id: string }>('SELECT calendar_id FROM units WHERE parent_id IS NULL ORDER BY path LIMIT 1');
  const rules = await loadRulebook(reader);
  const calendar: Calendar | null = root ? rules.findCalendar(root.calendar_id) : null;
  const today = localDateOf(now, ZONE_OFFSET_MINUTES);
  return {
    now,
    today,
    offsetMs: Number(row?.offset_ms ?? 0),
    locked: Number(row?.locked ?? 1) === 1,
    calendar: calendar && {
      id: calendar.id,
      version: calendar.version,
      name: calendar.name,
      knownThrough: calendar.knownThrough,
      provisionalFrom: calendar.provisionalFrom,
      workingToday: isKnown(calendar, today) ? isWorkingDay(calendar, today) : null,
    },
  };
}
