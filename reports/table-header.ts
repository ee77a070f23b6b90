/**
 * Finds the header of a list people keep in Excel and what each column holds.
 * Columns are known by their names, folded; a guess says that it is one and can be overruled.
 */
import { fold } from '../domain/shared/fold.js';
import type { Cell } from './spreadsheet.js';

export const IMPORT_COLUMNS = [
  'code',
  'name',
  'field',
  'levels',
  'procedureType',
  'publishingDecision',
  'applicants',
  'implementingAgency',
  'competentAgency',
  'delegatedAgency',
  'coordinatingAgency',
  'receivingAddress',
  'channel',
  'duration',
  'fee',
  'note',
  'step',
  'paper',
  'originals',
  'copies',
  'form',
  'result',
  'resultCode',
  'legalBasis',
  'condition',
  'relatedProcedures',
  'description',
  'effectiveOn',
  'annualCases',
  'owningUnit',
  'ordinal',
] as const;
/** What a column may hold. `ordinal` is the running number and is dropped. */
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

const ALIASES: Record<ImportColumn, readonly string[]> = {
  code: [
    'ma tthc',
    'ma so tthc',
    'ma thu tuc',
    'ma thu tuc hanh chinh',
    'ma so thu tuc',
    'ma so thu tuc hanh chinh',
    'ma so ho so tthc',
    'ma so',
    'ma',
    'ma tthc tren csdlqg',
    'code',
  ],
  name: ['ten tthc', 'ten thu tuc', 'ten thu tuc hanh chinh', 'thu tuc hanh chinh', 'ten', 'noi dung tthc', 'name'],
  field: ['linh vuc', 'linh vuc tthc', 'nganh linh vuc', 'field'],
  levels: ['cap thuc hien', 'cap giai quyet', 'cap', 'level'],
  procedureType: ['loai tthc', 'loai thu tuc', 'loai thu tuc hanh chinh'],
  publishingDecision: ['quyet dinh cong bo', 'qd cong bo', 'so quyet dinh', 'so quyet dinh cong bo'],
  applicants: ['doi tuong thuc hien', 'doi tuong', 'doi tuong thuc hien tthc'],
  implementingAgency: ['co quan thuc hien', 'co quan giai quyet', 'don vi thuc hien', 'co quan thuc hien tthc', 'don vi giai quyet'],
  competentAgency: ['co quan co tham quyen', 'co quan co tham quyen quyet dinh', 'tham quyen giai quyet', 'tham quyen'],
  delegatedAgency: ['co quan duoc uy quyen', 'co quan uy quyen'],
  coordinatingAgency: ['co quan phoi hop'],
  receivingAddress: ['dia chi tiep nhan', 'dia chi tiep nhan ho so', 'dia diem tiep nhan', 'dia diem thuc hien', 'noi tiep nhan'],
  channel: ['cach thuc thuc hien', 'hinh thuc nop', 'hinh thuc', 'cach thuc', 'kenh'],
  duration: ['thoi han giai quyet', 'thoi gian giai quyet', 'thoi han', 'thoi gian', 'thoi han giai quyet tthc'],
  fee: ['phi le phi', 'phi', 'le phi', 'muc phi', 'muc phi le phi', 'phi va le phi'],
  note: ['mo ta cach thuc', 'ghi chu cach thuc', 'ghi chu', 'chu thich'],
  step: ['trinh tu thuc hien', 'trinh tu', 'cac buoc', 'buoc thuc hien', 'noi dung buoc'],
  paper: ['thanh phan ho so', 'ten giay to', 'giay to', 'ho so', 'thanh phan so luong ho so'],
  originals: ['ban chinh', 'so ban chinh', 'so luong ban chinh'],
  copies: ['ban sao', 'so ban sao', 'so luong ban sao'],
  form: ['mau don to khai', 'mau don', 'to khai', 'bieu mau'],
  result: ['ket qua', 'ket qua giai quyet', 'ket qua thuc hien', 'ten ket qua'],
  resultCode: ['ma ket qua'],
  legalBasis: ['can cu phap ly', 'can cu', 'van ban quy dinh', 'co so phap ly'],
  condition: ['yeu cau dieu kien', 'dieu kien', 'yeu cau va dieu kien'],
  relatedProcedures: ['tthc lien quan', 'thu tuc lien quan'],
  description: ['mo ta'],
  effectiveOn: ['ngay hieu luc', 'ngay co hieu luc', 'hieu luc tu'],
  annualCases: ['so ho so nam', 'so luong ho so nam', 'so ho so phat sinh', 'so ho so phat sinh nam', 'luot nam'],
  owningUnit: ['don vi ra soat', 'don vi chu tri', 'don vi phu trach', 'co quan ra soat', 'don vi'],
  ordinal: ['stt', 'tt', 'so tt', 'so thu tu'],
};

