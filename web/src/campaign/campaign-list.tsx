/** Every campaign, the newest first. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { rowsOf, useCampaigns, useMe } from '../api/queries.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { MoreButton } from '../ui/more-button.js';
import { Page } from '../ui/page.js';
import { Loaded, Nothing } from '../ui/waiting.js';
import { basisOf } from './basis.js';
import { TableFrame } from '../ui/table-frame.js';

export function CampaignList(): ReactNode {
  const { t } = useWords();
  const pages = useCampaigns();
  const me = useMe();
  const rows = rowsOf(pages.data);
  const launch =
    me.data?.can.includes('campaigns.launch') === true ? (
      <Link className="primary-button" to="/dot/moi">
        {t('campaign.new')}
      </Link>
    ) : null;
  return (
    <Page title={t('campaign.list')} acts={launch}>
      <Loaded query={pages}>
        {() =>
          rows.length === 0 ? (
            <Nothing why={t('campaign.empty')}>{launch}</Nothing>
          ) : (
            <TableFrame label={t('campaign.list')}>
              <table className="list-table">
                <caption className="visually-hidden">{t('campaign.list')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('campaign.name')}</th>
                    <th scope="col" className="num">
                      {t('campaign.year')}
                    </th>
                    <th scope="col">{t('campaign.basis')}</th>
                    <th scope="col">{t('campaign.launchedAt')}</th>
                    <th scope="col" className="num">
                      {t('campaign.settled')}
                    </th>
                    <th scope="col" className="num">
                      {t('campaign.overdue')}
                    </th>
                    <th scope="col">{t('campaign.status')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td className="cell-name">
                        <Link to="/dot/$campaignId" params={{ campaignId: row.id }}>
                          {row.name}
                        </Link>
                      </td>
                      <td className="num">{row.planYear}</td>
                      <td>
                        {t(`basis.${basisOf(row.basis)}`)}
                        <span className="sub-text">{row.basisDocument}</span>
                      </td>
                      <td>{timeText(row.launchedAt)}</td>
                      <td className="num">
                        {row.outcomes.approved + row.outcomes.rejected + row.outcomes.withdrawn} / {row.itemCount}
                      </td>
                      <td className={row.overdue > 0 ? 'num late-cell' : 'num'}>{row.overdue === 0 ? '' : row.overdue}</td>
                      <td>{row.closedAt === null ? t('campaign.running') : t('campaign.closed')}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )
        }
      </Loaded>
      <MoreButton pages={pages} />
    </Page>
  );
}
