/**
 * Loads what a review is judged with. Published routes and calendar versions never change, so they are kept in memory;
 * posts and units are read in each transaction.
 */
import type { Calendar } from '../../domain/calendar/calendar.js';
import { localDateOf } from '../../domain/shared/instant.js';
import type { Route } from '../../domain/route/route.js';
import type { Law } from '../../domain/review/law.js';
import type { ReviewState } from '../../domain/review/review.js';
import { findCalendar, findRoute, listCurrentCalendars, readDirectory } from '../../db/repositories/rules.repository.js';
import type { Tx } from '../../db/transaction.js';

/** Vietnam keeps one time zone, without daylight saving; holdings begin and end on its dates. */
const ZONE_OFFSET_MINUTES = 7 * 60;

const routes = new Map<string, Route>();
const calendars = new Map<string, Calendar>();

async function routeOf(tx: Tx, key: string, version: number): Promise<Route> {
  const name = `${key}@${version}`;
  const known = routes.get(name) ?? (await findRoute(tx, key, version));
  if (!known) throw new Error(`route ${name} is not in the database`);
  routes.set(name, known);
  return known;
}

async function calendarOf(tx: Tx, id: string, version: number): Promise<Calendar> {
  const name = `${id}@${version}`;
  const known = calendars.get(name) ?? (await findCalendar(tx, id, version));
  if (!known) throw new Error(`calendar ${name} is not in the database`);
  calendars.set(name, known);
  return known;
}

/** The law for a review as it stands, or for one about to open. */
export async function loadLaw(tx: Tx, of: { readonly routeKey: string; readonly routeVersion: number }, states: readonly ReviewState[]): Promise<Law> {
  const { now } = await tx.clock();
  const directory = await readDirectory(tx, localDateOf(now, ZONE_OFFSET_MINUTES));
  const current = new Map((await listCurrentCalendars(tx)).map((calendar) => [calendar.id, calendar.version]));
  const pinned = states.flatMap((state) =>
    [
      ...state.tasks,
      ...[state.limitTerm, ...state.tracks.flatMap((track) => [track.clock, track.publication?.clock ?? null])].filter((clock) => clock !== null),
    ].map((clock) => clock.term),
  );
  for (const [id, version] of current) await calendarOf(tx, id, version);
  for (const term of pinned) {
    await calendarOf(tx, term.calendarId, term.calendarVersion);
    for (const entry of term.events) if (entry.type === 'rebased') await calendarOf(tx, entry.calendarId, entry.calendarVersion);
  }
  return {
    route: await routeOf(tx, of.routeKey, of.routeVersion),
    directory,
    now,
    calendarOfUnit: (unit) => {
      const id = directory.calendarIds.get(unit);
      const version = id === undefined ? undefined : current.get(id);
      if (id === undefined || version === undefined) throw new Error(`unit ${unit} has no calendar`);
      return calendars.get(`${id}@${version}`) as Calendar;
    },
    calendarVersion: (id, version) => {
      const calendar = calendars.get(`${id}@${version}`);
      if (!calendar) throw new Error(`calendar ${id}@${version} was not loaded`);
      return calendar;
    },
  };
}
