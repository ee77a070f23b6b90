/** One decision: the allowed verdicts, none chosen beforehand, and a reason where the law asks for one. */
import { Alert, Button, Input, Select } from 'antd';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { Verdict } from '../../../domain/route/route.js';
import { VERDICT_LABELS } from '../../../domain/shared/labels.js';
import { send } from '../api/http.js';
import { problemOf, type Problem } from '../api/problem.js';
import type { ReadTask } from '../api/queries.js';
import { useSubmissionKey } from '../api/use-submission-key.js';
import type { DecisionReceipt, Said } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ProblemNotice } from '../ui/problem-notice.js';

type Props = {
  readonly read: ReadTask;
  readonly onDecided: (receipt: DecisionReceipt) => void;
  readonly onReload: () => void;
  /** A superior decides in place of those it was given to. */
  readonly inOwnRight?: boolean;
};

const MOVED_CODES = ['stale_content', 'version_moved'];
const SETTLED_CODES = ['already_decided', 'already_voted', 'stage_closed', 'review_closed'];

export function DecisionForm({ read, onDecided, onReload, inOwnRight = false }: Props): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const id = useId();
  const cache = useQueryClient();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState<'verdict' | 'comment' | 'target' | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const [objection, setObjection] = useState<string | null>(null);
  const group = useRef<HTMLFieldSetElement>(null);
  const key = useSubmissionKey();
  const { task, etag } = read;
  const chosen = task.verdicts.find((choice) => choice.verdict === verdict);
  const needsReason = chosen?.commentRequired === true;
  const choosesTarget = verdict === 'return' && task.returnTargets.length > 1;
  const decide = useMutation({
    mutationFn: async () => {
      const body = {
        verdict,
        comment: comment.trim(),
        contentDigest: task.contentDigest,
        ...(inOwnRight ? { inOwnRight } : {}),
        ...(choosesTarget && target !== null ? { returnTo: target } : {}),
        ...(objection === null || objection.trim() === '' ? {} : { objection: objection.trim() }),
      };
      return (
        await send<DecisionReceipt>('POST', `/tasks/${encodeURIComponent(task.id)}/decisions`, {
          body,
          ifMatch: etag,
          key: key.for(JSON.stringify([etag, body])),
        })
      ).data;
    },
    onSuccess: (receipt) => {
      for (const name of ['tasks', 'task', 'review', 'procedure', 'overdue', 'campaign'])
        void cache.invalidateQueries({ queryKey: [name], refetchType: name === 'task' ? 'none' : 'active' });
      onDecided(receipt);
    },
  });
  // New content or a new version asks for a new decision; what was written stays.
  const reset = decide.reset;
  useEffect(() => {
    reset();
    setVerdict(null);
  }, [etag, task.contentDigest, reset]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (decide.isPending) return;
    const lacking = verdict === null ? 'verdict' : choosesTarget && target === null ? 'target' : needsReason && comment.trim() === '' ? 'comment' : null;
    setMissing(lacking);
    if (lacking === 'verdict') group.current?.querySelector('input')?.focus();
    else if (lacking !== null) document.getElementById(`${id}-${lacking}`)?.focus();
    else decide.mutate();
  };
  return (
    <form className="decision" onSubmit={submit} id="quyet-dinh" aria-label={t('task.decision')}>
      {inOwnRight ? <Alert type="info" showIcon title={t('task.ownRight')} description={t('task.ownRightLead')} /> : null}
      <fieldset ref={group} aria-describedby={missing === 'verdict' ? `${id}-verdict-error` : undefined}>
        <legend>{t('task.decision')}</legend>
        {task.verdicts.map((choice) => (
          <div key={choice.verdict} className={choice.verdict === verdict ? 'verdict verdict-on' : 'verdict'}>
            <input
              id={`${id}-${choice.verdict}`}
              type="radio"
              name={`${id}-verdict`}
              value={choice.verdict}
              checked={choice.verdict === verdict}
              onChange={() => {
                setVerdict(choice.verdict);
                setMissing(null);
              }}
            />
            <label htmlFor={`${id}-${choice.verdict}`}>
              <strong style={{ color: VERDICT_LABELS[choice.verdict].colours.text }}>{say(choice.label)}</strong>
              <span className="verdict-effect">{say(choice.effect)}</span>
            </label>
          </div>
        ))}
        {missing === 'verdict' ? (
          <p className="field-error" id={`${id}-verdict-error`} role="alert">
            {t('task.chooseVerdict')}
          </p>
        ) : null}
      </fieldset>
      {choosesTarget ? (
        <>
          <label className="field" htmlFor={`${id}-target`}>
            <span className="field-label">{t('task.returnTo')}</span>
          </label>
          <Select
            id={`${id}-target`}
            value={target}
            aria-invalid={missing === 'target'}
            onChange={(value) => {
              setTarget(value);
              setMissing(null);
            }}
            options={task.returnTargets.map((stage) => ({ value: stage.key, label: say(stage.name) }))}
          />
          {missing === 'target' ? (
            <p className="field-error" role="alert">
              {t('act.choose')}
            </p>
          ) : null}
        </>
      ) : null}
      <label className="field" htmlFor={`${id}-comment`}>
        <span className="field-label">{needsReason ? t('task.reason') : t('task.comment')}</span>
      </label>
      <Input.TextArea
        id={`${id}-comment`}
        value={comment}
        maxLength={4000}
        autoSize={{ minRows: 3, maxRows: 10 }}
        status={missing === 'comment' ? 'error' : ''}
        aria-invalid={missing === 'comment'}
        aria-describedby={missing === 'comment' ? `${id}-comment-error` : undefined}
        onChange={(event) => {
          setComment(event.target.value);
          if (missing === 'comment') setMissing(null);
        }}
      />
      {missing === 'comment' ? (
        <p className="field-error" id={`${id}-comment-error`} role="alert">
          {t('task.reasonMissing')}
        </p>
      ) : null}
      {decide.error !== null && problemOf(decide.error).code === 'nothing_changed' ? (
        <>
          <label className="field" htmlFor={`${id}-objection`}>
            <span className="field-label">{t('task.objection')}</span>
            <span className="field-hint">{t('task.objectionHint')}</span>
          </label>
          <Input.TextArea
            id={`${id}-objection`}
            value={objection ?? ''}
            maxLength={4000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => setObjection(event.target.value)}
          />
        </>
      ) : null}
      {decide.error === null ? null : <Refusal problem={problemOf(decide.error)} error={decide.error} onReload={onReload} onRetry={() => decide.mutate()} />}
      <Button type="primary" htmlType="submit" size="large" block loading={decide.isPending} danger={verdict === 'reject'}>
        {chosen === undefined ? t('task.record') : t('task.recordAs', { act: say(chosen.label), effect: lowerFirst(say(chosen.effect)) })}
      </Button>
      <p className="soft small">{t('task.oneDecision')}</p>
    </form>
  );
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLocaleLowerCase('vi') + text.slice(1);

