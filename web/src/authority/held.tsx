/** When something held from day to day stands. */
import type { ReactNode } from 'react';
import { dateText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { lastDayOf } from './words.js';

/** @param to half-open; null without an end */
export function HeldDates({ from, to }: { readonly from: string; readonly to: string | null }): ReactNode {
  const { t } = useWords();
  const last = lastDayOf(to);
  return last === null ? t('authority.openEnd', { from: dateText(from) }) : t('authority.fromTo', { from: dateText(from), to: dateText(last) });
}

const TONES = { current: 'chip chip-good', coming: 'chip chip-plain', ended: 'chip chip-plain' } as const;

export function HeldChip({ state }: { readonly state: keyof typeof TONES }): ReactNode {
  const { t } = useWords();
  return <span className={TONES[state]}>{t(`authority.is.${state}`)}</span>;
}
