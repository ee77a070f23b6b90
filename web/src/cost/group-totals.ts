/** Yearly cost by group of the form, before and after, from the exact values. */
import { FORM_ROWS, type FormRow } from '../../../domain/cost/model.js';
import { roundWhole, sum, tryNumber, ZERO, type Rational } from '../../../domain/cost/number.js';
import type { LiveMeasure } from './live-measure.js';
import type { SheetRow, Side } from './sheet-state.js';

/** Whole đồng, rounded once from the exact sum of the group. */
export type GroupTotal = { readonly group: FormRow; readonly before: string; readonly after: string; readonly saving: string };

export function groupTotals(rows: readonly SheetRow[], measured: Readonly<Record<Side, LiveMeasure>>): readonly GroupTotal[] {
  const amounts = (side: Side, group: FormRow): Rational => {
    const ids = new Set(rows.filter((row) => row.group === group).map((row) => row.id));
    return sum(measured[side].rows.filter((row) => ids.has(row.id)).map((row) => tryNumber(row.countedYear.exact) ?? ZERO));
  };
  return FORM_ROWS.filter((group) => rows.some((row) => row.group === group)).map((group) => {
    const before = amounts('before', group);
    const after = amounts('after', group);
    return { group, before: roundWhole(before).toString(), after: roundWhole(after).toString(), saving: roundWhole(before.sub(after)).toString() };
  });
}

/** What the foot of the sheet may claim while typing: null when a side is incomplete or the rates differ. */
export function liveSaving(
  measured: Readonly<Record<Side, LiveMeasure>>,
  oneRate: boolean,
): { readonly saving: string; readonly percent: string | null; readonly worse: boolean } | null {
  const { before, after } = measured;
  if (before.total.status !== 'complete' || after.total.status !== 'complete' || !oneRate) return null;
  const old = tryNumber(before.total.exact) ?? ZERO;
  const saving = old.sub(tryNumber(after.total.exact) ?? ZERO);
  const percent = old.equals(ZERO) ? null : hundredths(saving.mul(10_000).div(old));
  return { saving: roundWhole(saving).toString(), percent, worse: saving.compare(ZERO) < 0 };
}

/** A whole count of hundredths as `60.63`. */
function hundredths(value: Rational): string {
  const whole = roundWhole(value).toString();
  const digits = whole.replace('-', '').padStart(3, '0');
  return `${whole.startsWith('-') ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