/** Why the decision was not taken: who was first, or that the content moved. */
function Refusal({
  problem,
  error,
  onReload,
  onRetry,
}: {
  readonly problem: Problem;
  readonly error: unknown;
  readonly onReload: () => void;
  readonly onRetry: () => void;
}): ReactNode {
  const { t } = useWords();
  const winner = winnerOf(problem.extra['winner']);
  const say = useSay();
  if (SETTLED_CODES.includes(problem.code)) {
    return (
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={problem.title}
        description={
          <>
            {winner === null || problem.detail !== null ? null : (
              <p>
                {winner.who === ''
                  ? t('task.winnerUnnamed', { verdict: say(winner.verdict), at: winner.at })
                  : t('task.winner', { who: winner.who, verdict: say(winner.verdict), at: winner.at })}
              </p>
            )}
            {problem.detail === null ? null : <p>{problem.detail}</p>}
            {problem.extra['keptAs'] === undefined ? null : <p>{t('task.keptAsComment')}</p>}
            <Button onClick={onReload}>{t('task.seeOutcome')}</Button>
          </>
        }
      />
    );
  }
  if (MOVED_CODES.includes(problem.code)) {
    return (
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={problem.title}
        description={
          <>
            {problem.detail === null ? null : <p>{problem.detail}</p>}
            <Button onClick={onReload}>{t('task.seeMoved')}</Button>
          </>
        }
      />
    );
  }
  return <ProblemNotice error={error} {...(problem.status === 0 || problem.status >= 500 ? { onRetry } : {})} />;
}

function winnerOf(value: unknown): { readonly who: string; readonly verdict: Said; readonly at: string } | null {
  if (typeof value !== 'object' || value === null) return null;
  const { by, verdict, recordedAt } = value as { by?: { honorific?: string; name?: string }; verdict?: string; recordedAt?: string };
  const who = [by?.honorific, by?.name].filter((part) => part !== undefined && part !== '').join(' ');
  const label = VERDICT_LABELS[verdict as Verdict] as (typeof VERDICT_LABELS)[Verdict] | undefined;
  return label === undefined || recordedAt === undefined ? null : { who, verdict: label, at: timeText(recordedAt) };
}
