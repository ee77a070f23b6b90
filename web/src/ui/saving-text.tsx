/** A saving per year in words: less, more, or not known. */
import type { ReactNode } from 'react';
import { moneyText, percentText, shortMoneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';

/** @param saving before less after, in đồng a year; negative when the burden grows */
export function SavingText({ saving, before = null }: { readonly saving: number | null; readonly before?: number | null }): ReactNode {
  const { t, language } = useWords();
  if (saving === null) return <span className="soft">{t('cost.savingUnknown')}</span>;
  const percent = before === null ? null : percentText(Math.abs(saving), before, language);
  const words = saving < 0 ? t('cost.more', { amount: shortMoneyText(-saving, language) }) : t('cost.less', { amount: shortMoneyText(saving, language) });
  return (
    <span className={saving < 0 ? 'saving saving-worse' : 'saving'} title={moneyText(saving, language)}>
      {words}
      {percent === null ? '' : ` (${percent})`}
    </span>
  );
}
