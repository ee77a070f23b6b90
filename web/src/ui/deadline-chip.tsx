/** A deadline as a distance in working days and a date. */
import { ClockCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { LATENESS_LABELS } from '../../../domain/shared/labels.js';
import type { Lateness } from '../api/types.js';
import { longDateText, shortDateText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';

type Due = {
  readonly dueOn: string | null;
  readonly workingDaysLeft: number | null;
  readonly lateness: Lateness | null;
  readonly provisional?: boolean;
  readonly needsCalendar?: boolean;
};

export function DeadlineChip({ dueOn, workingDaysLeft, lateness, provisional = false, needsCalendar = false }: Due): ReactNode {
  const { t, language } = useWords();
  if (dueOn === null || lateness === null) return <span className="chip chip-plain">{t(needsCalendar ? 'deadline.needsCalendar' : 'deadline.none')}</span>;
  const { text, background } = LATENESS_LABELS[lateness].colours;
  const distance = distanceText(workingDaysLeft, lateness);
  return (
    <span
      className="chip"
      style={{ color: text, background }}
      title={`${longDateText(dueOn, language)}${provisional ? ` (${t('deadline.provisional')})` : ''}`}
    >
      <span aria-hidden="true">{lateness === 'overdue' ? <WarningOutlined /> : <ClockCircleOutlined />}</span> {distance} · {shortDateText(dueOn)}
      {provisional ? ' *' : ''}
    </span>
  );

  function distanceText(left: number | null, late: Lateness): string {
    if (late === 'overdue') return left === null || left === 0 ? t('deadline.late') : t('deadline.lateBy', { count: Math.abs(left) });
    if (left === null) return t('deadline.due');
    return left === 0 ? t('deadline.today') : t('deadline.left', { count: left });
  }
}
