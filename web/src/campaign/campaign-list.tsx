/** Every campaign, the newest first. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCampaigns, useMe } from '../api/queries.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { Page } from '../ui/page.js';
import { basisOf } from './basis.js';
import { PagedTable } from '../ui/paged-table.js';

export function CampaignList(): ReactNode {
  const { t } = useWords();
  const pages = useCampaigns();
  const me = useMe();
  const launch =
    me.data?.can.includes('campaigns.launch') === true ? (
      <Link className="primary-button" to="/dot/moi">
        {t('campaign.new')}
      </Link>
    ) : null;
  return (
    <Page title={t('campaign.list')} acts={launch}>
      <PagedTable
        pages={pages}
        empty={t('campaign.empty')}
        emptyAct={launch}
        label={t('campaign.list')}
        columns={[
          t('campaign.name'),
          { name: t('campaign.year'), number: true },
          t('campaign.basis'),
          t('campaign.launchedAt'),
          { name: t('campaign.settled'), number: true },
          { name: t('campaign.overdue'), number: true },
          t('campaign.status'),
        ]}
      >
        {(row) => (
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
        )}
      </PagedTable>
    </Page>
  );
}
