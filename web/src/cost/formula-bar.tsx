/** What the chosen cell is: its formula, what is wrong, what can be done with its row. */
import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  LinkOutlined,
  PlusOutlined,
  StrikethroughOutlined,
  VerticalAlignBottomOutlined,
} from '@ant-design/icons';
import type { MouseEvent, ReactNode } from 'react';
import type { VnRowResult } from '../../../domain/cost/vn/measure-sheet.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { isNumberColumn } from './cell.js';
import { isComputed, type Slot, type SlotColumn } from './grid-slots.js';
import type { HistoryAct } from './sheet-history.js';
import type { Mark } from './sheet-marks.js';
import { isOverridden, type SheetRow, type Side } from './sheet-state.js';

type Props = {
  readonly row: SheetRow | null;
  readonly no: string;
  readonly slot: Slot | null;
  readonly results: Readonly<Record<Side, ReadonlyMap<string, VnRowResult>>>;
  readonly marks: readonly Mark[];
  readonly readOnly: boolean;
  readonly dispatch: (act: HistoryAct) => void;
  readonly onFill: () => void;
  readonly onFocusRow: (id: string, column: SlotColumn, side: Side) => void;
};

export function FormulaBar({ row, no, slot, results, marks, readOnly, dispatch, onFill, onFocusRow }: Props): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  if (row === null || slot === null)
    return (
      <div className="formula-bar" id="cost-bar">
        <span className="soft">{t('cost.barEmpty')}</span>
      </div>
    );
  const result = results[slot.side].get(row.id);
  const column = slot.column;
  const own = marks.filter((mark) => mark.column === null || (mark.side === slot.side && mark.column === column));
  const linked = !isComputed(column) && isNumberColumn(column) && isOverridden(row, slot.side, column);
  const formula = result === undefined ? '' : result.status === 'dropped' ? t('cost.droppedFormula') : say(result.explain);
  return (
    <div className="formula-bar" id="cost-bar">
      <div className="formula-line">
        <strong className="formula-place">
          {no} · {t(`cost.block.${slot.side}`)}
        </strong>
        <output className="formula" aria-live="polite">
          {formula}
        </output>
        {readOnly ? null : (
          <span className="formula-acts" role="toolbar" aria-label={t('cost.rowActs')}>
            {linked ? (
              <Act
                label={slot.side === 'after' ? t('cost.relink') : t('cost.relinkCommon')}
                icon={<LinkOutlined />}
                onAct={() => dispatch({ type: 'relink', at: [{ row: row.id, side: slot.side, column }] })}
              />
            ) : null}
            <Act label={t('cost.fillDown')} icon={<VerticalAlignBottomOutlined />} onAct={onFill} />
            <Act
              label={row.after.dropped ? t('cost.keepRow') : t('cost.dropRow')}
              icon={<StrikethroughOutlined />}
              pressed={row.after.dropped}
              onAct={() => dispatch({ type: 'drop', row: row.id, dropped: !row.after.dropped })}
            />
            <Act
              label={t('cost.rowUp')}
              icon={<ArrowUpOutlined />}
              onAct={() => {
                dispatch({ type: 'moveRow', row: row.id, by: -1 });
                onFocusRow(row.id, column, slot.side);
              }}
            />
            <Act
              label={t('cost.rowDown')}
              icon={<ArrowDownOutlined />}
              onAct={() => {
                dispatch({ type: 'moveRow', row: row.id, by: 1 });
                onFocusRow(row.id, column, slot.side);
              }}
            />
            <Act
              label={t('cost.addBelow')}
              icon={<PlusOutlined />}
              onAct={() => dispatch({ type: 'addRow', group: row.group, after: row.id, side: row.before === null ? 'after' : 'before' })}
            />
            <Act label={t('cost.removeRow')} icon={<DeleteOutlined />} onAct={() => dispatch({ type: 'removeRow', row: row.id })} />
          </span>
        )}
      </div>
      {own.length === 0 ? null : (
        <ul className="formula-marks">
          {own.map((mark) => (
            <li key={`${mark.finding.code} ${mark.finding.path}`} className={`mark mark-${mark.finding.severity}`}>
              {mark.finding[language]}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A button that leaves the focus in the cell it works on. */
function Act({
  label,
  icon,
  onAct,
  pressed,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onAct: () => void;
  readonly pressed?: boolean;
}): ReactNode {
  const stay = (event: MouseEvent): void => event.preventDefault();
  return (
    <button
      type="button"
      className="icon-button"
      title={label}
      aria-label={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      onMouseDown={stay}
      onClick={onAct}
    >
      {icon}
    </button>
  );
}
