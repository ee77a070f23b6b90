/** Block III: the comparison as a table with its chart, what the change comes from, what is no relief. */
import { lazy, memo, Suspense, useMemo, type ReactNode } from 'react';
import { withMarks } from '../../../domain/cost/number-words.js';
import type { VnComparison } from '../../../domain/cost/vn/compare-sheets.js';
import { VN_GROUP_LABELS } from '../../../domain/cost/vn/sheet.js';
import { decimalText, percentText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Section } from '../ui/page.js';
import type { LiveMeasure } from './live-measure.js';
import { groupTotals } from './group-totals.js';
import type { SheetState, Side } from './sheet-state.js';
import { TableFrame } from '../ui/table-frame.js';

const CompareChart = lazy(() => import('./compare-chart.js').then((module) => ({ default: module.CompareChart })));

const EFFECTS = ['time', 'fee', 'cash', 'volume', 'price', 'mix'] as const;

type Props = { readonly rows: SheetState['rows']; readonly measured: Readonly<Record<Side, LiveMeasure>>; readonly comparison: VnComparison | null };

export const ComparisonPanel = memo(Panel);

function Panel({ rows, measured, comparison }: Props): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  const groups = useMemo(() => groupTotals(rows, measured), [rows, measured]);
  const bars = useMemo(
    () => groups.map((line) => ({ name: VN_GROUP_LABELS[line.group][language], before: Number(line.before), after: Number(line.after) })),
    [groups, language],
  );
  const dong = (text: string): string => withMarks(text, language);
  return (
    <Section title={t('cost.comparison')} className="comparison">
      <div className="comparison-grid">
        <TableFrame label={t('cost.comparison')}>
          <table className="plain-table">
            <caption>{t('cost.comparisonCaption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('cost.group')}</th>
                <th scope="col" className="num">
                  {t('cost.before')}
                </th>
                <th scope="col" className="num">
                  {t('cost.after')}
                </th>
                <th scope="col" className="num">
                  {t('cost.saving')}
                </th>
                <th scope="col" className="num">
                  %
                </th>
              </tr>
            </thead>
            <tbody>
              {groups.map((line) => (
                <tr key={line.group}>
                  <th scope="row">{say(VN_GROUP_LABELS[line.group])}</th>
                  <td className="num">{dong(line.before)}</td>
                  <td className="num">{dong(line.after)}</td>
                  <td className="num">{dong(line.saving)}</td>
                  <td className="num">{percentText(line.saving, line.before, language) ?? ''}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('cost.total')}</th>
                <td className="num">{side('before')}</td>
                <td className="num">{side('after')}</td>
                <td className="num">{comparison === null || comparison.saving === null ? t('common.unknown') : dong(comparison.saving.dong)}</td>
                <td className="num">{comparison?.percent ? `${decimalText(comparison.percent.shown, language)} %` : ''}</td>
              </tr>
            </tfoot>
          </table>
          {comparison === null || comparison.noClaim.length === 0 ? null : (
            <p className="field-warning">{comparison.noClaim.map((reason) => t(`cost.noClaimWhy.${reason}`)).join(' ')}</p>
          )}
          <Effects comparison={comparison} />
        </TableFrame>
        <Suspense fallback={<div className="chart" />}>
          <CompareChart groups={bars} />
        </Suspense>
      </div>
    </Section>
  );

  function side(which: Side): string {
    const { total } = measured[which];
    return `${total.status === 'complete' ? '' : '≥ '}${dong(total.dong)}`;
  }
}

function Effects({ comparison }: { readonly comparison: VnComparison | null }): ReactNode {
  const { t, language } = useWords();
  if (comparison === null || comparison.effects === null) return null;
  const parts = EFFECTS.flatMap((effect) => {
    const amount = comparison.effects?.[effect];
    return amount === undefined || amount.exact === '0' ? [] : [{ effect, dong: amount.dong }];
  });
  const flagged = comparison.gaming !== null && comparison.gaming.flagged.dong !== '0' ? comparison.gaming.flagged.dong : null;
  return (
    <>
      {parts.length === 0 ? null : (
        <p>
          {t('cost.effects')}: {parts.map(({ effect, dong }) => `${t(`cost.effect.${effect}`)} ${withMarks(dong, language)}`).join(' · ')}
        </p>
      )}
      {flagged === null ? null : <p className="field-warning">{t('cost.flagged', { amount: withMarks(flagged, language) })}</p>}
    </>
  );
}
