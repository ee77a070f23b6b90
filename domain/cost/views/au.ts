/** Australian view: average annual change in millions by sector, brackets for a reduction. */
import type { Comparison } from '../compare.js';
import { ADDRESSEES, type Addressee } from '../model.js';
import { ZERO, fixedText, isNegative, isZero, rational, sum, type Rational } from '../number.js';

/** `($0.4)` for a reduction, `$0` for an exact zero, `$0.0` for a value that rounds to nothing. */
export function brackets(value: Rational, digits: number): string {
  if (isZero(value)) return '$0';
  const text = `$${fixedText(value.abs(), digits)}`;
  return isNegative(value) && fixedText(value, digits).startsWith('-') ? `(${text})` : text;
}

const SECTORS: Readonly<Record<Addressee, string>> = { business: 'Business', administration: 'Community organisations and government', citizen: 'Individuals' };
const MILLION = rational(1_000_000n);

export type AuTable = { readonly unit: string; readonly cells: readonly { readonly sector: string; readonly change: string }[] };

/** The sector table of a comparison; the total is shown beside its parts. */
export function auTable(comparison: Comparison, digits = 1): AuTable {
  const change = (addressee: Addressee): Rational => comparison.byAddressee[addressee]?.change ?? ZERO;
  const cells = (['business', 'administration', 'citizen'] as const).map((addressee) => ({
    sector: SECTORS[addressee],
    change: brackets(change(addressee).div(MILLION), digits),
  }));
  const total = sum(ADDRESSEES.map(change));
  return {
    unit: `${comparison.before.currency} million, average annual change`,
    cells: [...cells, { sector: 'Total', change: brackets(total.div(MILLION), digits) }],
  };
}
