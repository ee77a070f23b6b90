/** One row of the sheet; drawn again only when something of this row changed. */
import { memo, type ReactNode } from 'react';
import type { VnRowResult } from '../../../domain/cost/vn/measure-sheet.js';
import { withMarks } from '../../../domain/cost/number-words.js';
import { useWords } from '../i18n/i18n.js';
import type { Cell, NumberColumn } from './cell.js';
import { isNumberColumn } from './cell.js';
import { isComputed, SHOWS_RATE, SLOTS, startsSide, type Slot, type View } from './grid-slots.js';
import type { Range } from './grid-moves.js';
import type { Mark } from './sheet-marks.js';
import { isOverridden, noteOf, type SheetRow, type Side } from './sheet-state.js';

type Props = {
  readonly row: SheetRow;
  readonly no: string;
  readonly index: number;
  readonly view: View;
  readonly rateText: string;
  readonly subjects: Cell;
  readonly before: VnRowResult | undefined;
  readonly after: VnRowResult | undefined;
  readonly marks: readonly Mark[];
  /** Slots of this row inside the selected range, as `from-to`; empty when none. */
  readonly selected: string;
  readonly readOnly: boolean;
};

const sameResult = (a: VnRowResult | undefined, b: VnRowResult | undefined): boolean =>
  a?.status === b?.status && a?.once?.dong === b?.once?.dong && a?.year?.dong === b?.year?.dong && a?.countedYear.dong === b?.countedYear.dong;
const sameMarks = (a: readonly Mark[], b: readonly Mark[]): boolean =>
  a.length === b.length && a.every((mark, at) => mark.finding.vi === b[at]?.finding.vi && mark.side === b[at]?.side && mark.column === b[at]?.column);

export const CostRow = memo(
  Row,
  (old, next) =>
    old.row === next.row &&
    old.no === next.no &&
    old.index === next.index &&
    old.view === next.view &&
    old.rateText === next.rateText &&
    old.subjects === next.subjects &&
    old.selected === next.selected &&
    old.readOnly === next.readOnly &&
    sameResult(old.before, next.before) &&
    sameResult(old.after, next.after) &&
    sameMarks(old.marks, next.marks),
);

/** The id of the element that stands for a slot of a row. */
export const slotId = (row: string, { side, column }: Slot): string => `cell-${row}-${side}-${column}`;

/** Slots of one row inside a range, for {@link Props.selected}. */
export const selectedSlots = (range: Range | null, index: number): string =>
  range === null || index < range.top || index > range.bottom ? '' : `${range.left}-${range.right}`;

function Row(props: Props): ReactNode {
  const { row, no, index, view, rateText } = props;
  const dropped = row.after.dropped && view !== 'before';
  const [from, to] = props.selected === '' ? [1, 0] : (props.selected.split('-').map(Number) as [number, number]);
  return (
    <tr
      className={[dropped && view === 'after' ? 'row-dropped' : '', row.before === null ? 'row-added' : ''].join(' ').trim()}
      data-row={row.id}
      data-index={index}
    >
      <th scope="row" className="stt" draggable={!props.readOnly}>
        {no}
      </th>
      {SLOTS[view].map((slot, at) => (
        <SlotCell
          key={`${slot.side} ${slot.column}`}
          {...props}
          slot={slot}
          on={at >= from && at <= to}
          rateAfter={SHOWS_RATE[view] && slot.column === 'hours' ? rateText : null}
        />
      ))}
    </tr>
  );
}

function SlotCell({ slot, on, rateAfter, ...props }: Props & { readonly slot: Slot; readonly on: boolean; readonly rateAfter: string | null }): ReactNode {
  const { row, view } = props;
  const struck = slot.side === 'after' && row.after.dropped && !(view === 'both' && slot.column === 'task');
  const className = [
    struck ? 'struck' : '',
    on ? 'slot-on' : '',
    slot.side === 'after' && view === 'both' ? 'side-after' : '',
    startsSide(view, slot) ? 'side-start' : '',
  ]
    .join(' ')
    .trim();
  const body =
    slot.side === 'before' && row.before === null && slot.column !== 'task' ? (
      <td className="no-slot" aria-hidden="true">
        –
      </td>
    ) : isComputed(slot.column) ? (
      <Total {...props} slot={slot} className={className} />
    ) : (
      <Field {...props} slot={slot} className={className} />
    );
  return (
    <>
      {body}
      {rateAfter === null ? null : <td className="num rate-cell">{rateAfter}</td>}
    </>
  );
}

