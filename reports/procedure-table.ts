/**
 * Procedures out of a list, one row each or several rows under one merged code.
 * A row that cannot be used is said so by its number; the others go on.
 */
import { readContent } from '../domain/procedure/content-shape.js';
import { type Channel, type ChannelKind, emptyContent, type Fee, type ProcedureContent } from '../domain/procedure/procedure.js';
import { fold } from '../domain/shared/fold.js';
import type { LocalDate } from '../domain/shared/instant.js';
import { type ImportProblem, problemAt } from './import-problem.js';
import {
  cleanText,
  dongFee,
  exactText,
  listRows,
  looksLegacy,
  readCode,
  readDate,
  readDuration,
  readFee,
  readLevels,
  readNumber,
  readSymbols,
  saysNothing,
  splitOutsideBrackets,
} from './published-values.js';
import { type Cell, EMPTY_CELL } from './spreadsheet.js';
import { cellText, type HeaderReading, type ImportColumn, isNumberingRow, isTotalRow } from './table-header.js';

/** What a list says beside the published text: `annualCases` files a year, `owningUnit` as written. */
export type RowFacts = { readonly effectiveOn: LocalDate | null; readonly annualCases: number | null; readonly owningUnit: string | null };

export type TableDraft = { readonly row: number; readonly content: ProcedureContent; readonly facts: RowFacts };
export type TableReading = { readonly drafts: readonly TableDraft[]; readonly problems: readonly ImportProblem[]; readonly rows: number };

type Draft = { row: number; content: ProcedureContent; facts: RowFacts };
type RowView = { readonly row: number; readonly at: (column: ImportColumn) => Cell; readonly text: (column: ImportColumn) => string };
type Warn = (code: ImportProblem['code'], column: ImportColumn, value: string) => void;

export function readTable(rows: readonly (readonly Cell[])[], header: HeaderReading): TableReading {
  const drafts: Draft[] = [];
  const problems: ImportProblem[] = [];
  const place = new Map(header.columns.flatMap(({ column, index }) => (column === null ? [] : [[column, index] as const])));
  const headers = new Map(header.columns.flatMap(({ column, header: words }) => (column === null ? [] : [[column, words] as const])));
  let count = 0;
  let section: string | null = null;
  let open: Draft | null = null;
  rows.forEach((cells, index) => {
    if (index <= header.row) return;
    const row = index + 1;
    const at = (column: ImportColumn): Cell => cells[place.get(column) ?? -1] ?? EMPTY_CELL;
    const view: RowView = { row, at, text: (column) => cleanText(cellText(at(column))) };
    if (cells.every((cell) => cellText(cell).trim() === '') || isNumberingRow(cells) || isTotalRow(cells)) return;
    const heading = sectionOf(view, cells);
    if (heading !== null) {
      section = heading;
      open = null;
      return;
    }
    if (at('code').continues && open !== null) {
      const target: Draft = open;
      const warn = warner(problems, row, headers);
      target.content = withRows(target.content, view, warn, place.has('channel'), true);
      return;
    }
    count += 1;
    open = null;
    const found: ImportProblem[] = [];
    const draft = readRow(view, found, headers, section, place.has('channel'));
    problems.push(...found);
    if (draft === null) return;
    drafts.push(draft);
    open = draft;
  });
  if (!place.has('channel') && (place.has('duration') || place.has('fee')) && drafts.length > 0) {
    problems.unshift(problemAt('import_channel_assumed', 'warning', { row: header.row + 1 }));
  }
  const checked = drafts.flatMap((draft): readonly TableDraft[] => {
    const read = readContent(draft.content);
    if ('content' in read) return [{ ...draft, content: read.content }];
    problems.push(...read.problems.map((problem) => problemAt(problem.code, 'error', { row: draft.row, pointer: problem.path }, problem.value)));
    return [];
  });
  return { drafts: checked, problems, rows: count };
}

const warner =
  (problems: ImportProblem[], row: number, headers: ReadonlyMap<ImportColumn, string>): Warn =>
  (code, column, value) => {
    problems.push(problemAt(code, 'warning', { row, column: headers.get(column) ?? null }, value));
  };

/** `II. LĨNH VỰC HỘ TỊCH` between the rows names the field of those below it. */
function sectionOf({ text }: RowView, cells: readonly Cell[]): string | null {
  if (/^\d[.,]?\d{3,6}/u.test(text('code')) && text('code') !== text('name')) return null;
  const texts = [...new Set(cells.map((cell) => cleanText(cellText(cell))).filter((words) => words !== ''))];
  const heading = texts.find((words) => /^(?:[ivx]+\.?\s*)?(?:linh vuc|nhom)\b/u.test(fold(words)));
  if (texts.length > 2) return null;
  if (heading !== undefined) return cleanText(heading.replace(/^[IVXivx]+\.?\s*/u, '').replace(/^lĩnh\s+vực\s*:?\s*/iu, ''));
  return texts.some((words) => /^(?:[IVX]+|[A-Z])\.?$/u.test(words)) ? (texts.find((words) => words.length > 3) ?? null) : null;
}

