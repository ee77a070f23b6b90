/** Reads a period as people type it: `5d`, `5wd`, `8wh`, `1m`, `1y` or `fixed:2026-01-31`. */
import { parseLocalDate } from '../shared/instant.js';
import type { Limit } from './term.js';

/** A limit of a term, or months of law (a year is twelve). */
export type Period = { readonly limit: Limit } | { readonly months: number };

const PERIOD = /^([1-9]\d{0,5})(d|wd|wh|m|y)$/;

/** Null when the text is no period; up to six ASCII digits, whole, from 1. */
export function parsePeriod(text: string): Period | null {
  if (text.startsWith('fixed:')) {
    const fixedDate = parseLocalDate(text.slice('fixed:'.length));
    return fixedDate === null ? null : { limit: { fixedDate } };
  }
  const match = PERIOD.exec(text);
  if (match === null) return null;
  const amount = Number(match[1]);
  switch (match[2]) {
    case 'd':
      return { limit: { days: amount } };
    case 'wd':
      return { limit: { workingDays: amount } };
    case 'wh':
      return { limit: { workingHours: amount } };
    case 'm':
      return { months: amount };
    case 'y':
      return { months: amount * 12 };
    default:
      return null;
  }
}
