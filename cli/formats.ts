/** Dates, amounts, lateness as the command line writes them. */
import { withMarks } from '../domain/cost/number-words.js';
import { dateWords, deadlineWords, momentWords } from '../domain/shared/formats.js';
import { parseInstant, parseLocalDate } from '../domain/shared/instant.js';
import type { LATENESS_LABELS } from '../domain/shared/labels.js';
import type { Lang, Say } from './lang.js';
import type { Tone } from './table.js';

/** `25/02/2026 09:12`, time of Vietnam; what is no instant is shown as it came. */
export const moment = (text: string): string => {
  const at = parseInstant(text);
  return at === null ? text : momentWords(at);
};

export const day = (text: string): string => {
  const date = parseLocalDate(text);
  return date === null ? text : dateWords(date);
};

/** `24:00 25/02/2026`: a term that ends with its day is told by that day. */
const deadline = (text: string): string => {
  const at = parseInstant(text);
  return at === null ? text : deadlineWords(at);
};

/** `1.250.000 đ` · `1,250,000 đ`. */
export const dong = (amount: number | null, lang: Lang): string => (amount === null ? '–' : `${withMarks(String(amount), lang)} đ`);

export type Due = {
  readonly dueAt: string | null;
  readonly provisional: boolean;
  readonly needsCalendar?: boolean;
  readonly workingDaysLeft: number | null;
  readonly lateness: keyof typeof LATENESS_LABELS | null;
};

/** The date of a term and how far it is: never in hours. */
export function dueWords(due: Due, say: Say): string {
  if (due.dueAt === null)
    return due.needsCalendar ? say('chưa tính được, chờ lịch năm sau', 'unknown, next year’s calendar is missing') : say('đang tạm dừng', 'on hold');
  const left = due.workingDaysLeft;
  const far =
    left === null
      ? ''
      : left < 0
        ? say(`trễ ${-left} ngày làm việc`, `${-left} working ${left === -1 ? 'day' : 'days'} late`)
        : due.lateness === 'overdue'
          ? say('vừa quá hạn', 'just overdue')
          : left === 0
            ? say('đến hạn hôm nay', 'due today')
            : say(`còn ${left} ngày làm việc`, `${left} working ${left === 1 ? 'day' : 'days'} left`);
  return [deadline(due.dueAt), far, due.provisional ? say('tạm tính', 'provisional') : ''].filter((part) => part !== '').join(' · ');
}

export const TONES: Readonly<Record<keyof typeof LATENESS_LABELS, Tone | null>> = { overdue: 'alarm', dueSoon: 'soon', onTime: null };
