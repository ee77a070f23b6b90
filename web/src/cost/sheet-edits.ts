/** Everything a person can do to the sheet, as pure steps from one state to the next. */
import type { FormRow } from '../../../domain/cost/model.js';
import { EMPTY_CELL, isNumberColumn, readCell, tidyCell, type Cell, type Column, type NumberColumn } from './cell.js';
import { cellOf, inFormOrder, newRow, noteOf, type SheetRow, type SheetState, type Side, type SideRow } from './sheet-state.js';

/** One cell of the sheet. Task and activity are shared by both sides. */
export type Place = { readonly row: string; readonly side: Side; readonly column: Column };

export type Edit =
  | { readonly type: 'type'; readonly at: Place; readonly text: string }
  | { readonly type: 'tidy'; readonly at: Place }
  | { readonly type: 'clear'; readonly at: readonly Place[] }
  | { readonly type: 'fill'; readonly from: Place; readonly to: readonly Place[] }
  | { readonly type: 'relink'; readonly at: readonly Place[] }
  | {
      readonly type: 'paste';
      readonly at: Place;
      readonly columns: readonly { readonly side: Side; readonly column: Column }[];
      readonly cells: readonly (readonly string[])[];
    }
  | { readonly type: 'drop'; readonly row: string; readonly dropped: boolean }
  | { readonly type: 'addRow'; readonly group: FormRow; readonly after: string | null; readonly side: Side }
  | { readonly type: 'removeRow'; readonly row: string }
  | { readonly type: 'moveRow'; readonly row: string; readonly by: -1 | 1 }
  | { readonly type: 'moveRowTo'; readonly row: string; readonly to: string }
  | { readonly type: 'rate'; readonly text: string }
  | { readonly type: 'rateYear'; readonly text: string }
  | { readonly type: 'rateSource'; readonly text: string }
  | { readonly type: 'oneRate' }
  | { readonly type: 'subjects'; readonly text: string }
  | { readonly type: 'subjectsSource'; readonly text: string }
  | { readonly type: 'tidyCommon' };

const mapRow = (state: SheetState, id: string, change: (row: SheetRow) => SheetRow): SheetState => ({
  ...state,
  rows: state.rows.map((row) => (row.id === id ? change(row) : row)),
});

function withCell(row: SheetRow, side: Side, column: NumberColumn, cell: Cell | null): SheetRow {
  if (side === 'before') return row.before === null ? row : { ...row, before: { ...row.before, cells: { ...row.before.cells, [column]: cell } } };
  // A duty that exists only afterwards has nothing to follow but the sheet's number of subjects.
  const kept = cell === null && row.before === null && column !== 'subjectsPerYear' ? EMPTY_CELL : cell;
  return { ...row, after: { ...row.after, cells: { ...row.after.cells, [column]: kept } } };
}

function typed(row: SheetRow, { side, column }: Place, text: string): SheetRow {
  if (isNumberColumn(column)) return withCell(row, side, column, readCell(text, column));
  if (column === 'note') {
    return side === 'after'
      ? { ...row, after: { ...row.after, note: text } }
      : row.before === null
        ? row
        : { ...row, before: { ...row.before, note: text } as SideRow };
  }
  return { ...row, [column]: text.normalize('NFC') };
}

/** The words that stand in a cell now, its own or those it follows. */
export function textAt(state: SheetState, { row: id, side, column }: Place): string {
  const row = state.rows.find((candidate) => candidate.id === id);
  if (row === undefined) return '';
  if (isNumberColumn(column)) return cellOf(state, row, side, column).text;
  return column === 'note' ? noteOf(row, side) : row[column];
}

function freeId(rows: readonly SheetRow[]): string {
  let number = rows.length + 1;
  while (rows.some((row) => row.id === `r${number}`)) number += 1;
  return `r${number}`;
}

function withRow(state: SheetState, row: SheetRow, after: string | null): SheetState {
  const at = after === null ? -1 : state.rows.findIndex((candidate) => candidate.id === after);
  const rows = at === -1 ? [...state.rows, row] : [...state.rows.slice(0, at + 1), row, ...state.rows.slice(at + 1)];
  return { ...state, rows: inFormOrder(rows) };
}

/** A pasted block runs down inside the group of the cell it starts at; rows that are missing there are added. */
function pasted(state: SheetState, edit: Extract<Edit, { type: 'paste' }>): SheetState {
  const start = state.rows.find((row) => row.id === edit.at.row);
  if (start === undefined) return state;
  let next = state;
  let last = start;
  const targets = state.rows.filter((row) => row.group === start.group).slice(state.rows.filter((row) => row.group === start.group).indexOf(start));
  edit.cells.forEach((line, index) => {
    let target = targets[index];
    if (target === undefined) {
      target = newRow(freeId(next.rows), start.group, '', start.before === null ? 'after' : 'before');
      next = withRow(next, target, last.id);
    }
    last = target;
    line.forEach((text, offset) => {
      const column = edit.columns[offset];
      if (column === undefined) return;
      const place: Place = { row: last.id, ...column };
      next = mapRow(next, last.id, (row) => tidied(typed(row, place, text), place));
    });
  });
  return next;
}

