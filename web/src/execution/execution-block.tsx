/** How far one approved review has been carried out, with what may be recorded next. */
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { TRACK_LABELS } from '../../../domain/shared/labels.js';
import type { ExecutionPublication, ExecutionTrack, ReviewDetail } from '../api/types.js';
import { dateText, longDateText } from '../format/dates.js';
import { moneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { DeadlineChip } from '../ui/deadline-chip.js';
import { Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { ReasonAct } from '../ui/reason-act.js';
import { EnterDialog, PublishDialog } from './publication-dialogs.js';
import { StepDialog } from './step-dialog.js';

type Execution = NonNullable<ReviewDetail['execution']>;

export function ExecutionBlock({ reviewId, execution }: { readonly reviewId: string; readonly execution: Execution }): ReactNode {
  const { t } = useWords();
  return (
    <Section title={t('execution.title')}>
      <p className="soft spaced">{t('execution.lead')}</p>
      <AtRisk risks={execution.savingsAtRisk} />
      {execution.tracks.length === 0 ? <p className="soft">{t('execution.opening')}</p> : null}
      <div className="tracks">
        {execution.tracks.map((track) => (
          <Track key={track.key} reviewId={reviewId} track={track} />
        ))}
      </div>
    </Section>
  );
}

function AtRisk({ risks }: { readonly risks: Execution['savingsAtRisk'] }): ReactNode {
  const { t, language } = useWords();
  return risks.map((risk) => (
    <p key={`${risk.key}${risk.endsOn}`} className="risk-line" role="note">
      <strong>
        {risk.lapsed
          ? t('execution.lapsedOn', { date: longDateText(risk.endsOn, language) })
          : t('execution.atRiskUntil', { date: longDateText(risk.endsOn, language) })}
      </strong>{' '}
      {risk.saving === null ? t('cost.savingUnknown') : t('execution.perYear', { amount: moneyText(risk.saving, language) })} · {risk.document}
    </p>
  ));
}

function Track({ reviewId, track }: { readonly reviewId: string; readonly track: ExecutionTrack }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  const [recording, setRecording] = useState(false);
  const path = `/reviews/${encodeURIComponent(reviewId)}/tracks/${track.key}`;
  return (
    <section className="track" aria-label={say(TRACK_LABELS[track.key])}>
      <h3>{say(TRACK_LABELS[track.key])}</h3>
      <p className="facts-line">
        <span className={`tag tag-track tag-track-${track.outcome ?? 'open'}`}>{t(`execution.outcome.${track.outcome ?? 'open'}`)}</span>
        <span>{t('execution.items', { count: track.itemIds.length })}</span>
        <span>{track.saving === null ? t('cost.savingUnknown') : t('execution.savingOf', { amount: moneyText(track.saving, language) })}</span>
      </p>
      <Due due={track.due} />
      {track.evidence === null ? null : (
        <p>
          {t('execution.by')} <strong>{track.evidence.document}</strong>
          {track.evidence.article === null ? '' : `, ${track.evidence.article}`}: {t('execution.from', { date: dateText(track.evidence.effectiveFrom) })}
          {track.evidence.effectiveTo === null ? '' : ` ${t('execution.to', { date: dateText(track.evidence.effectiveTo) })}`}
        </p>
      )}
      {track.steps.length === 0 ? <p className="soft">{t('execution.noSteps')}</p> : null}
      <ol className="track-steps">
        {track.steps.map((step) => (
          <li key={`${step.at}${step.step}`}>
            <strong>{t(`execution.step.${step.step}`)}</strong> · {dateText(step.on)} · {step.document}
            {step.note === '' ? null : <span className="sub-text">{step.note}</span>}
            <span className="sub-text">{personText(step.by)}</span>
          </li>
        ))}
      </ol>
      {track.nextSteps.length === 0 && !track.mayGiveUp ? null : (
        <div className="act-row no-print">
          {track.nextSteps.length === 0 ? null : <Button onClick={() => setRecording(true)}>{t('execution.record')}</Button>}
          {track.mayGiveUp ? (
            <ReasonAct
              path={`${path}/abandonments`}
              name={t('execution.giveUp')}
              title={t('execution.giveUpTitle')}
              lead={t('execution.giveUpLead')}
              danger
              bodyOf={(reason) => ({ reason })}
            />
          ) : null}
        </div>
      )}
      {track.publication === null ? null : <Publication path={path} publication={track.publication} />}
      {recording ? <StepDialog reviewId={reviewId} track={track} onClose={() => setRecording(false)} /> : null}
    </section>
  );
}

function Due({ due }: { readonly due: ExecutionTrack['due'] }): ReactNode {
  const { t } = useWords();
  if (due === null || due.dueOn === null) return null;
  return due.lateness === null ? <p className="soft">{t('execution.followUpOn', { date: dateText(due.dueOn) })}</p> : <DeadlineChip {...due} />;
}

/** Each text has its own: what has been issued does not wait for the other tracks. */
function Publication({ path, publication }: { readonly path: string; readonly publication: ExecutionPublication }): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState<'publish' | 'enter' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <section aria-label={t('execution.publication')}>
      <h4>{t('execution.publication')}</h4>
      <p className="facts-line">
        <span className={`tag tag-track tag-track-${publication.status === 'entered' ? 'executed' : 'open'}`}>
          {t(`execution.publicationIs.${publication.status}`)}
        </span>
      </p>
      <Due due={publication.due} />
      {publication.publishedOn === null ? null : (
        <p>
          {t('execution.publishedBy', { document: publication.decisionNumber ?? '', date: dateText(publication.publishedOn) })}
          {publication.databaseEnteredOn === null ? '' : `; ${t('execution.enteredOn', { date: dateText(publication.databaseEnteredOn) })}`}
        </p>
      )}
      {publication.mayPublish || publication.mayEnter ? (
        <div className="act-row no-print">
          {publication.mayPublish ? <Button onClick={() => setOpen('publish')}>{t('execution.publish')}</Button> : null}
          {publication.mayEnter ? <Button onClick={() => setOpen('enter')}>{t('execution.enter')}</Button> : null}
        </div>
      ) : null}
      {open === 'publish' ? <PublishDialog path={path} onClose={close} /> : null}
      {open === 'enter' ? <EnterDialog path={path} onClose={close} /> : null}
    </section>
  );
}
