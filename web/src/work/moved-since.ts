/** What became different in a proposal since a person opened it. */
import { canonicalJson, type Json } from '../../../domain/shared/canonical.js';
import type { ContentDiff, FieldDiff } from '../../../domain/procedure/compare.js';

export type Moved = { readonly kind: 'new' | 'gone' | 'different'; readonly change: FieldDiff };

const keyOf = (change: FieldDiff): string => `${change.path} ${change.change === 'moved' ? 'moved' : ''}`;
const bytes = (change: FieldDiff): string => canonicalJson([change.before, change.after] as readonly Json[]);

/** Changes that appeared, vanished or read otherwise, in the order of the new difference. */
export function movedSince(seen: ContentDiff, now: ContentDiff): readonly Moved[] {
  const old = new Map(seen.changes.map((change) => [keyOf(change), change]));
  const fresh = new Set(now.changes.map(keyOf));
  const moved = now.changes.flatMap((change): readonly Moved[] => {
    const was = old.get(keyOf(change));
    if (was === undefined) return [{ kind: 'new', change }];
    return bytes(was) === bytes(change) ? [] : [{ kind: 'different', change }];
  });
  const gone = seen.changes.filter((change) => !fresh.has(keyOf(change))).map((change): Moved => ({ kind: 'gone', change }));
  return [...moved, ...gone];
}
