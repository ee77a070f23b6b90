/** The line that stays in sight: now, afterwards, saved. */
import type { ReactNode } from 'react';
import { withMarks } from '../../../domain/cost/number-words.js';
import { decimalText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import type { LiveMeasure } from './live-measure.js';
import { liveSaving } from './group-totals.js';
import type { Side } from './sheet-state.js';

type Props = { readonly measured: Readonly<Record<Side, LiveMeasure>>; readonly oneRate: boolean; readonly emptyCells: number };

export function TotalsFoot({ measured, oneRate, emptyCells }: Props): ReactNode {
  const { t, language } = useWords();
  const claim = liveSaving(measured, oneRate);
  const amount = (side: Side): string => {
    const { total } = measured[side];
    const dong = `${withMarks(total.dong, language)} đ`;
    return total.status === 'complete' ? dong : t('cost.atLeast', { amount: dong });
  };
  // Bars are drawn from whole đồng, exact enough for a few pixels.
  const [before, after] = [Number(measured.before.total.dong), Number(measured.after.total.dong)];
  const largest = Math.max(before, after, 1);
  return (
    <div className="totals-foot" role="status" aria-live="polite" aria-label={t('cost.totals')}>
      <span>
        {t('cost.before')} <strong className="num">{amount('before')}</strong>
      </span>
      <span>
        {t('cost.after')} <strong className="num">{amount('after')}</strong>
      </span>
      {claim === null ? (
        <span className="totals-none">{oneRate ? t('cost.noClaim', { count: emptyCells }) : t('cost.noClaimRates')}</span>
      ) : (
        <span className={claim.worse ? 'totals-saving totals-worse' : 'totals-saving'}>
          {claim.worse ? t('cost.growth') : t('cost.saving')}{' '}
          <strong className="num">
            {withMarks(claim.saving.replace('-', ''), language)} đ
            {claim.percent === null ? '' : ` (${decimalText(claim.percent.replace('-', ''), language)} %)`}
          </strong>
        </span>
      )}
      <span className="bars" aria-hidden="true">
        <span className="bar bar-before" style={{ width: `${(before / largest) * 100}%` }} />
        <span className="bar bar-after" style={{ width: `${(after / largest) * 100}%` }} />
      </span>
    </div>
  );
}