const BY_ALIAS = new Map(Object.entries(ALIASES).flatMap(([column, names]) => names.map((name) => [name, column as ImportColumn] as const)));
const LONGEST_FIRST = [...BY_ALIAS].filter(([name]) => name.length > 4).toSorted(([a], [b]) => b.length - a.length);

/** One column of the sheet as it was understood; `samples` are its first three values. */
export type ColumnReading = {
  readonly index: number;
  readonly header: string;
  readonly column: ImportColumn | null;
  readonly confidence: 'exact' | 'guess' | 'given' | null;
  readonly samples: readonly string[];
};

export type HeaderReading = { readonly row: number; readonly columns: readonly ColumnReading[] };

const HEADER_ROWS = 30;

export const cellText = (cell: Cell | undefined): string =>
  cell === undefined ? '' : cell.date !== null ? cell.date.split('-').toReversed().join('/') : cell.value === null ? '' : String(cell.value).normalize('NFC');

/** Header words without numbering, brackets and signs: `Phí, lệ phí (đồng)` → `phi le phi`. */
const headerKey = (text: string): string =>
  fold(text)
    .replace(/\([^)]*\)/gu, ' ')
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();

function guess(text: string): { readonly column: ImportColumn; readonly confidence: 'exact' | 'guess' } | null {
  const key = headerKey(text);
  if (key === '' || key.length > 60) return null;
  const exact = BY_ALIAS.get(key);
  if (exact) return { column: exact, confidence: 'exact' };
  const near = LONGEST_FIRST.find(([name]) => key.startsWith(`${name} `) || key.endsWith(` ${name}`));
  return near ? { column: near[1], confidence: 'guess' } : null;
}

/**
 * The header among the first 30 rows: the row that names a code and a name column and the most others. `given` overrules
 * guesses by column index (0 first); with it the first row that holds text in those columns will do.
 */
export function findHeader(rows: readonly (readonly Cell[])[], given: Readonly<Record<number, ImportColumn | null>> = {}): HeaderReading | null {
  let best: { readonly row: number; readonly score: number } | null = null;
  rows.slice(0, HEADER_ROWS).forEach((cells, row) => {
    const columns = columnsOf(cells, given);
    const found = new Set(columns.map(({ column }) => column).filter((column) => column !== null));
    const texts = cells.filter((cell) => typeof cell.value === 'string').length;
    if (found.has('code') && found.has('name') && texts >= 2 && (best === null || found.size > best.score)) best = { row, score: found.size };
  });
  const chosen = best as { readonly row: number } | null;
  if (chosen === null) return null;
  const samplesFrom = rows.slice(chosen.row + 1).filter((cells) => !isNumberingRow(cells));
  const columns = columnsOf(rows[chosen.row] ?? [], given).map((reading) => ({
    ...reading,
    samples: samplesFrom
      .map((cells) => cellText(cells[reading.index]))
      .filter((text) => text !== '')
      .slice(0, 3),
  }));
  return { row: chosen.row, columns };
}

type Guess = Omit<ColumnReading, 'samples'>;

/** Two columns never hold the same thing: the exact name wins, then the one further left; papers and steps may stand once each. */
function columnsOf(cells: readonly Cell[], given: Readonly<Record<number, ImportColumn | null>>): readonly Guess[] {
  const guesses = cells.map((cell, index): Guess => {
    const header = cellText(cell).replace(/\s+/gu, ' ').trim();
    if (Object.hasOwn(given, index)) return { index, header, column: given[index] ?? null, confidence: 'given' };
    return { index, header, ...(guess(header) ?? { column: null, confidence: null }) };
  });
  const rank = { given: 0, exact: 1, guess: 2 } as const;
  const taken = new Map<ImportColumn, number>();
  for (const { column, index } of guesses.toSorted((a, b) => rank[a.confidence ?? 'guess'] - rank[b.confidence ?? 'guess'] || a.index - b.index)) {
    if (column !== null && !taken.has(column)) taken.set(column, index);
  }
  return guesses.map((reading) =>
    reading.column !== null && taken.get(reading.column) !== reading.index ? { ...reading, column: null, confidence: null } : reading,
  );
}

/** The row `(1) (2) (3)` or `1 2 3` under a header, and rows of units such as `đồng`. */
export function isNumberingRow(cells: readonly Cell[]): boolean {
  const texts = cells.map((cell) => fold(cellText(cell))).filter((text) => text !== '');
  return (
    texts.length >= 2 &&
    (texts.every((text) => /^(?:\(\d{1,2}\)|\d{1,2}|[a-z])$/u.test(text)) || texts.every((text) => /^(?:\(?(?:dong|vnd|ngay|gio|ban|bo|luot)\)?)$/u.test(text)))
  );
}

export const isTotalRow = (cells: readonly Cell[]): boolean =>
  cells.some((cell) => /^(?:tong cong|tong so|tong|cong)(?:$|[:\s])/u.test(fold(cellText(cell)))) && !cells.some((cell) => /^\d\.\d{6}/u.test(cellText(cell)));
