/** Parts of a procedure's content as one line of words. */
import { DURATION_UNIT_LABELS } from '../../../domain/shared/labels.js';
import type { Duration, Fee } from '../../../domain/procedure/procedure.js';
import { decimalText, moneyText } from '../format/numbers.js';
import type { Language } from '../format/dates.js';

/** `7 ngày làm việc`; a limit without a unit keeps its published words. */
export function durationWords({ value, unit, published }: Duration, language: Language): string {
  return unit === null ? published : `${decimalText(value, language)} ${DURATION_UNIT_LABELS[unit][language]}`;
}

/** The amount where one was read, else what was published. */
export function feeWords(fee: Fee, language: Language): string {
  if (fee.amountDong !== null) return moneyText(fee.amountDong, language);
  return fee.amount === null ? fee.published : `${decimalText(fee.amount, language)} ${fee.currency}`;
}
