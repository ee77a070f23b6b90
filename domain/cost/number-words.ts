/** Numbers as people read them: grouped thousands, Vietnamese or English marks. */
import type { Text } from '../shared/errors.js';
import { fixedText, numberText, tryNumber, type NumberText, type Rational } from './number.js';

export type Lang = 'vi' | 'en';
const MARKS = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } } as const;

/** A plain decimal text with the marks of a language: `1250000.5` → `1.250.000,5`. */
export function withMarks(plain: string, lang: Lang): string {
  const [whole = '', places] = plain.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, MARKS[lang].group);
  return places === undefined ? grouped : `${grouped}${MARKS[lang].decimal}${places}`;
}

/** A value with at most `maxDigits` decimal places, no trailing zeros: `2,5`. */
export function shortNumber(value: Rational, lang: Lang, maxDigits = 2): string {
  const text = fixedText(value, maxDigits);
  return withMarks(text.includes('.') ? text.replace(/\.?0+$/, '') : text, lang);
}

/** A value with exactly `digits` decimal places: `71,64`. */
export const fixedNumber = (value: Rational, digits: number, lang: Lang): string => withMarks(fixedText(value, digits), lang);

/** Both languages at once. */
export const bothLanguages = (value: Rational, maxDigits = 2): Text => ({ vi: shortNumber(value, 'vi', maxDigits), en: shortNumber(value, 'en', maxDigits) });

/** A stored number for people; fractions that do not terminate stay fractions. */
export function storedNumber(text: NumberText, lang: Lang): string {
  const value = tryNumber(text);
  if (value === null) return text;
  const exact = numberText(value);
  return exact.includes('/') ? exact : withMarks(exact, lang);
}