function readRow(
  view: RowView,
  problems: ImportProblem[],
  headers: ReadonlyMap<ImportColumn, string>,
  section: string | null,
  hasChannel: boolean,
): Draft | null {
  const { row, at, text } = view;
  const warn = warner(problems, row, headers);
  const error = (code: ImportProblem['code'], column: ImportColumn, value = ''): void => {
    problems.push(problemAt(code, 'error', { row, column: headers.get(column) ?? null }, value));
  };
  const written = at('code').value;
  const reading = typeof written === 'number' ? readCode(written) : text('code') === '' ? null : readCode(text('code'));
  if (reading === null) error('import_code_missing', 'code');
  else if ('wrong' in reading) error('import_code_wrong', 'code', text('code'));
  if (text('name') === '') error('import_name_missing', 'name');
  if (reading === null || 'wrong' in reading || text('name') === '') return null;
  if (reading.repaired) warn('import_code_repaired', 'code', `${String(written)} → ${reading.code}`);
  const orNull = (column: ImportColumn): string | null => (saysNothing(text(column)) ? null : text(column));
  for (const column of headers.keys()) {
    if (looksLegacy(text(column), at(column).font)) {
      warn('import_legacy_font', column, text(column));
      break;
    }
  }
  const levels = readLevels(splitOutsideBrackets(text('levels'), ',;/\n'));
  for (const unknown of levels.unknown) warn('import_level_unknown', 'levels', unknown);
  if (levels.district) warn('import_district_level', 'levels', text('levels'));
  const content: ProcedureContent = {
    ...emptyContent(reading.code, text('name')),
    field: orNull('field') ?? section,
    levels: levels.levels,
    levelsPublished: levels.published,
    procedureType: orNull('procedureType'),
    publishingDecision: orNull('publishingDecision'),
    applicants: splitOutsideBrackets(listRows(text('applicants')).join('\n'), ',;\n'),
    implementingAgency: orNull('implementingAgency'),
    competentAgency: orNull('competentAgency'),
    delegatedAgency: orNull('delegatedAgency'),
    coordinatingAgency: orNull('coordinatingAgency'),
    receivingAddress: orNull('receivingAddress'),
    relatedProcedures: listRows(text('relatedProcedures')),
    description: orNull('description'),
    source: { address: null, copy: null, certainty: 'U', uncertain: [], note: 'Nhập từ danh sách của đơn vị' },
  };
  return { row, content: withRows(content, view, warn, hasChannel, false), facts: factsOf(view, warn) };
}

function factsOf({ at, text }: RowView, warn: Warn): RowFacts {
  const date = at('effectiveOn').date as LocalDate | null;
  const effectiveOn = date ?? (text('effectiveOn') === '' ? null : readDate(text('effectiveOn')));
  if (effectiveOn === null && text('effectiveOn') !== '') warn('import_date_wrong', 'effectiveOn', text('effectiveOn'));
  const count = countOf(at('annualCases'), text('annualCases'), 'annualCases', warn);
  return { effectiveOn, annualCases: count, owningUnit: saysNothing(text('owningUnit')) ? null : text('owningUnit') };
}

/** A whole number of a cell; null when absent, warned when it is written in two possible ways. */
function countOf(cell: Cell, text: string, column: ImportColumn, warn: Warn): number | null {
  if (text === '') return null;
  const exact = typeof cell.value === 'number' ? exactText(cell.value) : null;
  const reading = exact === null ? readNumber(text) : { value: exact };
  if (reading !== null && 'value' in reading && /^\d+$/u.test(reading.value) && Number.isSafeInteger(Number(reading.value))) return Number(reading.value);
  warn('import_number_ambiguous', column, text);
  return null;
}

