/**
 * Drafts of procedures out of a file that people have: our JSON, condensed records, the portal's JSON of one procedure,
 * an Excel list, a CSV list.
 *
 * Bad input never throws: it is named with its place and what to do, and the good rows are still given. Nothing is
 * corrected in silence; what was repaired or left out is warned of, and what was published stays as words.
 */
import { missingParts, type ProcedureContent } from '../domain/procedure/procedure.js';
import { type Flag, qualityFlags } from '../domain/procedure/quality-gate.js';
import type { ErrorCode } from '../domain/shared/errors.js';
import { MANDATORY_PART_LABELS } from '../domain/shared/labels.js';
import { readCsv } from './csv-file.js';
import { type ImportProblem, problemAt } from './import-problem.js';
import { readJsonRecords } from './json-records.js';
import { type RecordFormat, readRecord } from './procedure-record.js';
import { readTable, type RowFacts } from './procedure-table.js';
import { readWorkbook, type Sheet } from './spreadsheet.js';
import { type ColumnReading, findHeader, type ImportColumn } from './table-header.js';
import { decodeText } from './text-file.js';
import { lookIntoZip } from './zip-guard.js';

export type { ImportProblem } from './import-problem.js';
export type { RowFacts } from './procedure-table.js';
export type { ColumnReading, ImportColumn } from './table-header.js';

export const IMPORT_LIMITS = { bytes: 10 * 1024 * 1024, unpackedBytes: 100 * 1024 * 1024, rows: 20_000, columns: 200 } as const;

export type ImportOptions = {
  /** Name of the sheet; the first one with a header by default. */
  readonly sheet?: string;
  /** What a column holds, by index from 0; null leaves it out. Overrules the guess. */
  readonly mapping?: Readonly<Record<number, ImportColumn | null>>;
};

/** A procedure ready to be stored by a command. `row` is the row of the sheet or the line of the file. */
export type ImportDraft = {
  readonly row: number;
  readonly pointer: string | null;
  readonly content: ProcedureContent;
  readonly flags: readonly Flag[];
  readonly facts: RowFacts;
};

/** `rows` counts what the file offered: `valid` (with `warned` among them) + `failed`; `duplicates` are among the failed. */
export type ImportCounts = { readonly rows: number; readonly valid: number; readonly warned: number; readonly failed: number; readonly duplicates: number };

export type ImportResult = {
  readonly format: RecordFormat | 'table' | null;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly headerRow: number | null;
  readonly columns: readonly ColumnReading[];
  readonly drafts: readonly ImportDraft[];
  readonly problems: readonly ImportProblem[];
  readonly counts: ImportCounts;
};

const NO_FACTS: RowFacts = { effectiveOn: null, annualCases: null, owningUnit: null };
const NOTHING: ImportResult = {
  format: null,
  sheets: [],
  sheet: null,
  headerRow: null,
  columns: [],
  drafts: [],
  problems: [],
  counts: { rows: 0, valid: 0, warned: 0, failed: 0, duplicates: 0 },
};

const refused = (code: ErrorCode, row: number | null = null, value: string | null = null): ImportResult => ({
  ...NOTHING,
  problems: [problemAt(code, 'error', { row }, value)],
});

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
const isOle = (bytes: Uint8Array): boolean => [0xd0, 0xcf, 0x11, 0xe0].every((byte, index) => bytes[index] === byte);