function tidied(row: SheetRow, { side, column }: Place): SheetRow {
  if (!isNumberColumn(column)) return row;
  const cell = side === 'after' ? row.after.cells[column] : (row.before?.cells[column] ?? null);
  if (cell === null) return row;
  const tidy = tidyCell(cell, column);
  return tidy === cell ? row : withCell(row, side, column, tidy);
}

function moved(state: SheetState, id: string, by: -1 | 1): SheetState {
  const row = state.rows.find((candidate) => candidate.id === id);
  if (row === undefined) return state;
  const group = state.rows.filter((candidate) => candidate.group === row.group);
  const other = group[group.indexOf(row) + by];
  if (other === undefined) return state;
  return { ...state, rows: state.rows.map((candidate) => (candidate === row ? other : candidate === other ? row : candidate)) };
}

/** Puts a row where another stands; across groups it takes the other's group. */
function movedTo(state: SheetState, id: string, to: string): SheetState {
  const row = state.rows.find((candidate) => candidate.id === id);
  const target = state.rows.find((candidate) => candidate.id === to);
  if (row === undefined || target === undefined || row === target) return state;
  const down = state.rows.indexOf(row) < state.rows.indexOf(target);
  const rest = state.rows.filter((candidate) => candidate !== row);
  const at = rest.indexOf(target) + (down ? 1 : 0);
  return { ...state, rows: inFormOrder([...rest.slice(0, at), { ...row, group: target.group }, ...rest.slice(at)]) };
}

/** The state after one edit; an edit that changes nothing gives the same state back. */
export function applyEdit(state: SheetState, edit: Edit): SheetState {
  switch (edit.type) {
    case 'type':
      return mapRow(state, edit.at.row, (row) => typed(row, edit.at, edit.text));
    case 'tidy': {
      const row = state.rows.find((candidate) => candidate.id === edit.at.row);
      const tidy = row === undefined ? row : tidied(row, edit.at);
      return tidy === undefined || tidy === row ? state : mapRow(state, edit.at.row, () => tidy);
    }
    case 'clear':
      return edit.at.reduce((next, place) => mapRow(next, place.row, (row) => typed(row, place, '')), state);
    case 'fill': {
      const text = textAt(state, edit.from);
      return edit.to.reduce((next, place) => mapRow(next, place.row, (row) => tidied(typed(row, place, text), place)), state);
    }
    case 'relink':
      return edit.at.reduce(
        (next, { row: id, side, column }) =>
          mapRow(next, id, (row) =>
            isNumberColumn(column) && (side === 'after' || column === 'subjectsPerYear')
              ? withCell(row, side, column, null)
              : column === 'note' && side === 'after' && row.before !== null
                ? { ...row, after: { ...row.after, note: null } }
                : row,
          ),
        state,
      );
    case 'paste':
      return pasted(state, edit);
    case 'drop':
      return mapRow(state, edit.row, (row) => ({ ...row, after: { ...row.after, dropped: edit.dropped } }));
    case 'addRow':
      return withRow(state, newRow(freeId(state.rows), edit.group, '', edit.side), edit.after);
    case 'removeRow':
      return { ...state, rows: state.rows.filter((row) => row.id !== edit.row) };
    case 'moveRow':
      return moved(state, edit.row, edit.by);
    case 'moveRowTo':
      return movedTo(state, edit.row, edit.to);
    case 'rate':
      return { ...state, rate: { ...state.rate, cell: readCell(edit.text, 'rate') } };
    case 'rateYear':
      return { ...state, rateYear: edit.text };
    case 'rateSource':
      return { ...state, rate: { ...state.rate, source: edit.text } };
    case 'oneRate':
      return { ...state, rateAfter: null };
    case 'subjects':
      return { ...state, subjects: { ...state.subjects, cell: readCell(edit.text, 'subjectsPerYear') } };
    case 'subjectsSource':
      return { ...state, subjects: { ...state.subjects, source: edit.text } };
    case 'tidyCommon':
      return {
        ...state,
        rate: { ...state.rate, cell: tidyCell(state.rate.cell, 'rate') },
        subjects: { ...state.subjects, cell: tidyCell(state.subjects.cell, 'subjectsPerYear') },
      };
  }
}
