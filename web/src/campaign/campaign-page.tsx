/** How far a campaign is: counts, units, savings, the reviews themselves. */
import { Button, Input, Modal } from 'antd';
import { Link, useParams } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { send } from '../api/http.js';
import { useCampaign, useCampaignReviews, useMe } from '../api/queries.js';
import { useSubmissionKey } from '../api/use-submission-key.js';
import type { CampaignProgress } from '../api/types.js';
import { dateText, timeText } from '../format/dates.js';
import { moneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Page, Section } from '../ui/page.js';
import { PrintButton } from '../ui/print-button.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SavingText } from '../ui/saving-text.js';
import { StatusTag } from '../ui/status-tag.js';
import { Loaded } from '../ui/waiting.js';
import { basisOf } from './basis.js';
import { UnitBars } from './unit-bars.js';
import { PagedTable } from '../ui/paged-table.js';

export function CampaignPage(): ReactNode {
  const { campaignId } = useParams({ from: '/inside/dot/$campaignId' });
  const { t } = useWords();
  const query = useCampaign(campaignId);
  const me = useMe();
  const [closing, setClosing] = useState(false);
  const canClose = query.data !== undefined && query.data.closedAt === null && me.data?.can.includes('campaigns.close') === true;
  return (
    <Page
      title={query.data?.name ?? t('campaign.title')}
      over={<Link to="/dot">← {t('campaign.list')}</Link>}
      wide
      acts={
        <>
          {canClose ? <Button onClick={() => setClosing(true)}>{t('campaign.close')}</Button> : null}
          <PrintButton />
        </>
      }
    >
      <Loaded query={query}>{(campaign) => <Progress campaign={campaign} />}</Loaded>
      <Reviews campaignId={campaignId} />
      {closing ? <Close campaignId={campaignId} onClose={() => setClosing(false)} /> : null}
    </Page>
  );
}

function Progress({ campaign }: { readonly campaign: CampaignProgress }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  return (
    <>
      <p className="facts-line">
        <span>{t('campaign.planYear', { year: campaign.planYear })}</span>
        <span>
          {t(`basis.${basisOf(campaign.basis)}`)}: {campaign.basisDocument}
        </span>
        <span>{t('campaign.launchedOn', { at: timeText(campaign.launchedAt) })}</span>
        <span>{campaign.closedAt === null ? t('campaign.running') : t('campaign.closedOn', { at: timeText(campaign.closedAt) })}</span>
      </p>
      <dl className="numbers">
        <div>
          <dt>{t('campaign.launchedOf')}</dt>
          <dd>
            {campaign.launched} / {campaign.itemCount}
          </dd>
        </div>
        {campaign.stages.map((stage) => (
          <div key={stage.key}>
            <dt>
              {say(stage.name)}
              {stage.overdue === 0 ? null : <span className="late-note">{t('campaign.lateHere', { count: stage.overdue })}</span>}
            </dt>
            <dd>{stage.count}</dd>
          </div>
        ))}
        <div>
          <dt>{t('outcome.approved')}</dt>
          <dd>{campaign.outcomes.approved}</dd>
        </div>
        <div>
          <dt>{t('outcome.rejected')}</dt>
          <dd>{campaign.outcomes.rejected}</dd>
        </div>
        {campaign.outcomes.withdrawn === 0 ? null : (
          <div>
            <dt>{t('outcome.withdrawn')}</dt>
            <dd>{campaign.outcomes.withdrawn}</dd>
          </div>
        )}
        <div className={campaign.overdue > 0 ? 'number-late' : ''}>
          <dt>{t('campaign.overdue')}</dt>
          <dd>{campaign.overdue}</dd>
        </div>
      </dl>
      <dl className="numbers numbers-money">
        <div>
          <dt>{t('campaign.savingProposed')}</dt>
          <dd>{moneyText(campaign.savings.proposed, language)}</dd>
        </div>
        <div>
          <dt>{t('campaign.savingApproved')}</dt>
          <dd>{moneyText(campaign.savings.approved, language)}</dd>
        </div>
      </dl>
      <p className="soft small spaced">{t('campaign.savingNote')}</p>
      {campaign.problems.length === 0 ? null : (
        <Section title={t('campaign.problems')}>
          <ul>
            {campaign.problems.map((line) => (
              <li key={line.code}>
                <code>{line.code}</code> {say(line.text)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('campaign.byUnit')}>
        <UnitBars units={campaign.units} />
      </Section>
    </>
  );
}

function Reviews({ campaignId }: { readonly campaignId: string }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const pages = useCampaignReviews(campaignId, { limit: 50 });
  return (
    <Section title={t('campaign.reviews')}>
      <PagedTable
        pages={pages}
        empty={t('campaign.noReviews')}
        label={t('campaign.reviews')}
        columns={[t('procedure.code'), t('procedure.name'), t('procedure.ownerUnit'), t('campaign.stage'), t('campaign.due'), t('cost.saving')]}
      >
        {(row) => (
          <tr key={row.id}>
            <td>
              <code>{row.procedure.code}</code>
            </td>
            <td className="cell-name">
              <Link to="/ra-soat/$reviewId" params={{ reviewId: row.id }}>
                {row.procedure.name}
              </Link>
            </td>
            <td className="cell-word">{row.unit.name}</td>
            <td>{row.status === 'open' ? row.stages.map((stage) => say(stage.name)).join(', ') : <StatusTag group="proposal" code={row.status} />}</td>
            <td>
              {row.dueOn === null ? '' : dateText(row.dueOn)}{' '}
              {row.lateness === null || row.lateness === 'onTime' ? null : <StatusTag group="lateness" code={row.lateness} />}
            </td>
            <td>
              <SavingText saving={row.saving} before={row.costBefore} />
            </td>
          </tr>
        )}
      </PagedTable>
    </Section>
  );
}

function Close({ campaignId, onClose }: { readonly campaignId: string; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const key = useSubmissionKey();
  const close = useMutation({
    mutationFn: () => send('POST', `/campaigns/${encodeURIComponent(campaignId)}/closings`, { body: { reason: reason.trim() }, key: key.for(reason.trim()) }),
    onSuccess: async () => {
      await cache.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('campaign.closeTitle')}
      okText={t('campaign.close')}
      okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: close.isPending }}
      onOk={() => close.mutate()}
      onCancel={onClose}
    >
      <label className="field" htmlFor="close-reason">
        <span className="field-label">{t('task.reason')}</span>
      </label>
      <Input.TextArea id="close-reason" value={reason} rows={3} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
      {close.error === null ? null : <ProblemNotice error={close.error} />}
    </Modal>
  );
}
