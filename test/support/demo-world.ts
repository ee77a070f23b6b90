/** The demo organisation as a world a route can be tried against, without a database. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCalendars } from '../../domain/calendar/read-calendars.js';
import { ANSWER_CHANNELS, EXECUTORS, REVIEWABLE_FIELDS, type RouteWorld } from '../../domain/escalation/route-world.js';
import type { Role } from '../../domain/route/route.js';
import { NOTICE_KINDS } from '../../domain/review/notices.js';
import { idFromUuid, type PersonId, type UnitId } from '../../domain/shared/ids.js';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const read = (name: string): unknown => JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8'));

type Demo = {
  readonly units: readonly { readonly code: string; readonly name: string; readonly parent: string | null; readonly calendarId: string }[];
  readonly people: readonly { readonly login: string; readonly email: string; readonly posts: readonly { readonly unit: string; readonly role: Role }[] }[];
  readonly procedureOwners: Readonly<Record<string, string>>;
};

const demo = read('units.demo.json') as Demo;
const { calendars } = readCalendars(read('calendars.vn.json'));
const uuid = (group: number, index: number): string => `${String(group).padStart(8, '0')}-0000-7000-8000-${String(index).padStart(12, '0')}`;

export const demoUnit = (code: string): UnitId =>
  idFromUuid(
    'unit',
    uuid(
      1,
      demo.units.findIndex((unit) => unit.code === code),
    ),
  );
export const demoPerson = (login: string): PersonId =>
  idFromUuid(
    'person',
    uuid(
      2,
      demo.people.findIndex((person) => person.login === login),
    ),
  );

/** Wednesday 25 November 2026, 09:00 in Vietnam. */
export const DEMO_NOW = '2026-11-25T02:00:00.000Z' as Instant;

export function demoWorld(changes: Partial<RouteWorld> = {}): RouteWorld {
  const units = new Map(demo.units.map((unit) => [demoUnit(unit.code), unit]));
  return {
    now: DEMO_NOW,
    today: '2026-11-25' as LocalDate,
    directory: {
      units: demo.units.map((unit) => ({ id: demoUnit(unit.code), parentId: unit.parent === null ? null : demoUnit(unit.parent) })),
      holdings: demo.people.flatMap((person) =>
        person.posts.map((post) => ({ personId: demoPerson(person.login), unitId: demoUnit(post.unit), role: post.role })),
      ),
      delegations: [],
      absences: [],
    },
    owners: [...new Set(Object.values(demo.procedureOwners))].map(demoUnit),
    unitName: (id) => units.get(id)?.name ?? id,
    holdingEnds: [],
    reachable: new Set(demo.people.filter((person) => person.email !== '').map((person) => demoPerson(person.login))),
    calendarOfUnit: (id) => calendars.find((calendar) => calendar.id === units.get(id)?.calendarId) ?? null,
    executors: EXECUTORS,
    templates: NOTICE_KINDS,
    channels: ANSWER_CHANNELS,
    fields: REVIEWABLE_FIELDS,
    ...changes,
  };
}
