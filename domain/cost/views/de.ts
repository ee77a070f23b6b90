/** German view: annual change per addressee, one-off apart, citizens in hours, the information-obligation part as a subset. */
import type { Comparison } from '../compare.js';
import { informationObligations } from '../measure.js';
import type { MeasuredLine, Result } from '../measured.js';
import { fixedText, rational, sum, type Rational } from '../number.js';

export type DeRow = { readonly label: string; readonly value: string; readonly unit: string; readonly subset: boolean };

const THOUSAND = rational(1_000n);

/** Whole thousand units of the currency; negative = relief. "davon" rows are subsets, never summed. */
export function deTable(comparison: Comparison): readonly DeRow[] {
  const { before, after } = comparison;
  const change = (of: (result: Result) => Rational): Rational => of(after).sub(of(before));
  const lines = (result: Result, addressee: MeasuredLine['addressee'], kind: MeasuredLine['kind']): readonly MeasuredLine[] =>
    result.lines.filter((line) => line.addressee === addressee && line.kind === kind);
  const burden =
    (addressee: MeasuredLine['addressee'], kind: MeasuredLine['kind']) =>
    (result: Result): Rational =>
      sum(lines(result, addressee, kind).map((line) => line.burden));
  const material = (result: Result): Rational => sum(lines(result, 'citizen', 'recurring').map((line) => line.columns.external.add(line.columns.cash)));
  const hours = (result: Result): Rational => sum(lines(result, 'citizen', 'recurring').map((line) => line.hours));
  const unit = `Tsd. ${before.currency}`;
  const money = (label: string, value: Rational, subset = false): DeRow => ({ label, value: fixedText(value.div(THOUSAND), 0), unit, subset });
  return [
    { label: 'Bürgerinnen und Bürger: Zeitaufwand', value: fixedText(change(hours), 0), unit: 'Stunden', subset: false },
    money('Bürgerinnen und Bürger: Sachkosten', change(material)),
    money('Wirtschaft: jährlicher Erfüllungsaufwand', change(burden('business', 'recurring'))),
    money(
      'davon Informationspflichten',
      change((result) => informationObligations(result).burden),
      true,
    ),
    money('Wirtschaft: einmaliger Erfüllungsaufwand', change(burden('business', 'oneOff'))),
    money('Verwaltung: jährlicher Erfüllungsaufwand', change(burden('administration', 'recurring'))),
    money('Verwaltung: einmaliger Erfüllungsaufwand', change(burden('administration', 'oneOff'))),
  ];
}