/** The content with what this row adds to its lists: papers, steps, channels, results, legal basis, conditions. */
function withRows(content: ProcedureContent, view: RowView, warn: Warn, hasChannel: boolean, continued: boolean): ProcedureContent {
  const { at, text } = view;
  const fresh = (column: ImportColumn): string => (continued && at(column).continues ? '' : text(column));
  const numbered = <T extends object>(prefix: string, rows: readonly T[], from: number): readonly (T & { readonly id: string })[] =>
    rows.map((row, index) => ({ id: `${prefix}${from + index + 1}`, ...row }));
  const items = content.dossier[0]?.items ?? [];
  const papers = listRows(fresh('paper'));
  const single = papers.length === 1;
  const originals = countOf(at('originals'), fresh('originals'), 'originals', warn);
  const copies = countOf(at('copies'), fresh('copies'), 'copies', warn);
  const stated = originals !== null || copies !== null;
  const added = numbered(
    'gt',
    papers.map((name) => ({
      name,
      originals: stated ? (originals ?? 0) : 1,
      copies: copies ?? 0,
      kind: null,
      form: single && fresh('form') !== '' ? fresh('form') : null,
    })),
    items.length,
  );
  const steps = numbered(
    'b',
    listRows(fresh('step')).map((step) => ({ text: step, duration: null })),
    content.steps.length,
  );
  const results = numbered(
    'kq',
    listRows(fresh('result')).map((name) => ({ name, code: fresh('resultCode') === '' ? null : fresh('resultCode') })),
    content.results.length,
  );
  const known = new Set(content.legalBasis.map(({ symbol }) => symbol));
  const basis = numbered(
    'cc',
    readSymbols(fresh('legalBasis'))
      .filter((symbol) => !known.has(symbol))
      .map((symbol) => ({ symbol, title: null, issuer: null })),
    content.legalBasis.length,
  );
  const conditions = numbered(
    'dk',
    listRows(fresh('condition')).map((line) => ({ text: line, subject: 'procedure' as const })),
    content.conditions.length,
  );
  const dossier = items.length + added.length === 0 ? content.dossier : [{ id: 'th1', case: 'chung', items: [...items, ...added] }];
  return {
    ...content,
    steps: [...content.steps, ...steps],
    dossier,
    results: [...content.results, ...results],
    legalBasis: [...content.legalBasis, ...basis],
    conditions: [...content.conditions, ...conditions],
    channels: [...content.channels, ...channelsOf(content.channels, view, warn, fresh, hasChannel)],
  };
}

function channelsOf(
  existing: readonly Channel[],
  { at }: RowView,
  warn: Warn,
  fresh: (column: ImportColumn) => string,
  hasChannel: boolean,
): readonly Channel[] {
  const kinds = channelKinds(fresh('channel'));
  const limit = fresh('duration');
  const cost = fresh('fee');
  if (kinds.length === 0 && limit === '' && cost === '') return [];
  const notes = [fresh('note')];
  const time = durationOf(at('duration'), limit, warn, notes);
  const fee = feeOf(at('fee'), cost, warn);
  const rows: readonly ChannelKind[] = kinds.length > 0 ? kinds : ['inPerson'];
  if (hasChannel && kinds.length === 0) warn('import_channel_assumed', 'channel', fresh('channel'));
  const note = notes.filter((words) => words !== '').join('\n');
  return rows.map((channel, index) => {
    const same = existing.filter((other) => other.channel === channel).length + rows.slice(0, index).filter((other) => other === channel).length;
    return { id: same === 0 ? channel : `${channel}-${same + 1}`, channel, duration: time, fee, note: note === '' ? null : note };
  });
}

function channelKinds(text: string): readonly ChannelKind[] {
  const words = fold(text);
  const kinds: ChannelKind[] = [];
  if (/truc tiep/u.test(words)) kinds.push('inPerson');
  if (/truc tuyen|online|qua mang|toan trinh|dvc/u.test(words)) kinds.push('online');
  if (/buu chinh|buu dien|bcci/u.test(words)) kinds.push('post');
  return kinds;
}

/** A limit that cannot be read is kept word for word in the channel's note. */
function durationOf(cell: Cell, text: string, warn: Warn, notes: string[]): Channel['duration'] {
  if (text === '' || saysNothing(text)) return null;
  const exact = typeof cell.value === 'number' ? exactText(cell.value) : null;
  if (exact !== null && exact !== '0') return { value: exact, unit: null, published: text };
  const read = readDuration(text);
  if ('duration' in read) return read.duration;
  warn('ambiguous' in read ? 'import_number_ambiguous' : 'import_duration_unread', 'duration', text);
  notes.push(`Thời hạn đăng: ${text}`);
  return null;
}

function feeOf(cell: Cell, text: string, warn: Warn): Fee | null {
  if (text === '' || saysNothing(text)) return null;
  const exact = typeof cell.value === 'number' ? exactText(cell.value) : null;
  if (exact !== null) return dongFee(exact, text);
  const read = readFee(text);
  if ('fee' in read) return read.fee;
  warn('ambiguous' in read ? 'import_number_ambiguous' : 'import_fee_unread', 'fee', text);
  return 'ambiguous' in read ? read.ambiguous : read.unread;
}
