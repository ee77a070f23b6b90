/** What a late task costs with each working day, beside what it has cost so far. */
import type { ReactNode } from 'react';
import type { OverdueRow } from '../api/types.js';
import { moneyText, shortMoneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';

export function DelayCost({ row }: { readonly row: Pick<OverdueRow, 'ratePerDay' | 'lost' | 'unverified'> }): ReactNode {
  const { t, language } = useWords();
  const { ratePerDay, lost, unverified } = row;
  if (ratePerDay === null || lost === null) return <span className="soft">{t('overdue.costUnknown')}</span>;
  if (ratePerDay === 0) return <span className="soft">{t('overdue.losesNothing')}</span>;
  const about = unverified ? '~' : '';
  return (
    <span title={unverified ? t('overdue.unverified') : undefined}>
      {about}
      {t('overdue.perDay', { amount: shortMoneyText(ratePerDay, language) })}
      <span className="sub-text" title={moneyText(lost, language)}>
        {t('overdue.lost', { amount: `${about}${shortMoneyText(lost, language)}` })}
      </span>
    </span>
  );
}
