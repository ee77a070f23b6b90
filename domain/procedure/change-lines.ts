/** A difference in one line each, for letters: the change first, then the words it touches. */
import type { Text } from '../shared/errors.js';
import type { ContentDiff, FieldDiff } from './compare.js';
import { CONTENT_FIELDS } from './content-shape.js';

const MOST_LETTERS = 110;

/** One line of at most so many letters, cut at a word. */
export function clip(text: string, most = MOST_LETTERS): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const letters = [...line];
  if (letters.length <= most) return line;
  const cut = letters.slice(0, most - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`;
}

const both = (make: (locale: 'vi' | 'en') => string): Text => ({ vi: make('vi'), en: make('en') });
const DROPPED: Text = { vi: 'Bỏ', en: 'Dropped' };
const ADDED: Text = { vi: 'Thêm', en: 'Added' };
const MOVED: Text = { vi: 'Đổi thứ tự', en: 'Moved' };
const ABOLISHED: Text = { vi: 'Bãi bỏ thủ tục', en: 'The procedure is abolished' };

function lineOf(diff: FieldDiff): Text {
  if (diff.field === 'abolished' && diff.after === true) return ABOLISHED;
  const crumbs = (locale: 'vi' | 'en'): readonly string[] => diff.label[locale].split(' › ');
  const part = (locale: 'vi' | 'en'): string => CONTENT_FIELDS[diff.field].label[locale];
  const label = (locale: 'vi' | 'en'): string => (crumbs(locale).length > 2 ? `${part(locale)} › ${crumbs(locale).at(-1) ?? ''}` : diff.label[locale]);
  switch (diff.change) {
    case 'removed':
      return both((locale) => clip(`${DROPPED[locale]} (${part(locale)}): ${diff.beforeText?.[locale] ?? ''}`));
    case 'added':
      return both((locale) => clip(`${ADDED[locale]} (${part(locale)}): ${diff.afterText?.[locale] ?? ''}`));
    case 'moved':
      return both((locale) => clip(`${MOVED[locale]}: ${diff.label[locale]}`));
    case 'changed':
      return both((locale) => clip(`${label(locale)}: ${clip(diff.beforeText?.[locale] ?? '–', 50)} → ${clip(diff.afterText?.[locale] ?? '–', 50)}`, 170));
  }
}

/** The first `most` differences in the portal's order; `more` counts the rest. */
export function changeLines(diff: ContentDiff | null, most: number): { readonly lines: readonly Text[]; readonly more: number } {
  const changes = diff?.changes ?? [];
  return { lines: changes.slice(0, most).map(lineOf), more: Math.max(0, changes.length - most) };
}
