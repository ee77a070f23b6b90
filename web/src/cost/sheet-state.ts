/**
 * The cost sheet while it is being edited: rows shared by both blocks, cells of block II linked to block I until overridden.
 * Plain data in, plain data out; saving turns it into the two stored sheets.
 */
import { FORM_ROWS, type FormRow, type Source } from '../../../domain/cost/model.js';
import { sourceOf } from '../../../domain/cost/provenance.js';
import { cellNumber, VN_SHEET_SCHEMA, type VnCell, type VnOneOff, type VnRate, type VnRow, type VnSheet } from '../../../domain/cost/vn/sheet.js';
import { EMPTY_CELL, NUMBER_COLUMNS, readCell, shownCell, type Cell, type NumberColumn } from './cell.js';

export const SIDES = ['before', 'after'] as const;
export type Side = (typeof SIDES)[number];

/** Cells of one side; null follows: block II follows block I, the number of subjects follows the sheet's own. */
export type Cells = Readonly<Record<NumberColumn, Cell | null>>;
export type SideRow = { readonly cells: Cells; readonly note: string | null };

/** One row of both blocks. `before` is null for a duty that exists only afterwards. */
export type SheetRow = {
  readonly id: string;
  readonly group: FormRow;
  readonly task: string;
  readonly activity: string;
  readonly before: SideRow | null;
  readonly after: SideRow & { readonly dropped: boolean };
  /** What is stored with the row and not edited here. */
  readonly rest: { readonly paper?: string; readonly feesAre?: 'fee' | 'cash' };
};

/** A number for the whole sheet with where it comes from. */
export type Common = { readonly cell: Cell; readonly source: string; readonly stored: Source | null };

export type SheetState = {
  readonly rate: Common;
  readonly rateYear: string;
  /** Set while the stored blocks disagree about the rate. */
  readonly rateAfter: Cell | null;
  readonly subjects: Common;
  readonly rows: readonly SheetRow[];
  readonly rest: { readonly before: SheetRest; readonly after: SheetRest };
};

type SheetRest = {
  readonly templateVersion?: string;
  readonly addressee?: 'citizen' | 'business' | 'administration';
  readonly oneOff?: readonly VnOneOff[];
  readonly sources: readonly Source[];
  readonly rate: Omit<VnRate, 'value' | 'year'>;
};

export type Words = { readonly negligible: string; readonly notApplicable: string; readonly minutes: string };

const NO_REST: SheetRest = { sources: [], rate: {} };
const NO_COMMON: Common = { cell: EMPTY_CELL, source: '', stored: null };
const LINKED: Cells = { hours: null, service: null, fees: null, timesPerYear: null, subjectsPerYear: null };

export const EMPTY_STATE: SheetState = {
  rate: NO_COMMON,
  rateYear: '',
  rateAfter: null,
  subjects: NO_COMMON,
  rows: [],
  rest: { before: NO_REST, after: NO_REST },
};

/** Cells of a row just added: nothing is paid, it is done once, by everybody. */
const newCells = (): Cells => ({
  hours: EMPTY_CELL,
  service: readCell('0', 'service'),
  fees: readCell('0', 'fees'),
  timesPerYear: readCell('1', 'timesPerYear'),
  subjectsPerYear: null,
});

/** A row of the form before anybody typed into it. */
export function newRow(id: string, group: FormRow, task: string, only: Side = 'before'): SheetRow {
  const own: SideRow = { cells: newCells(), note: '' };
  return only === 'before'
    ? { id, group, task, activity: '', before: own, after: { cells: LINKED, note: null, dropped: false }, rest: {} }
    : { id, group, task, activity: '', before: null, after: { ...own, dropped: false }, rest: {} };
}

const same = (left: VnCell | undefined, right: VnCell | undefined): boolean => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** The value most rows share, so that they follow one field. */
function commonest(values: readonly VnCell[]): VnCell {
  const counts = new Map<string, { readonly value: VnCell; count: number }>();
  for (const value of values) {
    if (cellNumber(value) === null) continue;
    const key = JSON.stringify(value);
    const entry = counts.get(key);
    if (entry === undefined) counts.set(key, { value, count: 1 });
    else entry.count += 1;
  }
  return [...counts.values()].reduce<{ value: VnCell; count: number }>((best, entry) => (entry.count > best.count ? entry : best), { value: null, count: 0 })
    .value;
}

function commonOf(value: VnCell, sources: readonly Source[], words: Words): Common {
  const id = sourceOf(value);
  const stored = sources.find((source) => source.id === id) ?? null;
  return { cell: shownCell(value, words), source: stored?.document ?? '', stored };
}

