/** How a proposal's saving divides among the tracks that carry it out. */
import { compareVnSheets } from '../cost/vn/compare-sheets.js';
import { vnMoney } from '../cost/vn/measure-sheet.js';
import { parseNumber, sum } from '../cost/number.js';
import { COMPETENCE_TRACKS, type CompetenceTrack } from '../procedure/change-items.js';
import type { SavingsByTrack } from './execution.js';
import type { ProposalBody } from './proposal.js';

const tracksOf = (items: ProposalBody['items']): readonly CompetenceTrack[] => COMPETENCE_TRACKS.filter((key) => items.some((item) => item.track === key));

/**
 * The track a row of the sheets counts with. A row that items of several tracks touch, or none names, counts with the one
 * that ends last, so that nothing is called executed too early. Null for a proposal without items.
 */
export function trackOfRow(items: ProposalBody['items'], row: string): CompetenceTrack | null {
  const present = tracksOf(items);
  return present.filter((key) => items.some((item) => item.track === key && item.costLines.includes(row))).at(-1) ?? present.at(-1) ?? null;
}

/**
 * Whole đồng a year by track; together they are the saving of the whole proposal. Empty while a sheet is missing or no
 * honest claim can be made.
 */
export function savingsByTrack({ items, cost }: Pick<ProposalBody, 'items' | 'cost'>): SavingsByTrack {
  const present = tracksOf(items);
  const last = present.at(-1);
  if (cost.before === null || cost.after === null || last === undefined) return {};
  const comparison = compareVnSheets(cost.before, cost.after);
  if (comparison.status !== 'complete') return {};
  const savingOf = (key: CompetenceTrack): bigint => {
    const rows = comparison.rows.filter((row) => trackOfRow(items, row.id) === key);
    return BigInt(vnMoney(sum(rows.map((row) => parseNumber(row.changeYear.exact, row.id))).neg()).dong);
  };
  const others = present.filter((key) => key !== last).map((key) => [key, savingOf(key)] as const);
  const whole = BigInt(comparison.before.total.dong) - BigInt(comparison.after.total.dong);
  // The last takes what is left: rounding each part would miss the whole by a đồng.
  const rest = others.reduce((left, [, saving]) => left - saving, whole);
  return Object.fromEntries([...others, [last, rest] as const].map(([key, saving]) => [key, saving.toString()]));
}
