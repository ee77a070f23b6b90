/** The route of a review as a readable list: which stages are behind, where it stands, what follows. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReviewDetail, ReviewStage, RouteStage } from '../api/types.js';
import { dateText, timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { personText } from '../ui/person-name.js';
import { StatusTag } from '../ui/status-tag.js';
import { QuorumNotice } from '../work/seat-notice.js';
import { ReopenActs } from './reopen-acts.js';
import { RouteDiagram, type Passage } from '../route/route-diagram.js';

/** A stage sends on what its people answered, so it is named by the verdict. */
const OUTCOME_VERDICTS = { approved: 'approve', rejected: 'reject', returned: 'return' } as const;

export function RouteWalk({ review }: { readonly review: ReviewDetail }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <section className="section">
      <div className="section-head">
        <h2>{say(review.route.name)}</h2>
      </div>
      <div className="walk-beside">
        <ol className="walk">
          {review.route.stages.map((stage) => {
            const rounds = review.stages.filter((done) => done.key === stage.key);
            const open = rounds.some((round) => round.status === 'open');
            return (
              <li
                key={stage.key}
                className={open ? 'walk-stage walk-open' : rounds.length > 0 ? 'walk-stage walk-done' : 'walk-stage'}
                aria-current={open ? 'step' : undefined}
              >
                <div className="walk-name">
                  <strong>{say(stage.name)}</strong>
                  <span className="soft">{nextOf(stage)}</span>
                </div>
                {rounds.length === 0 ? (
                  <p className="soft">{t('review.notYet')}</p>
                ) : (
                  rounds.map((round) => <Round key={round.id} reviewId={review.id} round={round} many={rounds.length > 1} />)
                )}
              </li>
            );
          })}
        </ol>
        <RouteDiagram drawing={review.route} passageOf={passageOf} />
      </div>
    </section>
  );

  function passageOf(key: string): Passage {
    if (key === 'closeApproved') return review.outcome === 'approved' ? 'done' : 'coming';
    if (key === 'closeRejected') return review.outcome === 'rejected' ? 'done' : 'coming';
    const rounds = review.stages.filter((stage) => stage.key === key);
    return rounds.some((round) => round.status === 'open') ? 'open' : rounds.length > 0 ? 'done' : 'coming';
  }

  function nextOf(stage: RouteStage): string {
    return stage.edges
      .map(({ on, to }) => {
        const where = typeof to === 'string' ? t(`review.${to}`) : to.map(nameOf).join(', ');
        return on === null ? t('review.then', { stages: where }) : t(`review.on.${on}`, { stages: where });
      })
      .join(' · ');
  }

  function nameOf(key: string): string {
    const stage = review.route.stages.find((candidate) => candidate.key === key);
    return stage === undefined ? key : say(stage.name);
  }
}

function Round({ reviewId, round, many }: { readonly reviewId: string; readonly round: ReviewStage; readonly many: boolean }): ReactNode {
  const { t } = useWords();
  return (
    <div className="walk-round">
      <p>
        {many ? <strong>{t('work.round', { round: round.round })} · </strong> : null}
        {t('review.stageOpened', { at: timeText(round.openedAt) })}
        {round.closedAt === null ? '' : ` · ${t('review.stageClosed', { at: timeText(round.closedAt) })}`}{' '}
        {round.outcome === null ? null : round.outcome === 'opinion' ? (
          <span className="tag tag-plain">{t('review.opinionGiven')}</span>
        ) : (
          <StatusTag group="verdict" code={OUTCOME_VERDICTS[round.outcome]} />
        )}
      </p>
      <ul className="plain-list">
        {round.tasks.map((task) => (
          <li key={task.id}>
            <Link to="/viec/$taskId" params={{ taskId: task.id }}>
              {task.unit.name}
            </Link>{' '}
            <StatusTag group="task" code={task.status} />{' '}
            {task.lateness === null || task.lateness === 'onTime' ? null : <StatusTag group="lateness" code={task.lateness} />}
            {task.dueOn === null ? null : <span className="soft"> {t('review.due', { date: dateText(task.dueOn) })}</span>}
            {task.holders.length === 0 ? null : <span className="soft"> · {task.holders.map(personText).join('; ')}</span>}
          </li>
        ))}
      </ul>
      <QuorumNotice quorum={round.quorum} mayFix={round.reopen.mayRequest || round.reopen.mayConfirm} />
      <ReopenActs reviewId={reviewId} round={round} />
    </div>
  );
}
