/** Yearly compliance cost before, after, saved: figures and two bars. */
import type { ReactNode } from 'react';
import type { CostSide, CostView } from '../api/types.js';
import { decimalText, moneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';

export function CostFigures({ cost }: { readonly cost: CostView | null }): ReactNode {
  const { t, language } = useWords();
  if (cost === null || (cost.before === null && cost.after === null)) return <p className="soft">{t('cost.noSheet')}</p>;
  const money = (side: CostSide | null): string => {
    if (side === null) return t('common.unknown');
    const amount = moneyText(side.totalDong, language);
    return side.complete ? amount : t('cost.atLeast', { amount });
  };
  const largest = Math.max(cost.before?.totalDong ?? 0, cost.after?.totalDong ?? 0, 1);
  const width = (side: CostSide | null): string => `${((side?.totalDong ?? 0) / largest) * 100}%`;
  return (
    <div className="cost-figures">
      <dl>
        <div>
          <dt>{t('cost.before')}</dt>
          <dd className="num">{money(cost.before)}</dd>
        </div>
        <div>
          <dt>{t('cost.after')}</dt>
          <dd className="num">{money(cost.after)}</dd>
        </div>
        <div className={cost.savingDong !== null && cost.savingDong < 0 ? 'cost-worse' : 'cost-saving'}>
          <dt>{t('cost.saving')}</dt>
          <dd className="num">
            {cost.savingDong === null ? t('common.unknown') : moneyText(cost.savingDong, language)}
            {cost.percent === null ? '' : ` (${decimalText(cost.percent, language)} %)`}
          </dd>
        </div>
      </dl>
      <div className="bars" aria-hidden="true">
        <span className="bar bar-before" style={{ width: width(cost.before) }} />
        <span className="bar bar-after" style={{ width: width(cost.after) }} />
      </div>
    </div>
  );
}
