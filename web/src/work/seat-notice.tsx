/** What stands in the way of an answer that no single person can clear: nobody for the seat, or too few left to reach the number. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { ReviewStage, TaskDetail } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';

export function UnassignedNotice({ task }: { readonly task: TaskDetail }): ReactNode {
  const { t } = useWords();
  const open = task.status === 'unclaimed' || task.status === 'inProgress';
  if (!open || task.holders.length > 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('seat.unassigned')}
      description={t(task.acts.includes('reassign') ? 'seat.unassignedWay' : 'seat.unassignedTold')}
    />
  );
}

/** @param mayFix whether the reader is one who can fill a seat or reopen the stage */
export function QuorumNotice({ quorum, mayFix }: { readonly quorum: ReviewStage['quorum']; readonly mayFix: boolean }): ReactNode {
  const { t } = useWords();
  if (quorum === null) return null;
  const { need, approvals, unanswered, empty } = quorum;
  const counted = t('seat.quorum', { approvals, need, unanswered });
  if (quorum.reachable) return <p className="soft">{counted}</p>;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('seat.impossible', { need })}
      description={`${counted} ${t('seat.empty', { count: empty })} ${t(mayFix ? 'seat.impossibleWay' : 'seat.impossibleTold')}`}
    />
  );
}
