/** What an import says about a file, a row or a cell: where, what, and what to do, in both languages. */
import { type ErrorCode, ERROR_TEXTS, type Text } from '../domain/shared/errors.js';

/** `error` keeps the row out of the drafts; `warning` lets it in and asks for a look. `row` counts from 1 as Excel does. */
export type ImportProblem = {
  readonly row: number | null;
  /** JSON path inside the file, such as `3/channels/online/fee`. */
  readonly pointer: string | null;
  readonly column: string | null;
  readonly code: ErrorCode;
  readonly severity: 'error' | 'warning';
  readonly vi: string;
  readonly en: string;
  readonly value: string | null;
};

export type Where = { readonly row?: number | null; readonly pointer?: string | null; readonly column?: string | null };

/** A problem at a place, with the offending value quoted at most 80 characters long. */
export function problemAt(code: ErrorCode, severity: ImportProblem['severity'], where: Where = {}, value: string | Text | null = null): ImportProblem {
  const row = where.row ?? null;
  const pointer = where.pointer ?? null;
  const column = where.column ?? null;
  const said = typeof value === 'string' ? { vi: value, en: value } : value;
  const compose = (rowWord: string, columnWord: string, partWord: string, text: string, found: string): string => {
    const place = [
      row === null ? '' : `${rowWord} ${row}`,
      column === null ? '' : `${columnWord} “${column}”`,
      pointer === null ? '' : `${partWord} ${pointer}`,
    ];
    const head = place.filter((part) => part !== '').join(', ');
    return `${head === '' ? '' : `${head}: `}${text}${found === '' ? '' : ` (“${found}”)`}`;
  };
  const text = ERROR_TEXTS[code];
  return {
    row,
    pointer,
    column,
    code,
    severity,
    value: said === null || said.vi === '' ? null : short(said.vi),
    vi: compose('Dòng', 'cột', 'mục', text.vi, short(said?.vi ?? '')),
    en: compose('Row', 'column', 'part', text.en, short(said?.en ?? '')),
  };
}

const short = (words: string): string => (words.length > 80 ? `${words.slice(0, 79)}…` : words);
