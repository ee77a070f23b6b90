/** Yearly compliance cost of a proposal in whole đồng, as lists and boards show it. */
import { measureVnSheet } from '../../domain/cost/vn/measure-sheet.js';
import type { VnSheet } from '../../domain/cost/vn/sheet.js';
import type { ProposalBody } from '../../domain/review/proposal.js';

export type ProposalCosts = { readonly costBefore: string | null; readonly costAfter: string | null };

/** Null while a sheet is missing or a figure in it is, and for totals beyond what lists can show exactly. */
export function costsOf(body: ProposalBody): ProposalCosts {
  return { costBefore: yearlyDong(body.cost.before, 'before'), costAfter: yearlyDong(body.cost.after, 'after') };
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

function yearlyDong(sheet: VnSheet | null, block: 'before' | 'after'): string | null {
  if (!sheet) return null;
  const { total } = measureVnSheet(sheet, block);
  return total.status === 'complete' && BigInt(total.dong) <= MOST ? total.dong : null;
}