/** A computed cell: reached by arrows or a click, passed over by Tab. */
function Total({ row, no, slot, before, after, className }: Props & { readonly slot: Slot; readonly className: string }): ReactNode {
  const { t, language } = useWords();
  const result = slot.side === 'before' ? before : after;
  const column = slot.column as 'once' | 'year';
  const money = result === undefined ? null : result.status === 'dropped' ? { dong: '0' } : result[column];
  const partial = result !== undefined && column === 'year' && money === null ? result.countedYear.dong : null;
  return (
    <td className={`num total ${className}`}>
      <output
        id={slotId(row.id, slot)}
        tabIndex={-1}
        data-row={row.id}
        data-side={slot.side}
        data-column={slot.column}
        aria-label={`${no} ${t(`cost.column.${column}`)}, ${t(`cost.block.${slot.side}`)}`}
      >
        {money !== null ? (
          withMarks(money.dong, language)
        ) : (
          <span className="incomplete" title={t('cost.rowIncomplete')}>
            {partial === null || partial === '0' ? '…' : `≥ ${withMarks(partial, language)}`}
          </span>
        )}
      </output>
    </td>
  );
}

function Field({ row, no, slot, view, subjects, marks, className, readOnly }: Props & { readonly slot: Slot; readonly className: string }): ReactNode {
  const { t, language } = useWords();
  const column = slot.column as Exclude<Slot['column'], 'once' | 'year'>;
  const { side } = slot;
  const number = isNumberColumn(column);
  const cell = number ? shown(row, side, column, subjects) : null;
  const text = cell === null ? (column === 'note' ? noteOf(row, side) : row[column as 'task' | 'activity']) : cell.text;
  const own = number
    ? marks.filter((mark) => mark.side === side && mark.column === column)
    : column === 'task'
      ? marks.filter((mark) => mark.column === null)
      : [];
  const problem = own.some((mark) => mark.finding.severity === 'problem') || (column === 'task' && text.trim() === '');
  const warning = !problem && own.some((mark) => mark.finding.severity === 'warning');
  const override = number && isOverridden(row, side, column);
  const empty = cell !== null && cell.value === null && cell.text.trim() === '' && !(side === 'after' && row.after.dropped);
  const says = own.map((mark) => mark.finding[language]).join(' ');
  const name =
    column === 'task'
      ? t('cost.column.task')
      : `${row.task === '' ? no : row.task}: ${t(`cost.column.${column}`)}${view === 'both' || side === 'after' ? `, ${t(`cost.block.${side}`)}` : ''}`;
  return (
    <td
      className={[
        number ? `num col-${column}` : `text-${column}`,
        className,
        problem ? 'cell-problem' : warning ? 'cell-warning' : '',
        empty ? 'cell-empty' : '',
        override ? 'cell-own' : '',
      ].join(' ')}
      title={says === '' ? undefined : says}
    >
      <input
        id={slotId(row.id, slot)}
        data-row={row.id}
        data-side={side}
        data-column={column}
        value={text}
        readOnly={readOnly}
        autoComplete="off"
        spellCheck={false}
        {...(number ? { inputMode: 'decimal' as const } : {})}
        aria-label={override ? `${name} (${t('cost.own')})` : name}
        aria-invalid={problem || undefined}
        aria-describedby={says === '' ? undefined : 'cost-bar'}
        onChange={ignore}
      />
      {override ? <span className="own-dot" aria-hidden="true" title={t('cost.own')} /> : null}
    </td>
  );
}

/** Changes are heard once, at the table. */
const ignore = (): void => undefined;

function shown(row: SheetRow, side: Side, column: NumberColumn, subjects: Cell): Cell {
  const own = side === 'after' ? row.after.cells[column] : (row.before?.cells[column] ?? null);
  if (own !== null) return own;
  if (side === 'after' && row.before !== null) return shown(row, 'before', column, subjects);
  return subjects;
}