const restOf = (sheet: VnSheet | null): SheetRest => {
  if (sheet === null) return NO_REST;
  const { value: _value, year: _year, ...rate } = sheet.hourlyIncome;
  return {
    ...(sheet.templateVersion === undefined ? {} : { templateVersion: sheet.templateVersion }),
    ...(sheet.addressee === undefined ? {} : { addressee: sheet.addressee }),
    ...(sheet.oneOff === undefined ? {} : { oneOff: sheet.oneOff }),
    sources: sheet.sources ?? [],
    rate,
  };
};

/** Opens stored sheets for editing. Without a stored block II, every row of it follows block I. */
export function openSheets(before: VnSheet | null, after: VnSheet | null, words: Words): SheetState {
  const base = before ?? after;
  if (base === null) return EMPTY_STATE;
  const sources = [...(before?.sources ?? []), ...(after?.sources ?? [])];
  const subjects = commonest((before ?? base).rows.map((row) => row.subjectsPerYear));
  const timeOf = (row: VnRow): Cell =>
    row.minutes !== undefined && row.hours === undefined ? shownCell(row.minutes, words, true) : shownCell(row.hours, words);
  const cellsOf = (row: VnRow): Cells => ({
    hours: timeOf(row),
    service: shownCell(row.service, words),
    fees: shownCell(row.fees, words),
    timesPerYear: shownCell(row.timesPerYear, words),
    subjectsPerYear: same(row.subjectsPerYear, subjects) ? null : shownCell(row.subjectsPerYear, words),
  });
  const linkOf = (row: VnRow, old: VnRow): Cells => ({
    hours: same(row.hours, old.hours) && same(row.minutes, old.minutes) ? null : timeOf(row),
    service: same(row.service, old.service) ? null : shownCell(row.service, words),
    fees: same(row.fees, old.fees) ? null : shownCell(row.fees, words),
    timesPerYear: same(row.timesPerYear, old.timesPerYear) ? null : shownCell(row.timesPerYear, words),
    subjectsPerYear: same(row.subjectsPerYear, old.subjectsPerYear) ? null : shownCell(row.subjectsPerYear, words),
  });
  const restOfRow = (row: VnRow): SheetRow['rest'] => ({
    ...(row.paper === undefined ? {} : { paper: row.paper }),
    ...(row.feesAre === undefined ? {} : { feesAre: row.feesAre }),
  });
  const old = before?.rows ?? [];
  const next = new Map((after?.rows ?? []).map((row) => [row.id, row]));
  const kept = old.map((row): SheetRow => {
    const then = next.get(row.id);
    const dropped = after !== null && (then === undefined || then.state === 'dropped');
    return {
      id: row.id,
      group: row.group,
      task: row.task,
      activity: row.activity ?? '',
      rest: restOfRow(row),
      before: { cells: cellsOf(row), note: row.note ?? '' },
      after: {
        cells: then === undefined ? LINKED : linkOf(then, row),
        note: then === undefined || (then.note ?? '') === (row.note ?? '') ? null : (then.note ?? ''),
        dropped,
      },
    };
  });
  const added = (after?.rows ?? [])
    .filter((row) => !old.some((other) => other.id === row.id))
    .map((row): SheetRow => ({
      id: row.id,
      group: row.group,
      task: row.task,
      activity: row.activity ?? '',
      rest: restOfRow(row),
      before: null,
      after: { cells: cellsOf(row), note: row.note ?? '', dropped: row.state === 'dropped' },
    }));
  const rateDiffers = before !== null && after !== null && cellNumber(before.hourlyIncome.value) !== cellNumber(after.hourlyIncome.value);
  return {
    rate: commonOf(base.hourlyIncome.value, sources, words),
    rateYear: base.hourlyIncome.year === undefined ? '' : String(base.hourlyIncome.year),
    rateAfter: rateDiffers ? shownCell(after.hourlyIncome.value, words) : null,
    subjects: commonOf(subjects, sources, words),
    rows: inFormOrder([...kept, ...added]),
    rest: { before: restOf(before ?? after), after: restOf(after ?? before) },
  };
}

/** Rows by group in the order of the form; inside a group their order stays. */
export const inFormOrder = (rows: readonly SheetRow[]): readonly SheetRow[] => FORM_ROWS.flatMap((group) => rows.filter((row) => row.group === group));

