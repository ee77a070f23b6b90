/** The table of the form as a grid: arrows, Tab and Enter as in a spreadsheet, ranges, fill down, paste of a block. */
import {
  useCallback,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type FormEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type FocusEvent,
} from 'react';
import { FORM_ROWS, type FormRow } from '../../../domain/cost/model.js';
import { withMarks } from '../../../domain/cost/number-words.js';
import { pastedCells } from '../../../domain/cost/vn/paste.js';
import { VN_GROUP_LABELS } from '../../../domain/cost/vn/sheet.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import type { LiveMeasure } from './live-measure.js';
import type { Column } from './cell.js';
import { CostRow, selectedSlots, slotId } from './cost-row.js';
import { FormulaBar } from './formula-bar.js';
import { blockText, moveFrom, moveOfKey, rangeBetween, type Mode, type Position, type Range } from './grid-moves.js';
import { isComputed, SHOWS_RATE, SLOTS, startsSide, type Slot, type SlotColumn, type View } from './grid-slots.js';
import { textAt, type Place } from './sheet-edits.js';
import type { HistoryAct } from './sheet-history.js';
import { marksByRow, type Mark } from './sheet-marks.js';
import { rowNumbers, type SheetState, type Side } from './sheet-state.js';

type Props = {
  readonly state: SheetState;
  readonly view: View;
  readonly measured: Readonly<Record<Side, LiveMeasure>>;
  readonly marks: readonly Mark[];
  readonly readOnly: boolean;
  readonly dispatch: (act: HistoryAct) => void;
};

const NO_MARKS: readonly Mark[] = [];

