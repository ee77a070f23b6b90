/** Words of bound that travel with a published number: at least, at most, about. */
export const BOUNDS = ['at-least', 'at-most', 'approx'] as const;
export type Bound = (typeof BOUNDS)[number];

const WORDS: Readonly<Record<Bound, { vi: readonly string[]; en: readonly string[] }>> = {
  'at-least': { vi: ['hơn', 'trên', 'ít nhất'], en: ['over', 'more than', 'at least'] },
  'at-most': { vi: ['gần', 'tới', 'tối đa'], en: ['nearly', 'up to', 'at most'] },
  approx: { vi: ['khoảng', 'ước'], en: ['about', 'around'] },
};

/** The bound a phrase opens with, or null: "hơn 1.650 tỷ" is `at-least`. */
export function boundOfWords(phrase: string): Bound | null {
  const text = phrase.trim().toLowerCase().normalize('NFC');
  for (const bound of BOUNDS) {
    const words = [...WORDS[bound].vi, ...WORDS[bound].en];
    if (words.some((word) => text === word || text.startsWith(`${word} `))) return bound;
  }
  return null;
}

/** The word printed back before a number; empty for an exact figure. */
export const wordOfBound = (bound: Bound | null, lang: 'vi' | 'en'): string => (bound === null ? '' : (WORDS[bound][lang][0] as string));

/** The bound of a sum; mixed directions leave only "about". */
export function boundOfSum(bounds: Iterable<Bound | null>): Bound | null {
  let result: Bound | null = null;
  for (const bound of bounds) {
    if (bound === null || bound === result) continue;
    result = result === null ? bound : 'approx';
  }
  return result;
}

const OPPOSITE = { 'at-least': 'at-most', 'at-most': 'at-least', approx: 'approx' } as const;

/** The bound of `left − right`: what is at most on the right is at least in the difference. */
export const boundOfDifference = (left: Bound | null, right: Bound | null): Bound | null => boundOfSum([left, right === null ? null : OPPOSITE[right]]);
