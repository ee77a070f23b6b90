/** A route while somebody writes it: text that may be broken, read on each keystroke, changed place by place. */
import { findRouteProblems } from '../../../domain/route/read-route.js';
import type { ShapeProblem } from '../../../domain/route/json-shape.js';
import type { Route, Rung, StageLimit } from '../../../domain/route/route.js';
import { spotOf, type Spot } from './json-spot.js';

export type ReadText =
  /** No JSON: nothing more can be said of it. */
  | { readonly kind: 'broken'; readonly spot: Spot }
  /** JSON that is no route: every place that is wrong. */
  | { readonly kind: 'misshapen'; readonly json: unknown; readonly problems: readonly ShapeProblem[] }
  | { readonly kind: 'route'; readonly json: unknown; readonly route: Route };

export const textOfRoute = (route: unknown): string => JSON.stringify(route, null, 2);

export function readRouteText(text: string): ReadText {
  const spot = spotOf(text);
  if (spot !== null) return { kind: 'broken', spot };
  const json: unknown = JSON.parse(text);
  const { route, problems } = findRouteProblems(json);
  return route === null ? { kind: 'misshapen', json, problems } : { kind: 'route', json, route };
}

type Key = string | number;

/** The same document with one value changed, added or, for `undefined`, taken out. */
export function setIn(json: unknown, path: readonly Key[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(json)) {
    const list: readonly unknown[] = json;
    const index = Number(key);
    if (rest.length === 0 && value === undefined) return list.filter((_, at) => at !== index);
    return index >= list.length ? [...list, setIn(undefined, rest, value)] : list.map((item, at) => (at === index ? setIn(item, rest, value) : item));
  }
  const fields = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  if (rest.length === 0 && value === undefined) return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
  return { ...fields, [key]: setIn(fields[key], rest, value) };
}

export const COUNTED = ['days', 'workingDays', 'workingHours'] as const;
export type Counted = (typeof COUNTED)[number];

/** A limit as an amount in its unit; null for one that ends on a fixed date. */
export function amountOf(limit: StageLimit): { readonly amount: number; readonly unit: Counted } | null {
  if ('fixedDate' in limit) return null;
  if ('days' in limit) return { amount: limit.days, unit: 'days' };
  return 'workingDays' in limit ? { amount: limit.workingDays, unit: 'workingDays' } : { amount: limit.workingHours, unit: 'workingHours' };
}

/** The limit with another amount or unit; what else it says stays. */
export function withAmount(limit: StageLimit, amount: number, unit: Counted): StageLimit {
  const {
    days: _days,
    workingDays: _workingDays,
    workingHours: _hours,
    fixedDate: _date,
    ...rest
  } = limit as StageLimit & Record<Counted | 'fixedDate', never>;
  return { [unit]: amount, ...rest } as StageLimit;
}

/** On which side of which instant a rung lies. */
export const SIDES = ['beforeDue', 'afterDue', 'afterStart'] as const;
export type Side = (typeof SIDES)[number];

export const sideOf = ({ ref, offset }: Rung['at']): Side => (ref === 'start' ? 'afterStart' : offset < 0 ? 'beforeDue' : 'afterDue');

export const withSide = (at: Rung['at'], amount: number, side: Side): Rung['at'] => ({
  ...at,
  ref: side === 'afterStart' ? 'start' : 'due',
  offset: side === 'beforeDue' ? 0 - amount : amount,
});

/** A reminder of its own key, a working day before the due instant. */
export function anotherReminder(rungs: readonly Rung[]): Rung {
  const taken = new Set(rungs.map(({ key }) => key));
  const number = Array.from({ length: rungs.length + 1 }, (_, index) => index + 1).find((candidate) => !taken.has(`remind${candidate}`)) ?? 1;
  return {
    key: `remind${number}`,
    name: { vi: 'Nhắc trước hạn', en: 'Reminder before the due date' },
    at: { ref: 'due', offset: -1, unit: 'workingDays', clock: '08:30' },
    notify: ['assignees'],
  };
}