/** Reads any supported file; the bytes decide the kind, the name only words the refusal. Deterministic: same bytes, same drafts. */
export async function readProceduresFile(bytes: Uint8Array, fileName: string, options: ImportOptions = {}): Promise<ImportResult> {
  if (bytes.length === 0) return refused('import_empty_file');
  if (bytes.length > IMPORT_LIMITS.bytes) return refused('import_too_large', null, `${Math.ceil(bytes.length / 1024 / 1024)} MB`);
  if (isOle(bytes)) return refused(/\.xls$/iu.test(fileName) ? 'import_xls_refused' : 'import_xlsx_broken', null, fileName);
  if (isZip(bytes)) return fromWorkbook(bytes, options);
  if (/\.xls[xm]$/iu.test(fileName)) return refused('import_xlsx_broken', null, fileName);
  if (String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-') return refused('import_format_unknown', null, fileName);
  const decoded = decodeText(bytes);
  if ('refused' in decoded) return refused(decoded.refused, decoded.row, fileName);
  const { text } = decoded;
  if (text.trim() === '') return refused('import_empty_file');
  if (/^\s*[{[]/u.test(text)) return fromJson(text);
  if (/\.json$/iu.test(fileName)) return refused('import_json_broken', 1, fileName);
  if (/^\s*</u.test(text)) return refused('import_format_unknown', null, fileName);
  return fromCsv(text, options);
}

async function fromWorkbook(bytes: Uint8Array, options: ImportOptions): Promise<ImportResult> {
  const look = lookIntoZip(bytes, IMPORT_LIMITS.unpackedBytes);
  if ('refused' in look) return refused(look.refused);
  if (!look.names.includes('xl/workbook.xml')) return refused('import_format_unknown');
  if (look.rows > IMPORT_LIMITS.rows) return refused('import_too_many_rows');
  let sheets: readonly Sheet[];
  try {
    sheets = await readWorkbook(bytes, IMPORT_LIMITS);
  } catch {
    return refused('import_xlsx_broken');
  }
  return fromSheets(sheets, options);
}

function fromCsv(text: string, options: ImportOptions): ImportResult {
  const { rows, brokenAt } = readCsv(text, IMPORT_LIMITS.rows);
  const result = fromSheets([{ name: 'CSV', rows }], { ...options, sheet: 'CSV' });
  if (brokenAt === null) return { ...result, sheets: [], sheet: null };
  const broken = problemAt('import_csv_broken', 'error', { row: brokenAt });
  const headerLost = result.headerRow === null;
  return { ...result, sheets: [], sheet: null, problems: headerLost ? [broken] : [broken, ...result.problems] };
}

function fromSheets(all: readonly Sheet[], options: ImportOptions): ImportResult {
  const sheets = all.map(({ name }) => name);
  const wanted = options.sheet === undefined ? all : all.filter(({ name }) => name === options.sheet);
  if (wanted.length === 0) return { ...refused(all.length === 0 ? 'import_empty_file' : 'import_sheet_missing', null, options.sheet ?? null), sheets };
  const filled = wanted.filter(({ rows }) => rows.some((cells) => cells.some((cell) => cell.value !== null || cell.date !== null)));
  if (filled.length === 0) return { ...refused('import_empty_file'), sheets };
  for (const sheet of filled) {
    const header = findHeader(sheet.rows, options.mapping);
    if (header === null) continue;
    const base = { ...NOTHING, format: 'table' as const, sheets, sheet: sheet.name, headerRow: header.row + 1, columns: header.columns };
    if (sheet.rows.length > IMPORT_LIMITS.rows) return { ...base, problems: [problemAt('import_too_many_rows', 'error')] };
    if (sheet.rows.some((cells) => cells.slice(IMPORT_LIMITS.columns).some((cell) => cell.value !== null))) {
      return { ...base, problems: [problemAt('import_columns_too_many', 'error')] };
    }
    const table = readTable(sheet.rows, header);
    const drafts = table.drafts.map((draft) => ({ ...draft, pointer: null }));
    return finish(base, drafts, table.problems, table.rows);
  }
  return { ...refused('import_header_missing', null, filled[0]?.name ?? null), sheets };
}

function fromJson(text: string): ImportResult {
  const read = readJsonRecords(text);
  if ('unreadable' in read) return refused('import_json_broken', read.row);
  if (read.records.length > IMPORT_LIMITS.rows) return refused('import_too_many_rows');
  if (read.records.length === 0 && read.brokenAt === null) return refused('import_empty_file');
  const readings = read.records.map((record) => ({
    record,
    ...readRecord(record.value, { row: record.row, pointer: record.pointer === '' ? null : record.pointer }),
  }));
  const drafts = readings.flatMap(({ record, content }) =>
    content === null ? [] : [{ row: record.row, pointer: record.pointer === '' ? null : record.pointer, content, facts: NO_FACTS }],
  );
  const broken = read.brokenAt === null ? [] : [problemAt('import_json_broken', 'error', { row: read.brokenAt })];
  const format = readings[0]?.format ?? null;
  const rows = read.records.length + broken.length;
  return finish({ ...NOTHING, format }, drafts, [...broken, ...readings.flatMap(({ problems }) => problems)], rows);
}

type RawDraft = Omit<ImportDraft, 'flags'>;

/** Refuses repeated codes, flags what the gate finds, names missing mandatory parts, counts. */
function finish(base: ImportResult, raw: readonly RawDraft[], found: readonly ImportProblem[], rows: number): ImportResult {
  const seen = new Set<string>();
  const problems = [...found];
  const drafts = raw.flatMap((draft): readonly ImportDraft[] => {
    const where = { row: draft.row, pointer: draft.pointer };
    if (seen.has(draft.content.code)) {
      problems.push(problemAt('import_duplicate_code', 'error', where, draft.content.code));
      return [];
    }
    seen.add(draft.content.code);
    const missing = missingParts(draft.content);
    if (missing.length > 0) {
      problems.push(
        problemAt('import_parts_missing', 'warning', where, {
          vi: missing.map((part) => MANDATORY_PART_LABELS[part].vi).join(', '),
          en: missing.map((part) => MANDATORY_PART_LABELS[part].en).join(', '),
        }),
      );
    }
    return [{ ...draft, flags: qualityFlags(draft.content) }];
  });
  const warnings = new Map<number | null, (string | null)[]>();
  for (const { severity, row, pointer } of problems) {
    if (severity === 'warning') warnings.set(row, [...(warnings.get(row) ?? []), pointer]);
  }
  const warned = ({ row, pointer }: RawDraft): boolean =>
    (warnings.get(row) ?? []).some((place) => pointer === null || `${place ?? ''}/`.startsWith(`${pointer}/`));
  const ordered = problems.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
  return {
    ...base,
    drafts,
    problems: ordered,
    counts: {
      rows,
      valid: drafts.length,
      warned: drafts.filter(warned).length,
      failed: rows - drafts.length,
      duplicates: problems.filter(({ code }) => code === 'import_duplicate_code').length,
    },
  };
}
