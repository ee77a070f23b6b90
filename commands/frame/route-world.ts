/** Loads what a route is tried against before publishing: the same directory and calendars a review would meet. */
import { localDateOf } from '../../domain/shared/instant.js';
import type { Calendar } from '../../domain/calendar/calendar.js';
import { ANSWER_CHANNELS, EXECUTORS, REVIEWABLE_FIELDS, type RouteWorld } from '../../domain/escalation/route-world.js';
import { NOTICE_KINDS } from '../../domain/review/notices.js';
import { listHoldingEnds, listPossibleOwners, listReachable, listUnitNames } from '../../db/repositories/route.repository.js';
import { findCalendar, listCurrentCalendars, readDirectory } from '../../db/repositories/rules.repository.js';
import type { Tx } from '../../db/transaction.js';
import { ZONE_OFFSET_MINUTES } from './procedure-change.js';

export async function loadRouteWorld(tx: Tx): Promise<RouteWorld> {
  const { now } = await tx.clock();
  const today = localDateOf(now, ZONE_OFFSET_MINUTES);
  const { calendarIds, ...directory } = await readDirectory(tx, today);
  const names = await listUnitNames(tx);
  const calendars = new Map<string, Calendar>();
  for (const { id, version } of await listCurrentCalendars(tx)) {
    const calendar = await findCalendar(tx, id, version);
    if (calendar) calendars.set(id, calendar);
  }
  return {
    now,
    today,
    directory,
    owners: await listPossibleOwners(tx, today),
    unitName: (unit) => names.get(unit) ?? unit,
    holdingEnds: await listHoldingEnds(tx, today),
    reachable: await listReachable(tx, [...new Set(directory.holdings.map((holding) => holding.personId))]),
    calendarOfUnit: (unit) => calendars.get(calendarIds.get(unit) ?? '') ?? null,
    executors: EXECUTORS,
    templates: NOTICE_KINDS,
    channels: ANSWER_CHANNELS,
    fields: REVIEWABLE_FIELDS,
  };
}
