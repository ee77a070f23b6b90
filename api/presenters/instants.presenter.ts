/** Instants leave the house as Vietnamese wall time with its offset; inside they stay UTC. */
import { VIETNAM_OFFSET_MINUTES } from '../../domain/shared/formats.js';
import { withOffset, type Instant } from '../../domain/shared/instant.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u;

/** Names of fields that hold an instant: `dueAt`, `at`, `now`. Text a person typed never stands under one. */
const isInstantName = (name: string): boolean => name === 'at' || name === 'now' || name.endsWith('At');

/** `2026-11-25T10:00:00.000Z` → `2026-11-25T17:00:00+07:00` */
export const presentInstant = (instant: Instant): string => withOffset(instant, VIETNAM_OFFSET_MINUTES);

/** The same document with every instant under an instant's name in local form. */
export function presentInstants(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return isInstantName(name) && INSTANT.test(value) ? presentInstant(value as Instant) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => presentInstants(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, presentInstants(item, key)]));
}
