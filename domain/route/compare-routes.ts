/** What two versions of a route differ in, place by place: stages and rungs are followed by key, edges by where they start. */
import type { Json } from '../shared/canonical.js';
import { canonicalJson } from '../shared/canonical.js';
import type { Route } from './route.js';

/** `path` names keys instead of positions, so that a moved stage is no change: `stages/assess/limit/workingDays`. */
export type RouteChange = { readonly path: string; readonly kind: 'added' | 'removed' | 'changed'; readonly before: Json | null; readonly after: Json | null };

/** Every difference but the version number, in the order of the later route. */
export function compareRoutes(before: Route, after: Route): readonly RouteChange[] {
  return diff({ ...before, version: 0 } as unknown as Json, { ...after, version: 0 } as unknown as Json, []);
}

type Fields = { readonly [key: string]: Json | undefined };
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !isList(value);

/** By what an entry of a list is the same entry in another version; null when only the whole list can be compared. */
function nameOf(entry: Json): string | null {
  if (!isFields(entry)) return null;
  if (typeof entry['key'] === 'string') return entry['key'];
  if (typeof entry['code'] === 'string') return entry['code'];
  return typeof entry['from'] === 'string' ? `${entry['from']}:${typeof entry['on'] === 'string' ? entry['on'] : ''}` : null;
}

/** Null unless each entry has a name of its own. */
function named(list: readonly Json[]): ReadonlyMap<string, Json> | null {
  const entries = list.flatMap((entry): [string, Json][] => {
    const name = nameOf(entry);
    return name === null ? [] : [[name, entry]];
  });
  const map = new Map(entries);
  return map.size === list.length ? map : null;
}

function diff(before: Json, after: Json, path: readonly string[]): readonly RouteChange[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  if (isFields(before) && isFields(after)) return diffMaps(new Map(present(before)), new Map(present(after)), path);
  if (isList(before) && isList(after)) {
    const [old, now] = [named(before), named(after)];
    if (old && now) return diffMaps(old, now, path);
  }
  return [{ path: path.join('/'), kind: 'changed', before, after }];
}

const present = (fields: Fields): readonly (readonly [string, Json])[] =>
  Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));

function diffMaps(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>, path: readonly string[]): readonly RouteChange[] {
  const added = [...after].flatMap(([key, value]): readonly RouteChange[] => {
    const old = before.get(key);
    return old === undefined ? [{ path: [...path, key].join('/'), kind: 'added', before: null, after: value }] : diff(old, value, [...path, key]);
  });
  const removed = [...before]
    .filter(([key]) => !after.has(key))
    .map(([key, value]): RouteChange => ({ path: [...path, key].join('/'), kind: 'removed', before: value, after: null }));
  return [...added, ...removed];
}