/** The cell that counts on a side: its own, the linked one, or the sheet's. */
export function cellOf(state: SheetState, row: SheetRow, side: Side, column: NumberColumn): Cell {
  const own = side === 'after' ? row.after.cells[column] : (row.before?.cells[column] ?? null);
  if (own !== null) return own;
  if (side === 'after' && row.before !== null) return cellOf(state, row, 'before', column);
  return column === 'subjectsPerYear' ? state.subjects.cell : EMPTY_CELL;
}

/** Whether a cell stands on its own where it could follow another. */
export const isOverridden = (row: SheetRow, side: Side, column: NumberColumn): boolean =>
  side === 'after'
    ? row.before !== null && row.after.cells[column] !== null
    : column === 'subjectsPerYear' && row.before !== null && row.before.cells.subjectsPerYear !== null;

export const noteOf = (row: SheetRow, side: Side): string => (side === 'after' ? (row.after.note ?? row.before?.note ?? '') : (row.before?.note ?? ''));

/** `1.2`: the group's place in the form, the row's place in the group. */
export function rowNumbers(rows: readonly SheetRow[]): ReadonlyMap<string, string> {
  const counts = new Map<FormRow, number>();
  return new Map(
    rows.map((row) => {
      const place = (counts.get(row.group) ?? 0) + 1;
      counts.set(row.group, place);
      return [row.id, `${FORM_ROWS.indexOf(row.group) + 1}.${place}`];
    }),
  );
}

/** A common number with its source written into the stored cell. */
function sourced({ cell, source, stored }: Common, id: string): { readonly value: VnCell; readonly sources: readonly Source[] } {
  const document = source.trim();
  const number = cellNumber(cell.value);
  if (document === '' || number === null) return { value: cell.value, sources: [] };
  const named: Source = stored === null ? { id, kind: 'table', document } : { ...stored, document };
  const value =
    typeof cell.value === 'object' && cell.value !== null && 'value' in cell.value ? { ...cell.value, source: named.id } : { value: number, source: named.id };
  return { value, sources: [named] };
}

/** The two blocks as they are stored. Block II lists dropped rows too, marked so. */
export function closeSheets(state: SheetState): { readonly before: VnSheet; readonly after: VnSheet } {
  const numbers = rowNumbers(state.rows);
  const rate = sourced(state.rate, 'rate');
  const subjects = sourced(state.subjects, 'subjects');
  const year = /^\d{4}$/.test(state.rateYear.trim()) ? { year: Number(state.rateYear.trim()) } : {};
  const rowOn = (row: SheetRow, side: Side): VnRow => {
    const time = cellOf(state, row, side, 'hours');
    const follows = cellOf(state, row, side, 'subjectsPerYear') === state.subjects.cell;
    const note = noteOf(row, side).trim();
    return {
      id: row.id,
      group: row.group,
      no: numbers.get(row.id) ?? '',
      task: row.task.trim(),
      ...(row.activity.trim() === '' ? {} : { activity: row.activity.trim() }),
      ...(time.minutes === true ? { minutes: time.value } : { hours: time.value }),
      service: cellOf(state, row, side, 'service').value,
      fees: cellOf(state, row, side, 'fees').value,
      ...row.rest,
      timesPerYear: cellOf(state, row, side, 'timesPerYear').value,
      subjectsPerYear: follows ? subjects.value : cellOf(state, row, side, 'subjectsPerYear').value,
      ...(note === '' ? {} : { note }),
    };
  };
  const sheet = (side: Side, rows: readonly VnRow[], value: VnCell): VnSheet => {
    const { sources, rate: rest, ...more } = state.rest[side];
    const own = [...rate.sources, ...subjects.sources];
    const all = [...own, ...sources.filter((source) => !own.some((other) => other.id === source.id))];
    return { schema: VN_SHEET_SCHEMA, ...more, hourlyIncome: { ...rest, ...year, value }, rows, ...(all.length === 0 ? {} : { sources: all }) };
  };
  const stateOf = (row: SheetRow): NonNullable<VnRow['state']> =>
    row.after.dropped
      ? 'dropped'
      : row.before === null
        ? 'added'
        : NUMBER_COLUMNS.some((column) => !same(cellOf(state, row, 'before', column).value, cellOf(state, row, 'after', column).value))
          ? 'changed'
          : 'kept';
  return {
    before: sheet(
      'before',
      state.rows.filter((row) => row.before !== null).map((row) => rowOn(row, 'before')),
      rate.value,
    ),
    after: sheet(
      'after',
      state.rows.map((row) => ({ ...rowOn(row, 'after'), state: stateOf(row) })),
      state.rateAfter === null ? rate.value : state.rateAfter.value,
    ),
  };
}
