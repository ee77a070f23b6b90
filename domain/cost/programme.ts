/**
 * Programme totals without double counting: each overlap key once, percent from the totals, three kinds of saving apart.
 *
 * The denominator is the frozen baseline list; what came later stands in a column of its own.
 */
import { DomainError } from '../shared/errors.js';
import { HUNDRED, ONE, isZero, rational, sum, type Rational } from './number.js';

export const ITEM_STATUSES = ['proposed', 'approved', 'executed'] as const;
/** Proposed, approved and executed savings are three figures that are never added. */
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** One counted change of one procedure. The key is procedure code + change item; absent = the item stands alone. */
export type ProgrammeItem = {
  readonly id: string;
  readonly overlapKey?: string;
  readonly before: Rational;
  readonly after: Rational;
  readonly status: ItemStatus;
  /** False = added after the baseline was frozen: outside the denominator. */
  readonly inBaseline?: boolean;
  /** Field, unit, addressee, year, change item … any cut of the total. */
  readonly cuts?: Readonly<Record<string, string>>;
  readonly coverage?: { readonly counted: number; readonly missing: number };
};

export type ProgrammeResult = {
  readonly countedKeys: readonly string[];
  /** How often a key came again beyond the first. */
  readonly duplicates: Readonly<Record<string, number>>;
  readonly before: Rational;
  readonly after: Rational;
  readonly saving: Rational;
  /** saving ÷ before × 100 from the totals; null when before is 0 or an item is incomplete. */
  readonly percent: Rational | null;
  /** Saving by status reached; `executed` is part of `approved` work, each figure stands alone. */
  readonly savingByStatus: Readonly<Record<ItemStatus, Rational>>;
  readonly outsideBaseline: { readonly before: Rational; readonly after: Rational; readonly saving: Rational };
  readonly coverage: Rational;
};

/** Entries of one key merged. @throws cost_conflicting_key when their amounts differ */
export function countOnce(
  items: readonly ProgrammeItem[],
  path = 'items',
): { readonly counted: ReadonlyMap<string, ProgrammeItem>; readonly duplicates: Readonly<Record<string, number>> } {
  const counted = new Map<string, ProgrammeItem>();
  const duplicates: Record<string, number> = {};
  items.forEach((item, index) => {
    const key = item.overlapKey ?? item.id;
    const first = counted.get(key);
    if (first === undefined) {
      counted.set(key, item);
      return;
    }
    if (!first.before.equals(item.before) || !first.after.equals(item.after))
      throw new DomainError('cost_conflicting_key', { path: `${path}[${index}]`, key, other: first.id });
    duplicates[key] = (duplicates[key] ?? 0) + 1;
    counted.set(key, { ...first, status: further(first.status, item.status), inBaseline: first.inBaseline !== false || item.inBaseline !== false });
  });
  return { counted, duplicates };
}

const further = (left: ItemStatus, right: ItemStatus): ItemStatus => (ITEM_STATUSES.indexOf(left) >= ITEM_STATUSES.indexOf(right) ? left : right);

/** The totals of a programme, independent of the order of its items. @throws cost_conflicting_key */
export function totals(items: readonly ProgrammeItem[], path = 'items'): ProgrammeResult {
  const { counted, duplicates } = countOnce(items, path);
  const all = [...counted.values()];
  const base = all.filter((item) => item.inBaseline !== false);
  const before = sum(base.map((item) => item.before));
  const after = sum(base.map((item) => item.after));
  const saving = before.sub(after);
  const coverage = coverageOf(all);
  const outside = all.filter((item) => item.inBaseline === false);
  return {
    countedKeys: [...counted.keys()],
    duplicates,
    before,
    after,
    saving,
    percent: isZero(before) || !coverage.equals(ONE) ? null : saving.div(before).mul(HUNDRED),
    savingByStatus: {
      proposed: savingOf(base),
      approved: savingOf(base.filter((item) => item.status !== 'proposed')),
      executed: savingOf(base.filter((item) => item.status === 'executed')),
    },
    outsideBaseline: { before: sum(outside.map((item) => item.before)), after: sum(outside.map((item) => item.after)), saving: savingOf(outside) },
    coverage,
  };
}

const savingOf = (items: readonly ProgrammeItem[]): Rational => sum(items.map((item) => item.before.sub(item.after)));

/** The joint coverage of sheets: counted ÷ (counted + missing) lines over all of them. */
function coverageOf(items: readonly ProgrammeItem[]): Rational {
  const counted = items.reduce((total, item) => total + (item.coverage?.counted ?? 0), 0);
  const missing = items.reduce((total, item) => total + (item.coverage?.missing ?? 0), 0);
  return counted + missing === 0 ? ONE : rational(BigInt(counted), BigInt(counted + missing));
}

/** The counted items cut by one property; the parts add up to the total. @throws cost_conflicting_key */
export function cutBy(
  items: readonly ProgrammeItem[],
  cut: string,
): ReadonlyMap<string, { readonly before: Rational; readonly after: Rational; readonly saving: Rational }> {
  const groups = new Map<string, ProgrammeItem[]>();
  for (const item of countOnce(items).counted.values()) {
    if (item.inBaseline === false) continue;
    const key = item.cuts?.[cut] ?? '';
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return new Map(
    [...groups].map(([key, group]) => [
      key,
      { before: sum(group.map((item) => item.before)), after: sum(group.map((item) => item.after)), saving: savingOf(group) },
    ]),
  );
}

/** Two figures that must not be shown: the mean of percents, and the sum with duplicates. @throws cost_conflicting_key */
export function programmeTraps(items: readonly ProgrammeItem[]): { readonly meanOfPercents: Rational | null; readonly sumOfAll: Rational } {
  const percents = [...countOnce(items).counted.values()]
    .filter((item) => !isZero(item.before))
    .map((item) => item.before.sub(item.after).div(item.before).mul(HUNDRED));
  return { meanOfPercents: percents.length === 0 ? null : sum(percents).div(rational(BigInt(percents.length))), sumOfAll: savingOf(items) };
}
