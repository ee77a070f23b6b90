/** Asking to run a closed stage again, and confirming it as a second person. */
import type { ReactNode } from 'react';
import type { ReviewStage } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { personText } from '../ui/person-name.js';
import { ReasonAct } from '../ui/reason-act.js';

export function ReopenActs({ reviewId, round }: { readonly reviewId: string; readonly round: ReviewStage }): ReactNode {
  const { t } = useWords();
  const { requestedBy, mayRequest, mayConfirm } = round.reopen;
  if (requestedBy === null && !mayRequest) return null;
  const path = `/reviews/${encodeURIComponent(reviewId)}`;
  const bodyOf = (reason: string): object => ({ stageId: round.id, reason });
  return (
    <div className="act-row no-print">
      {requestedBy === null ? null : <span className="soft">{t('reopen.asked', { who: personText(requestedBy) })}</span>}
      {mayRequest ? (
        <ReasonAct path={`${path}/reopen-requests`} name={t('reopen.ask')} title={t('reopen.ask')} lead={t('reopen.lead')} bodyOf={bodyOf} />
      ) : null}
      {mayConfirm ? (
        <ReasonAct path={`${path}/reopenings`} name={t('reopen.confirm')} title={t('reopen.confirm')} lead={t('reopen.lead')} bodyOf={bodyOf} />
      ) : null}
    </div>
  );
}
