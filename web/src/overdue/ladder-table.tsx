/** What the rungs achieve: how many of the tasks they told about moved soon after. */
import type { ReactNode } from 'react';
import { useLadderReport } from '../api/queries.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Loaded } from '../ui/waiting.js';
import { ListTable } from '../ui/list-table.js';

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
          <ListTable
            label={t('overdue.ladder')}
            caption={t('overdue.ladderCaption', { count: report.withinWorkingDays })}
            columns={[
              t('overdue.route'),
              t('overdue.stage'),
              t('overdue.rung'),
              { name: t('overdue.fired'), number: true },
              { name: t('overdue.moved'), number: true },
              { name: t('overdue.share'), number: true },
            ]}
          >
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
          </ListTable>
        )
      }
    </Loaded>
  );
}
