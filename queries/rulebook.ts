/**
 * Calendars and routes as a read model needs them: every version, parsed once.
 * A published version never changes, so what was parsed for a reader stays good; only new versions are fetched.
 */
import type { Calendar } from '../domain/calendar/calendar.js';
import type { Route } from '../domain/route/route.js';
import type { Reader } from '../db/reader.js';
import { marks } from './keyset.js';

export type Rulebook = {
  /** The newest version of a calendar. @throws Error when there is none */
  readonly calendar: (id: string) => Calendar;
  readonly findCalendar: (id: string) => Calendar | null;
  /** @throws Error when there is none: a term pins only what is stored */
  readonly calendarVersion: (id: string, version: number) => Calendar;
  /** @throws Error when there is none: a review pins only what is stored */
  readonly route: (key: string, version: number) => Route;
  readonly calendars: readonly Calendar[];
};

type Kept = { readonly calendars: Map<string, Calendar>; readonly routes: Map<string, Route> };

const kept = new WeakMap<Reader, Kept>();

function shelfOf(reader: Reader): Kept {
  const known = kept.get(reader) ?? { calendars: new Map(), routes: new Map() };
  kept.set(reader, known);
  return known;
}

async function refresh<T>(reader: Reader, shelf: Map<string, T>, list: string, fetch: (idMarks: string) => string): Promise<readonly string[]> {
  const names = (await reader.rows<{ name: string }>(list)).map((row) => row.name);
  const missing = names.filter((name) => !shelf.has(name));
  if (missing.length > 0) {
    for (const row of await reader.rows<{ name: string; body: string }>(fetch(marks(missing)), missing)) shelf.set(row.name, JSON.parse(row.body) as T);
  }
  return names;
}

export async function loadRulebook(reader: Reader): Promise<Rulebook> {
  const shelf = shelfOf(reader);
  const calendarNames = await refresh(
    reader,
    shelf.calendars,
    "SELECT CONCAT(calendar_id, ' ', version) AS name FROM calendar_versions ORDER BY calendar_id, version",
    (list) => `SELECT CONCAT(calendar_id, ' ', version) AS name, body FROM calendar_versions WHERE CONCAT(calendar_id, ' ', version) IN (${list})`,
  );
  await refresh(
    reader,
    shelf.routes,
    "SELECT CONCAT(route_key, ' ', version) AS name FROM route_versions WHERE status <> 'draft' ORDER BY route_key, version",
    (list) => `SELECT CONCAT(route_key, ' ', version) AS name, body FROM route_versions WHERE CONCAT(route_key, ' ', version) IN (${list})`,
  );
  const newest = new Map(calendarNames.map((name) => [name.slice(0, name.lastIndexOf(' ')), name]));
  const findCalendar = (id: string): Calendar | null => shelf.calendars.get(newest.get(id) ?? '') ?? null;
  const must = <T>(found: T | null | undefined, what: string): T => {
    if (found === null || found === undefined) throw new Error(`${what} is not stored`);
    return found;
  };
  return {
    findCalendar,
    calendar: (id) => must(findCalendar(id), `calendar ${id}`),
    calendarVersion: (id, version) => must(shelf.calendars.get(`${id} ${version}`), `calendar ${id} version ${version}`),
    route: (key, version) => must(shelf.routes.get(`${key} ${version}`), `route ${key} version ${version}`),
    calendars: [...newest.values()].flatMap((name) => shelf.calendars.get(name) ?? []),
  };
}