export function CostGrid({ state, view, measured, marks, readOnly, dispatch }: Props): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  const [at, setAt] = useState<{ readonly row: string; readonly slot: Slot } | null>(null);
  const [anchor, setAnchor] = useState<Position | null>(null);
  const mode = useRef<Mode>('ready');
  const original = useRef('');
  const dragged = useRef<string | null>(null);
  /** Set while the focus moves on in order to make the range larger. */
  const extending = useRef(false);
  const slots = SLOTS[view];
  const rows = useMemo(() => state.rows.filter((row) => view !== 'before' || row.before !== null), [state.rows, view]);
  const numbers = useMemo(() => rowNumbers(state.rows), [state.rows]);
  const results = { before: resultMap(measured.before), after: resultMap(measured.after) };
  const byRow = useMemo(() => marksByRow(marks), [marks]);
  const positionOf = (row: string, slot: Slot): Position => ({
    row: rows.findIndex((candidate) => candidate.id === row),
    slot: slots.findIndex((candidate) => candidate.side === slot.side && candidate.column === slot.column),
  });
  const here = at === null ? null : positionOf(at.row, at.slot);
  const range: Range | null = anchor !== null && here !== null && (anchor.row !== here.row || anchor.slot !== here.slot) ? rangeBetween(anchor, here) : null;

  const elementAt = ({ row, slot }: Position): HTMLElement | null => {
    const [line, place] = [rows[row], slots[slot]];
    return line === undefined || place === undefined ? null : document.getElementById(slotId(line.id, place));
  };
  const go = (from: Position, move: Parameters<typeof moveFrom>[1], extend: boolean): void => {
    let next = from;
    let target: HTMLElement | null = null;
    // Some rows have no cell in block I: they are stepped over.
    for (let step = 0; step <= rows.length + slots.length && target === null; step += 1) {
      const further = moveFrom(next, move, { rows: rows.length, slots: slots.length });
      if (further.row === next.row && further.slot === next.slot) break;
      next = further;
      target = elementAt(next);
    }
    if (target === null) return;
    if (extend) setAnchor(anchor ?? from);
    extending.current = extend;
    target.focus();
  };
  const placesIn = (area: Range): readonly (readonly Place[])[] =>
    rows
      .slice(area.top, area.bottom + 1)
      .map((row) =>
        slots
          .slice(area.left, area.right + 1)
          .flatMap((slot): readonly Place[] => (isComputed(slot.column) ? [] : [{ row: row.id, side: slot.side, column: slot.column }])),
      );

  const fillDown = (): void => {
    if (here === null) return;
    const area = range ?? { top: here.row - 1, bottom: here.row, left: here.slot, right: here.slot };
    if (area.top < 0 || area.bottom === area.top) return;
    const [source, ...rest] = placesIn(area);
    source?.forEach((from, column) => dispatch({ type: 'fill', from, to: rest.flatMap((line) => line[column] ?? []) }));
  };

  const onFocus = (event: FocusEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    if (place === null) return;
    mode.current = 'ready';
    if (!extending.current) setAnchor(null);
    extending.current = false;
    original.current = event.target instanceof HTMLInputElement ? event.target.value : '';
    setAt({ row: place.row, slot: { side: place.side, column: place.column } });
    if (event.target instanceof HTMLInputElement) event.target.select();
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    if (place === null || readOnly || isComputed(place.column)) return;
    dispatch({ type: 'tidy', at: place as Place });
    dispatch({ type: 'leave' });
  };
  const onInput = (event: FormEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    if (place === null || isComputed(place.column) || !(event.target instanceof HTMLInputElement)) return;
    if (mode.current === 'ready') mode.current = 'typing';
    dispatch({ type: 'type', at: place as Place, text: event.target.value });
  };
  const onMouseDown = (event: MouseEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    if (place === null) return;
    if (event.shiftKey && here !== null) {
      setAnchor(anchor ?? here);
      extending.current = true;
      return;
    }
    // A second click goes into the text.
    if (event.target === document.activeElement) mode.current = 'editing';
    else if (event.target instanceof HTMLInputElement) {
      event.preventDefault();
      event.target.focus();
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    if (place === null || here === null) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const stop = (act: () => void): void => {
      event.preventDefault();
      act();
    };
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown') && !readOnly) {
      stop(() => dispatch({ type: 'moveRow', row: place.row, by: event.key === 'ArrowUp' ? -1 : 1 }));
      return;
    }
    if (event.altKey) return;
    if (event.key === 'Enter') return stop(() => go(here, event.shiftKey ? 'up' : 'down', false));
    if (event.key === 'Home' && ctrl) return stop(() => elementAt({ row: 0, slot: 0 })?.focus());
    if (event.key === 'End' && ctrl) return stop(() => elementAt({ row: rows.length - 1, slot: slots.length - 1 })?.focus());
    if (ctrl && event.key.toLowerCase() === 'c' && range !== null) return stop(() => void navigator.clipboard?.writeText(blockText(textsIn(range))));
    const move = moveOfKey(event.key, mode.current, ctrl);
    if (move !== null) return stop(() => go(here, move, event.shiftKey));
    if (event.key === 'F2') {
      mode.current = 'editing';
      const input = event.target;
      if (input instanceof HTMLInputElement) stop(() => input.setSelectionRange(input.value.length, input.value.length));
      return;
    }
    if (readOnly) return;
    if (ctrl && event.key.toLowerCase() === 'd') return stop(fillDown);
    if (ctrl && event.key.toLowerCase() === 'z') return stop(() => dispatch({ type: event.shiftKey ? 'redo' : 'undo' }));
    if (ctrl && event.key.toLowerCase() === 'y') return stop(() => dispatch({ type: 'redo' }));
    if (event.key === 'Escape' && !isComputed(place.column)) {
      stop(() => {
        if (mode.current !== 'ready' && textAt(state, place as Place) !== original.current) dispatch({ type: 'undo' });
        mode.current = 'ready';
        setAnchor(null);
        const input = event.target;
        requestAnimationFrame(() => input instanceof HTMLInputElement && input.select());
      });
      return;
    }
    if (event.key === 'Delete' && range !== null) stop(() => dispatch({ type: 'clear', at: placesIn(range).flat() }));
  };
  const textsIn = (area: Range): readonly (readonly string[])[] =>
    rows
      .slice(area.top, area.bottom + 1)
      .map((row) =>
        slots
          .slice(area.left, area.right + 1)
          .map((slot) =>
            isComputed(slot.column)
              ? (document.getElementById(slotId(row.id, slot))?.textContent ?? '')
              : textAt(state, { row: row.id, side: slot.side, column: slot.column }),
          ),
      );

  const onPaste = (event: ClipboardEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    const text = event.clipboardData.getData('text/plain');
    if (place === null || readOnly || here === null || isComputed(place.column) || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const columns = slots
      .slice(here.slot)
      .filter((slot): slot is { side: Side; column: Column } => !isComputed(slot.column) && (slot.side === place.side || slot.column === 'task'));
    dispatch({ type: 'paste', at: place as Place, columns, cells: pastedCells(text) });
  };

  const onDragStart = (event: DragEvent<HTMLDivElement>): void => {
    dragged.current = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]')?.dataset['row'] ?? null;
    event.dataTransfer.effectAllowed = 'move';
  };
  const onDragOver = (event: DragEvent<HTMLDivElement>): void => {
    if (dragged.current !== null && (event.target as HTMLElement).closest('tr[data-row]') !== null) event.preventDefault();
  };
  const onDrop = (event: DragEvent<HTMLDivElement>): void => {
    const to = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row]')?.dataset['row'];
    if (dragged.current !== null && to !== undefined) dispatch({ type: 'moveRowTo', row: dragged.current, to });
    dragged.current = null;
  };

  const focusRow = useCallback(
    (id: string, column: SlotColumn, side: Side) => requestAnimationFrame(() => document.getElementById(slotId(id, { side, column }))?.focus()),
    [],
  );
  const row = at === null ? null : (state.rows.find((candidate) => candidate.id === at.row) ?? null);
  const rateText = state.rate.cell.text;
  return (
    <div className={`sheet sheet-${view}`}>
      <FormulaBar
        row={row}
        no={row === null ? '' : (numbers.get(row.id) ?? '')}
        slot={at?.slot ?? null}
        results={results}
        marks={row === null ? NO_MARKS : (byRow.get(row.id) ?? NO_MARKS)}
        readOnly={readOnly}
        dispatch={dispatch}
        onFill={fillDown}
        onFocusRow={focusRow}
      />
      <div
        role="presentation"
        className="sheet-frame"
        onFocus={onFocus}
        onBlur={onBlur}
        onInput={onInput}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onMouseDown={onMouseDown}
        onDragStart={onDragStart}
        onDragOver={onDragOver}
        onDrop={onDrop}
      >
        {/* Keys, paste and typing bubble from the cells: one listener serves hundreds of them. */}
        <table className="sheet-table">
          <caption className="visually-hidden">{t(`cost.caption.${view}`)}</caption>
          <Head view={view} />
          {FORM_ROWS.map((group, place) => (
            <tbody key={group}>
              <tr className="group-row">
                <th scope="rowgroup" colSpan={slots.length + 1 + (SHOWS_RATE[view] ? 1 : 0)}>
                  <span className="group-name">
                    {place + 1}. {say(VN_GROUP_LABELS[group])}
                  </span>
                  {readOnly ? null : <AddRow group={group} view={view} dispatch={dispatch} />}
                </th>
              </tr>
              {rows.map((line, index) =>
                line.group !== group ? null : (
                  <CostRow
                    key={line.id}
                    row={line}
                    no={numbers.get(line.id) ?? ''}
                    index={index}
                    view={view}
                    rateText={rateText}
                    subjects={state.subjects.cell}
                    before={results.before.get(line.id)}
                    after={results.after.get(line.id)}
                    marks={byRow.get(line.id) ?? NO_MARKS}
                    selected={selectedSlots(range, index)}
                    readOnly={readOnly}
                  />
                ),
              )}
            </tbody>
          ))}
          <tfoot>
            <tr>
              <th scope="row" colSpan={view === 'both' ? 2 : 3}>
                {t('cost.total')}
              </th>
              {slots.slice(view === 'both' ? 1 : 2).map((slot) => (
                <FootCell
                  key={`${slot.side} ${slot.column}`}
                  slot={slot}
                  measured={measured}
                  language={language}
                  rate={SHOWS_RATE[view] && slot.column === 'hours'}
                  start={startsSide(view, slot)}
                />
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
}

const resultMap = (measure: LiveMeasure): ReadonlyMap<string, LiveMeasure['rows'][number]> => new Map(measure.rows.map((row) => [row.id, row]));

type AnyPlace = { readonly row: string; readonly side: Side; readonly column: SlotColumn };

/** The cell an event happened in; null outside the cells. */
function placeOf(target: EventTarget): AnyPlace | null {
  if (!(target instanceof HTMLElement)) return null;
  const { row, side, column } = target.dataset;
  return row === undefined || side === undefined || column === undefined ? null : { row, side: side as Side, column: column as SlotColumn };
}

function FootCell({
  slot,
  measured,
  language,
  rate,
  start,
}: {
  readonly slot: Slot;
  readonly measured: Props['measured'];
  readonly language: 'vi' | 'en';
  readonly rate: boolean;
  readonly start: boolean;
}): ReactNode {
  const { total } = measured[slot.side];
  const text = slot.column !== 'year' ? '' : `${total.status === 'complete' ? '' : '≥ '}${withMarks(total.dong, language)}`;
  return (
    <td className={start ? 'num side-start' : 'num'} colSpan={rate ? 2 : 1}>
      {text}
    </td>
  );
}

function AddRow({ group, view, dispatch }: { readonly group: FormRow; readonly view: View; readonly dispatch: Props['dispatch'] }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const side: Side = view === 'after' ? 'after' : 'before';
  return (
    <button
      type="button"
      className="link-button no-print"
      onClick={() => dispatch({ type: 'addRow', group, after: null, side })}
      aria-label={t('cost.addRowTo', { group: say(VN_GROUP_LABELS[group]) })}
    >
      + {side === 'after' ? t('cost.addRowAfterOnly') : t('cost.addRow')}
    </button>
  );
}

function Head({ view }: { readonly view: View }): ReactNode {
  const { t } = useWords();
  const slots = SLOTS[view];
  const name = (slot: Slot): ReactNode => (
    <>
      <th
        key={`${slot.side} ${slot.column}`}
        scope="col"
        className={[
          slot.column === 'task' || slot.column === 'activity' || slot.column === 'note' ? `text-${slot.column}` : 'num',
          slot.side === 'after' && view === 'both' ? 'side-after' : '',
          startsSide(view, slot) ? 'side-start' : '',
        ].join(' ')}
      >
        {view === 'both' ? t(`cost.short.${slot.column}`) : t(`cost.column.${slot.column}`)}
      </th>
      {SHOWS_RATE[view] && slot.column === 'hours' ? (
        <th scope="col" className="num">
          {t('cost.column.rate')}
        </th>
      ) : null}
    </>
  );
  if (view !== 'both') {
    return (
      <thead>
        <tr>
          <th scope="col" className="stt">
            {t('cost.column.no')}
          </th>
          {slots.map((slot) => (
            <FragmentOf key={`${slot.side} ${slot.column}`}>{name(slot)}</FragmentOf>
          ))}
        </tr>
      </thead>
    );
  }
  const each = (slots.length - 1) / 2;
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} className="stt">
          {t('cost.column.no')}
        </th>
        <th scope="col" rowSpan={2} className="text-task">
          {t('cost.column.task')}
        </th>
        <th scope="colgroup" colSpan={each}>
          {t('cost.block.before')}
        </th>
        <th scope="colgroup" colSpan={each} className="side-after side-start">
          {t('cost.block.after')}
        </th>
      </tr>
      <tr>
        {slots.slice(1).map((slot) => (
          <FragmentOf key={`${slot.side} ${slot.column}`}>{name(slot)}</FragmentOf>
        ))}
      </tr>
    </thead>
  );
}

const FragmentOf = ({ children }: { readonly children: ReactNode }): ReactNode => children;
