/** Calendars, routes, posts held today, and the business clock's offset row. */
import { In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import type { PersonId, UnitId } from '../../domain/shared/ids.js';
import type { Calendar } from '../../domain/calendar/calendar.js';
import type { Directory, Holding } from '../../domain/review/directory.js';
import type { Role, Route } from '../../domain/route/route.js';
import { HoldingEntity, PersonEntity, UnitEntity } from '../entities/organisation.entity.js';
import { BusinessClockEntity, CalendarVersionEntity, RouteVersionEntity } from '../entities/rules.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';
import { authorityOn } from './authority.repository.js';

/** A version that is or was published; a draft is no route anybody may walk. */
export async function findRoute(tx: Tx, key: string, version: number): Promise<Route | null> {
  const row = await managerOf(tx).findOneBy(RouteVersionEntity, { routeKey: key, version, status: In(['published', 'retired']) });
  return row && (row.body as Route);
}

/** The newest published version of a route. */
export async function findCurrentRoute(tx: Tx, key: string): Promise<Route | null> {
  const row = await managerOf(tx).findOne(RouteVersionEntity, { where: { routeKey: key, status: 'published' }, order: { version: 'DESC' } });
  return row && (row.body as Route);
}

export async function findCalendar(tx: Tx, id: string, version: number): Promise<Calendar | null> {
  const row = await managerOf(tx).findOneBy(CalendarVersionEntity, { calendarId: id, version });
  return row && (row.body as Calendar);
}

/** Id and newest version number of every calendar. */
export async function listCurrentCalendars(tx: Tx): Promise<readonly { readonly id: string; readonly version: number }[]> {
  const rows = await managerOf(tx).find(CalendarVersionEntity, { select: { calendarId: true, version: true }, order: { version: 'ASC' } });
  return [...new Map(rows.map((row) => [row.calendarId, { id: row.calendarId, version: row.version }])).values()];
}

/** Units with their calendars; posts, delegations and absences that hold on a date among active people. */
export async function readDirectory(tx: Tx, on: LocalDate): Promise<Directory & { readonly calendarIds: ReadonlyMap<UnitId, string> }> {
  const manager = managerOf(tx);
  const units = await manager.find(UnitEntity, { select: { id: true, parentId: true, calendarId: true, validTo: true, successorId: true } });
  const holdings = await manager.find(HoldingEntity, {
    where: [
      { validFrom: LessThanOrEqual(on), validTo: IsNull() },
      { validFrom: LessThanOrEqual(on), validTo: MoreThan(on) },
    ],
    order: { id: 'ASC' },
  });
  const standIns = await authorityOn(tx, on);
  const inactive = new Set((await manager.find(PersonEntity, { select: { id: true }, where: { active: false } })).map((person) => person.id));
  return {
    units: units.map((unit) => ({
      id: unit.id as UnitId,
      parentId: unit.parentId as UnitId | null,
      ...(unit.validTo !== null && unit.validTo <= on ? { ended: { successorId: unit.successorId as UnitId | null } } : {}),
    })),
    holdings: holdings
      .filter((row) => !inactive.has(row.personId))
      .map((row): Holding => ({ personId: row.personId as PersonId, unitId: row.unitId as UnitId, role: row.role as Role })),
    delegations: standIns.delegations.filter((row) => !inactive.has(row.ownerId) && !inactive.has(row.delegateId)),
    absences: standIns.absences.filter((row) => !inactive.has(row.personId) && !inactive.has(row.substituteId)),
    calendarIds: new Map(units.map((unit) => [unit.id as UnitId, unit.calendarId])),
  };
}

/** Keeps others from moving the clock until this transaction ends: whoever moves it starts from where it stands. */
export async function holdClock(tx: Tx): Promise<void> {
  await managerOf(tx).query('SELECT id FROM business_clock WHERE id = 1 FOR UPDATE');
}

/** Moves the test clock. False when it is locked. */
export async function moveClock(tx: Tx, offsetMs: number): Promise<boolean> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .update(BusinessClockEntity)
    .set({ offsetMs: String(offsetMs) })
    .where('id = 1 AND locked = 0')
    .execute();
  return result.affected === 1;
}

type Published<B> = { readonly version: number; readonly status: string; readonly body: B; readonly digest: string; readonly publishedAt: Instant };

/** @idempotent by (calendar, version) */
export async function insertCalendarVersion(tx: Tx, row: Published<Calendar> & { readonly calendarId: string }): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(CalendarVersionEntity)
    .orIgnore()
    .values(row as never)
    .updateEntity(false)
    .execute();
}

/** @idempotent by (route, version) */
export async function insertRouteVersion(tx: Tx, row: Published<Route> & { readonly routeKey: string }): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(RouteVersionEntity)
    .orIgnore()
    .values(row as never)
    .updateEntity(false)
    .execute();
}

/** Locks or frees the test clock; a locked clock stands at 0. */
export async function lockClock(tx: Tx, locked: boolean): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .update(BusinessClockEntity)
    .set(locked ? { locked, offsetMs: '0' } : { locked })
    .where('id = 1')
    .execute();
}
