/** The two languages of the command line, Vietnamese by default. */
import type { Text } from '../domain/shared/errors.js';

export const LANGS = ['vi', 'en'] as const;
export type Lang = (typeof LANGS)[number];

/** One of two wordings. */
export type Say = (vi: string, en: string) => string;

export const sayIn =
  (lang: Lang): Say =>
  (vi, en) =>
    lang === 'vi' ? vi : en;

/** Words of the server, which come in both languages. */
export const wordsIn =
  (lang: Lang) =>
  (words: Text): string =>
    words[lang];

/** Help texts are written `tiếng Việt / English`; a text that is not two halves is shown whole. */
export function halfOf(lang: Lang, text: string): string {
  const halves = text.split(' / ');
  return (halves.length === 2 ? halves[lang === 'vi' ? 0 : 1] : undefined) ?? text;
}

/** The language asked for anywhere on the line; used where it is not parsed yet or cannot be. */
export function langOf(argv: readonly string[]): Lang {
  const at = argv.findIndex((word) => word === '--lang');
  const typed = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  return typed === 'en' ? 'en' : 'vi';
}
