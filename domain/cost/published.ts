/**
 * Checks published figures by recomputing them.
 *
 * A difference of print from truth gets its name: cut instead of rounded, a scale that contradicts the total, a row that
 * cannot be, an input shown shorter than it was used.
 */
import type { Text } from '../shared/errors.js';
import { boundOfWords } from './bound.js';
import { finding, type Finding } from './finding.js';
import { fixedNumber, shortNumber, storedNumber } from './number-words.js';
import { HUNDRED, isZero, numberText, parseNumber, rational, roundTo, roundWhole, sum, type NumberText, type Rational } from './number.js';

/** A number as printed, its places kept (`"33.9"`, `"71.64"`), and the word before it (`hơn`, `gần`, `khoảng`). */
export type Printed = { readonly value: NumberText; readonly word?: string };

/**
 * One claim of a paper. `percent`: part ÷ whole · `difference`: before − after · `product`, `sum`, `quotient` as named ·
 * `row`: cases × hours per case (× rate) against its printed hours and total · `hiddenInput`: a shown input that only
 * yields the printed result when it was longer · `scaledSum`: cells under a header scale against a total in units ·
 * `denominator`: the base a printed percent implies · `rate`: amount ÷ quantity · `periods`: quantity and money per period.
 */
export type PublishedCheck = { readonly path: string } & (
  | { readonly kind: 'percent'; readonly part: NumberText; readonly whole: NumberText; readonly printed: Printed }
  | { readonly kind: 'difference'; readonly before: NumberText; readonly after: NumberText; readonly printed: Printed; readonly roundingUnit?: NumberText }
  | { readonly kind: 'product'; readonly factors: readonly NumberText[]; readonly printed: Printed; readonly roundingUnit?: NumberText }
  | { readonly kind: 'sum'; readonly parts: readonly NumberText[]; readonly printed: Printed; readonly roundingUnit?: NumberText }
  | { readonly kind: 'quotient'; readonly dividend: NumberText; readonly divisor: NumberText; readonly printed: Printed }
  | {
      readonly kind: 'row';
      readonly cases: NumberText;
      readonly hoursPerCase: NumberText;
      readonly rate?: NumberText;
      readonly printedHours: NumberText;
      readonly printedTotal?: NumberText;
    }
  | { readonly kind: 'hiddenInput'; readonly shown: NumberText; readonly others: readonly NumberText[]; readonly printedResult: NumberText }
  | { readonly kind: 'scaledSum'; readonly cells: readonly NumberText[]; readonly headerScale: NumberText; readonly total: NumberText }
  | { readonly kind: 'denominator'; readonly part: NumberText; readonly printedPercent: NumberText; readonly stated?: NumberText }
  | { readonly kind: 'rate'; readonly amount: NumberText; readonly quantity: NumberText; readonly unit: Text }
  | { readonly kind: 'periods'; readonly quantityPeriod: Text; readonly moneyPeriod: Text }
);

/** Every claim of a paper with what recomputing it shows. @throws cost_bad_number with the path of the claim */
export const checkPublished = (checks: readonly PublishedCheck[]): readonly Finding[] => checks.flatMap(checkOne);

function checkOne(check: PublishedCheck): readonly Finding[] {
  const { path } = check;
  const read = (text: NumberText): Rational => parseNumber(text, path);
  switch (check.kind) {
    case 'percent':
      return isZero(read(check.whole)) ? [] : [explainFigure(read(check.part).div(read(check.whole)).mul(HUNDRED), check.printed, path, { percent: true })];
    case 'difference':
      return [explainFigure(read(check.before).sub(read(check.after)), check.printed, path, unitOf(check.roundingUnit))];
    case 'product':
      return [
        explainFigure(
          check.factors.map(read).reduce((left, right) => left.mul(right), rational(1n)),
          check.printed,
          path,
          unitOf(check.roundingUnit),
        ),
      ];
    case 'sum':
      return [explainFigure(sum(check.parts.map(read)), check.printed, path, unitOf(check.roundingUnit))];
    case 'quotient':
      return isZero(read(check.divisor)) ? [] : [explainFigure(read(check.dividend).div(read(check.divisor)), check.printed, path, {})];
    case 'row':
      return rowFindings(check, read);
    case 'hiddenInput':
      return hiddenInput(check, read);
    case 'scaledSum':
      return scaleFindings(check, read);
    case 'denominator':
      return denominatorFindings(check, read);
    case 'rate':
      return isZero(read(check.quantity))
        ? []
        : [finding('impliedRate', path, { rate: words(read(check.amount).div(read(check.quantity)), 0), unit: check.unit })];
    case 'periods':
      return check.quantityPeriod.en === check.moneyPeriod.en
        ? []
        : [finding('periodClash', path, { quantityPeriod: check.quantityPeriod, moneyPeriod: check.moneyPeriod })];
  }
}

