/** One cell of the sheet: the words as typed, the number they mean, what is wrong with them. */
import type { Finding } from '../../../domain/cost/finding.js';
import { storedNumber } from '../../../domain/cost/number-words.js';
import { numberText, tryNumber } from '../../../domain/cost/number.js';
import { readVnNumber, type FieldKind } from '../../../domain/cost/vn/read-number.js';
import { cellNumber, type VnCell } from '../../../domain/cost/vn/sheet.js';

export const NUMBER_COLUMNS = ['hours', 'service', 'fees', 'timesPerYear', 'subjectsPerYear'] as const;
export type NumberColumn = (typeof NUMBER_COLUMNS)[number];
export const TEXT_COLUMNS = ['task', 'activity', 'note'] as const;
export type TextColumn = (typeof TEXT_COLUMNS)[number];
export type Column = NumberColumn | TextColumn;

export const isNumberColumn = (column: Column): column is NumberColumn => (NUMBER_COLUMNS as readonly string[]).includes(column);

const KINDS: Readonly<Record<NumberColumn, FieldKind>> = { hours: 'hours', service: 'money', fees: 'money', timesPerYear: 'count', subjectsPerYear: 'count' };

/** `value` is what is stored; `minutes` marks a time that is stored in minutes. `problem` stands for unreadable or ambiguous words. */
export type Cell = { readonly text: string; readonly value: VnCell; readonly problem: Finding | null; readonly minutes?: true };

export const EMPTY_CELL: Cell = { text: '', value: null, problem: null };

const MINUTES = /^(.*\d)\s*(?:phút|ph|p|mins?|minutes?|')$/u;

/** Reads what was typed into a column. Times may be typed in minutes with their word: `30 phút`. */
export function readCell(typed: string, column: NumberColumn | 'rate'): Cell {
  const text = typed.normalize('NFC');
  const inMinutes = column === 'hours' && !/[hg]/u.test(text.toLowerCase().replace(/phút|ph/gu, '')) ? MINUTES.exec(text.trim().toLowerCase()) : null;
  if (inMinutes !== null) {
    const read = readVnNumber(inMinutes[1] as string, 'minutes');
    const minutes = tryNumber(read.value);
    return { text, value: minutes === null ? null : numberText(minutes.div(60)), problem: read.findings[0] ?? null };
  }
  const { value, findings } = readVnNumber(text, column === 'rate' ? 'money' : KINDS[column]);
  return { text, value, problem: findings[0] ?? null };
}

/** A stored cell as it is shown for editing. */
export function shownCell(
  value: VnCell | undefined,
  words: { readonly negligible: string; readonly notApplicable: string; readonly minutes: string },
  minutes = false,
): Cell {
  const number = cellNumber(value);
  const state = typeof value === 'object' && value !== null && 'state' in value ? value.state : undefined;
  const text = number !== null ? storedNumber(number, 'vi') : state === 'negligible' || state === 'notApplicable' ? words[state] : '';
  return minutes
    ? { text: number === null ? text : `${text} ${words.minutes}`, value: value ?? null, problem: null, minutes: true }
    : { text, value: value ?? null, problem: null };
}

/** The cell with its number written out in groups of three, when that reads back as the same number. */
export function tidyCell(cell: Cell, column: NumberColumn | 'rate'): Cell {
  if (cell.problem !== null || typeof cell.value !== 'string' || cell.minutes === true) return cell;
  const text = storedNumber(cell.value, 'vi');
  if (text === cell.text) return cell;
  const again = readCell(text, column);
  return again.value === cell.value && again.problem === null ? { ...cell, text } : cell;
}

/** The words cannot be used as a number at all. */
export const isUnreadable = (cell: Cell): boolean => cell.value === null && cell.text.trim() !== '' && cell.problem !== null;
