/** Units of a campaign as stacked bars inside the table that holds the same numbers. */
import type { ReactNode } from 'react';
import type { UnitProgress } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { STAGE_SHADES } from '../theme/colours.js';
import { TableFrame } from '../ui/table-frame.js';

type Part = { readonly key: 'open' | 'approved' | 'rejected' | 'withdrawn'; readonly name: string; readonly count: number; readonly shade: string };

export function UnitBars({ units }: { readonly units: readonly UnitProgress[] }): ReactNode {
  const { t } = useWords();
  if (units.length === 0) return <p className="soft">{t('campaign.noReviews')}</p>;
  const partsOf = (row: UnitProgress): readonly Part[] => [
    { key: 'approved', name: t('outcome.approved'), count: row.approved, shade: STAGE_SHADES.approved },
    { key: 'rejected', name: t('outcome.rejected'), count: row.rejected, shade: STAGE_SHADES.rejected },
    { key: 'withdrawn', name: t('outcome.withdrawn'), count: row.withdrawn, shade: STAGE_SHADES.withdrawn },
    { key: 'open', name: t('outcome.open'), count: row.open, shade: STAGE_SHADES.open },
  ];
  const first = partsOf(units[0] as UnitProgress);
  const largest = Math.max(...units.map((row) => row.total), 1);
  return (
    <TableFrame label={t('campaign.byUnit')}>
      <table className="list-table unit-bars">
        <caption className="visually-hidden">{t('campaign.byUnit')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('procedure.ownerUnit')}</th>
            <th scope="col" className="bar-cell">
              <span className="visually-hidden">{t('campaign.bar')}</span>
            </th>
            {first.map((part) => (
              <th key={part.key} scope="col" className="num">
                <span className="key-mark" style={{ background: part.shade }} aria-hidden="true" />
                {part.name}
              </th>
            ))}
            <th scope="col" className="num">
              {t('campaign.overdue')}
            </th>
            <th scope="col" className="num">
              {t('campaign.total')}
            </th>
            <th scope="col">{t('campaign.lastActivity')}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((row) => (
            <tr key={row.unit.id}>
              <th scope="row">{row.unit.name}</th>
              <td className="bar-cell" aria-hidden="true">
                <span className="stack" style={{ width: `${(row.total / largest) * 100}%` }}>
                  {partsOf(row)
                    .filter((part) => part.count > 0)
                    .map((part) => (
                      <span key={part.key} title={`${part.name}: ${part.count}`} style={{ flexGrow: part.count, background: part.shade }} />
                    ))}
                </span>
              </td>
              {partsOf(row).map((part) => (
                <td key={part.key} className="num">
                  {part.count === 0 ? '' : part.count}
                </td>
              ))}
              <td className={row.overdue > 0 ? 'num late-cell' : 'num'}>{row.overdue === 0 ? '' : row.overdue}</td>
              <td className="num">{row.total}</td>
              <td>{row.lastActivityAt === null ? '' : timeText(row.lastActivityAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