type FigureOptions = { readonly percent?: boolean; readonly roundingUnit?: Rational };
const unitOf = (unit: NumberText | undefined): FigureOptions => (unit === undefined ? {} : { roundingUnit: parseNumber(unit, 'roundingUnit') });
const words = (value: Rational, digits: number): Text => ({ vi: shortNumber(value, 'vi', digits), en: shortNumber(value, 'en', digits) });
const placesOf = (text: NumberText): number => text.split('.')[1]?.length ?? 0;

/** How a printed figure relates to the recomputed one: "33.998 %, printed 33.9: cut, not rounded". */
export function explainFigure(exact: Rational, printed: Printed, path: string, options: FigureOptions = {}): Finding {
  const value = parseNumber(printed.value, path);
  const digits = placesOf(printed.value);
  const show = (number: Rational): Text => {
    const suffix = options.percent === true ? ' %' : '';
    const text = { vi: shortNumber(number, 'vi', digits + 2), en: shortNumber(number, 'en', digits + 2) };
    return { vi: `${text.vi}${suffix}`, en: `${text.en}${suffix}` };
  };
  const base = { exact: show(exact), printed: { vi: storedPrinted(printed.value, 'vi'), en: storedPrinted(printed.value, 'en') } };
  if (exact.equals(value)) return finding('exactAsPrinted', path, base);
  const unit = options.roundingUnit ?? rational(1n, 10n ** BigInt(digits));
  const inUnits = exact.div(unit);
  const printedUnits = value.div(unit);
  const as = (mode: 'halfAway' | 'down' | 'up'): boolean => rational(roundWhole(inUnits, mode)).equals(printedUnits);
  if (as('halfAway')) return finding('roundedNotCut', path, base);
  const bound = printed.word === undefined ? null : boundOfWords(printed.word);
  if ((bound === 'at-least' && exact.compare(value) >= 0) || (bound === 'at-most' && exact.compare(value) <= 0))
    return finding('withinBound', path, { ...base, word: printed.word ?? '' });
  if (as('down')) return finding('cutNotRounded', path, base);
  if (as('up')) return finding('roundedUp', path, base);
  const coarser = coarserUnit(exact, value, unit);
  if (coarser !== null) return finding('coarserThanShown', path, { ...base, unit: words(coarser, digits) });
  return finding('publishedDiffers', path, { ...base, difference: show(value.sub(exact)) });
}

const storedPrinted = (text: NumberText, lang: 'vi' | 'en'): string =>
  text.includes('/') ? storedNumber(text, lang) : fixedNumber(parseNumber(text, 'printed'), placesOf(text), lang);

const COARSEST = 15;

/** The power of ten to which rounding the exact value gives the printed one; null when none does, or it would give nothing. */
function coarserUnit(exact: Rational, printed: Rational, unit: Rational): Rational | null {
  if (isZero(printed)) return null;
  let coarser = unit;
  for (let step = 0; step < COARSEST; step += 1) {
    coarser = coarser.mul(10);
    if (coarser.mul(rational(roundWhole(exact.div(coarser)))).equals(printed)) return coarser;
  }
  return null;
}

