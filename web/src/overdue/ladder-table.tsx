/** What the rungs achieve: how many of the tasks they told about moved soon after. */
import type { ReactNode } from 'react';
import { useLadderReport } from '../api/queries.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Loaded } from '../ui/waiting.js';
import { TableFrame } from '../ui/table-frame.js';

export function LadderTable(): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const query = useLadderReport();
  return (
    <Loaded query={query}>
      {(report) =>
        report.items.length === 0 ? (
          <p className="soft">{t('overdue.ladderNone')}</p>
        ) : (
          <TableFrame label={t('overdue.ladder')}>
            <table className="list-table">
              <caption>{t('overdue.ladderCaption', { count: report.withinWorkingDays })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('overdue.route')}</th>
                  <th scope="col">{t('overdue.stage')}</th>
                  <th scope="col">{t('overdue.rung')}</th>
                  <th scope="col" className="num">
                    {t('overdue.fired')}
                  </th>
                  <th scope="col" className="num">
                    {t('overdue.moved')}
                  </th>
                  <th scope="col" className="num">
                    {t('overdue.share')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {report.items.map((line) => (
                  <tr key={`${line.routeKey} ${line.routeVersion} ${line.stageKey} ${line.rung}`}>
                    <td className="cell-word">{t('overdue.routeVersion', { name: say(line.routeName), version: line.routeVersion })}</td>
                    <td className="cell-word">{say(line.stageName)}</td>
                    <td className="cell-word">{say(line.rungName)}</td>
                    <td className="num">{line.fired}</td>
                    <td className="num">{line.moved}</td>
                    <td className="num">{line.percent === null ? <span className="soft">{t('overdue.tooEarly')}</span> : `${line.percent}%`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
        )
      }
    </Loaded>
  );
}
