/** One review: how far it has walked its route, what it proposes, what it saves, its record. */
import { Input, Modal } from 'antd';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { send } from '../api/http.js';
import { useMe, useReview } from '../api/queries.js';
import { useSubmissionKey } from '../api/use-submission-key.js';
import type { ReviewDetail } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { DiffView } from '../procedure/diff-view.js';
import { PrintButton } from '../ui/print-button.js';
import { REVIEW_TABS } from '../search-params.js';
import { CostFigures } from '../ui/cost-figures.js';
import { Decisions } from '../ui/decisions.js';
import { Page, Section } from '../ui/page.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SavingText } from '../ui/saving-text.js';
import { StatusTag } from '../ui/status-tag.js';
import { TabLinks } from '../ui/tab-links.js';
import { Loaded } from '../ui/waiting.js';
import { CommentList } from './comment-list.js';
import { ExecutionBlock } from '../execution/execution-block.js';
import { DecisionActs } from './decision-acts.js';
import { FactTimeline } from './fact-timeline.js';
import { RouteWalk } from './route-walk.js';

export function ReviewPage(): ReactNode {
  const { reviewId } = useParams({ from: '/inside/ra-soat/$reviewId' });
  const { t } = useWords();
  const query = useReview(reviewId, true);
  const review = query.data?.review;
  return (
    <Page
      title={review === undefined ? t('review.title') : t('review.titleOf', { name: review.procedure.name })}
      over={
        review === undefined ? (
          <Link to="/viec">← {t('work.title')}</Link>
        ) : (
          <Link to="/thu-tuc/$code" params={{ code: review.procedure.code }}>
            ← {review.procedure.code}
          </Link>
        )
      }
      wide
      acts={review === undefined ? null : <Acts review={review} />}
    >
      <Loaded query={query}>{(read) => <Review review={read.review} />}</Loaded>
    </Page>
  );
}

function Acts({ review }: { readonly review: ReviewDetail }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const can = (operation: string): boolean => me.data?.can.includes(operation) === true;
  return (
    <>
      {review.editable ? (
        <Link className="ghost-button" to="/ra-soat/$reviewId/soan" params={{ reviewId: review.id }}>
          {t('review.edit')}
        </Link>
      ) : null}
      <Link className="ghost-button" to="/ra-soat/$reviewId/chi-phi" params={{ reviewId: review.id }}>
        {review.editable ? t('review.editCost') : t('review.seeCost')}
      </Link>
      {review.outcome === null && can('reviews.withdraw') ? (
        <button type="button" className="ghost-button" onClick={() => setAsking(true)}>
          {t('review.withdraw')}
        </button>
      ) : null}
      <PrintButton />
      {asking ? <Withdraw reviewId={review.id} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Withdraw({ reviewId, onClose }: { readonly reviewId: string; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const key = useSubmissionKey();
  const withdraw = useMutation({
    mutationFn: () => send('POST', `/reviews/${encodeURIComponent(reviewId)}/withdrawals`, { body: { reason: reason.trim() }, key: key.for(reason.trim()) }),
    onSuccess: async () => {
      await cache.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('review.withdrawTitle')}
      okText={t('review.withdraw')}
      okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: withdraw.isPending }}
      onOk={() => withdraw.mutate()}
      onCancel={onClose}
    >
      <p>{t('review.withdrawLead')}</p>
      <label className="field" htmlFor="withdraw-reason">
        <span className="field-label">{t('task.reason')}</span>
      </label>
      <Input.TextArea id="withdraw-reason" value={reason} rows={3} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
      {withdraw.error === null ? null : <ProblemNotice error={withdraw.error} />}
    </Modal>
  );
}

function Review({ review }: { readonly review: ReviewDetail }): ReactNode {
  const { t } = useWords();
  const { tab } = useSearch({ from: '/inside/ra-soat/$reviewId' });
  const { proposal } = review;
  const saving = <SavingText saving={proposal.cost?.savingDong ?? null} before={proposal.cost?.before?.totalDong ?? null} />;
  // Only an approval that is carried out has tracks.
  const shown = REVIEW_TABS.filter((key) => key !== 'execution' || review.execution !== null);
  const current = shown.find((key) => key === tab) ?? 'walk';
  const tabs: Readonly<Record<(typeof REVIEW_TABS)[number], ReactNode>> = {
    walk: (
      <>
        <RouteWalk review={review} />
        <Section title={t('task.earlier')}>
          <Decisions
            decisions={review.decisions}
            actsOf={(note) => <DecisionActs decisionId={note.id} disputable={review.disputable} settleable={review.settleable} />}
          />
        </Section>
        <CommentList reviewId={review.id} taskId={null} comments={review.comments} mayAdd={review.mayComment} />
      </>
    ),
    diff: (
      <div className="section">
        <DiffView diff={proposal.diff} cost={saving} />
      </div>
    ),
    cost: (
      <div className="section">
        <CostFigures cost={proposal.cost} />
      </div>
    ),
    execution: review.execution === null ? null : <ExecutionBlock reviewId={review.id} execution={review.execution} />,
    log: <FactTimeline facts={review.facts} />,
  };
  return (
    <>
      <p className="facts-line">
        <code>{review.procedure.code}</code>
        <span>{review.ownerUnit.name}</span>
        {review.campaign === null ? null : (
          <Link to="/dot/$campaignId" params={{ campaignId: review.campaign.id }}>
            {review.campaign.name}
          </Link>
        )}
        <span>{t('review.opened', { at: timeText(review.openedAt) })}</span>
        {review.outcome === null ? <span>{t('review.running')}</span> : <StatusTag group="proposal" code={review.outcome} />}
        {review.closedAt === null ? null : <span>{t('review.closed', { at: timeText(review.closedAt) })}</span>}
        {saving}
      </p>
      <TabLinks label={t('review.parts')} tabs={shown} current={current} nameOf={(key) => t(`review.tab.${key}`)}>
        {tabs[current]}
      </TabLinks>
    </>
  );
}