function rowFindings(check: Extract<PublishedCheck, { kind: 'row' }>, read: (text: NumberText) => Rational): readonly Finding[] {
  const hours = read(check.cases).mul(read(check.hoursPerCase));
  const printedHours = read(check.printedHours);
  const found: Finding[] = [];
  const row = (computed: Rational, printed: Rational, perCase: Rational): Finding =>
    finding('impossibleRow', check.path, {
      cases: words(read(check.cases), 4),
      perCase: words(perCase, 4),
      computed: words(computed, 2),
      printed: words(printed, 2),
    });
  if (hours.sub(printedHours).abs().compare(1) >= 0) found.push(row(hours, printedHours, read(check.hoursPerCase)));
  if (check.rate === undefined || check.printedTotal === undefined) return found;
  const rate = read(check.rate);
  const printedTotal = read(check.printedTotal);
  const priced = [hours.mul(rate), printedHours.mul(rate)];
  if (priced.every((total) => total.sub(printedTotal).abs().compare(1) >= 0))
    found.push(row(hours.mul(rate), printedTotal, read(check.hoursPerCase).mul(rate)));
  return found;
}

/** The input a printed result implies, where the shown one is that input with fewer digits. */
function hiddenInput(check: Extract<PublishedCheck, { kind: 'hiddenInput' }>, read: (text: NumberText) => Rational): readonly Finding[] {
  const others = check.others.map(read).reduce((left, right) => left.mul(right), rational(1n));
  if (isZero(others)) return [];
  const shown = read(check.shown);
  const printed = read(check.printedResult);
  if (shown.mul(others).equals(printed)) return [];
  const used = printed.div(others);
  if (!roundTo(used, placesOf(check.shown)).equals(shown)) {
    return [
      finding('publishedDiffers', check.path, {
        exact: words(shown.mul(others), 2),
        printed: words(printed, 2),
        difference: words(printed.sub(shown.mul(others)), 2),
      }),
    ];
  }
  const text = numberText(used);
  return [
    finding('hiddenInput', check.path, {
      shown: { vi: storedPrinted(check.shown, 'vi'), en: storedPrinted(check.shown, 'en') },
      used: { vi: storedNumber(text, 'vi'), en: storedNumber(text, 'en') },
    }),
  ];
}

const SCALES = [1n, 1_000n, 1_000_000n, 1_000_000_000n] as const;

/** The scale under which the cells give the total; null when none of 1, thousand, million, billion does. */
export function scaleThatFits(cells: readonly Rational[], total: Rational): bigint | null {
  const whole = sum(cells);
  return (
    SCALES.find(
      (scale) =>
        whole
          .mul(rational(scale))
          .sub(total)
          .abs()
          .compare(rational(scale).div(rational(2n)).mul(cells.length)) <= 0,
    ) ?? null
  );
}

function scaleFindings(check: Extract<PublishedCheck, { kind: 'scaledSum' }>, read: (text: NumberText) => Rational): readonly Finding[] {
  const header = read(check.headerScale);
  const total = read(check.total);
  const whole = sum(check.cells.map(read));
  if (whole.mul(header).equals(total)) return [];
  const fits = scaleThatFits(check.cells.map(read), total);
  if (fits !== null && rational(fits).equals(header)) return [];
  return [
    finding('unitOrScaleContradiction', check.path, {
      headerScale: words(header, 0),
      total: words(total, 2),
      fits: fits === null ? { vi: 'không đơn vị nào', en: 'none of the usual' } : words(rational(fits), 0),
    }),
  ];
}

function denominatorFindings(check: Extract<PublishedCheck, { kind: 'denominator' }>, read: (text: NumberText) => Rational): readonly Finding[] {
  const percent = read(check.printedPercent);
  if (isZero(percent)) return [];
  const implied = read(check.part).mul(HUNDRED).div(percent);
  const whole = rational(roundWhole(implied));
  const found = [
    finding('impliedDenominator', check.path, {
      printed: { vi: storedPrinted(check.printedPercent, 'vi'), en: storedPrinted(check.printedPercent, 'en') },
      denominator: words(whole, 0),
    }),
  ];
  if (check.stated === undefined) return found;
  const stated = read(check.stated);
  const asPrinted = roundTo(read(check.part).mul(HUNDRED).div(stated), placesOf(check.printedPercent));
  return asPrinted.equals(percent) ? found : [...found, finding('denominatorMoved', check.path, { implied: words(whole, 0), stated: words(stated, 0) })];
}
