/** The term of a task: when it is due and why, what stops it, what is asked for, what may be done about it. */
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ReadTask } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import type { TaskDetail } from '../api/types.js';
import { longDateText, longTimeText, timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActProblem } from '../ui/act-dialog.js';
import { DeadlineChip } from '../ui/deadline-chip.js';
import { Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { ReasonAct } from '../ui/reason-act.js';
import { StatusTag } from '../ui/status-tag.js';
import { ClockSentences } from './clock-sentences.js';
import { taskPath } from './task-path.js';
import { AdjustDialog, AskMoreDialog, ExtendDialog, PauseDialog } from './term-dialogs.js';

export function TermBlock({ read }: { readonly read: ReadTask }): ReactNode {
  const { t, language } = useWords();
  const { task } = read;
  return (
    <Section title={t('task.deadline')}>
      <p>
        <DeadlineChip {...task} /> {task.pause === null ? null : <StatusTag group="task" code="suspended" />}
      </p>
      {task.dueOn === null ? null : <p>{t('task.dueAtEnd', { date: longDateText(task.dueOn, language) })}</p>}
      {task.pause === null ? null : <Pause pause={task.pause} />}
      <Requests read={read} />
      <TermActs read={read} />
      {task.clock === null ? null : <ClockSentences clock={task.clock} />}
      <Budget task={task} />
    </Section>
  );
}

function Pause({ pause }: { readonly pause: NonNullable<TaskDetail['pause']> }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  return (
    <div className="paused">
      <strong>{say(pause.name)}</strong>
      <p>
        {pause.untilAt === null
          ? t('term.pausedOpen', { from: longTimeText(pause.fromAt, language) })
          : t('term.paused', { from: longTimeText(pause.fromAt, language), until: longTimeText(pause.untilAt, language) })}
      </p>
      <p className="soft small">
        {t('term.basis')}: {pause.basis}
      </p>
    </div>
  );
}

/** What is left of pauses and extensions, whether or not one may use them. */
function Budget({ task }: { readonly task: TaskDetail }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const { extension } = task;
  return (
    <details>
      <summary>{t('term.left')}</summary>
      <ul className="plain-list">
        <li>
          {extension === null
            ? t('term.noExtension')
            : t('term.extensionLeft', {
                times: extension.maxTimes - extension.usedTimes,
                maxTimes: extension.maxTimes,
                total: t(`term.amount.${extension.unit}`, { count: extension.maxTotal - extension.usedTotal }),
              })}
        </li>
        {task.pauseGrounds.length === 0 ? (
          <li>{t('term.noPause')}</li>
        ) : (
          task.pauseGrounds.map((ground) => (
            <li key={ground.code}>
              {say(ground.name)}:{' '}
              {t('term.pauseLeft', {
                times: ground.maxTimes - ground.usedTimes,
                maxTimes: ground.maxTimes,
                days: ground.maxWorkingDays - ground.usedWorkingDays,
              })}
              <span className="sub-text">
                {t('term.basis')}: {ground.basis}
              </span>
            </li>
          ))
        )}
      </ul>
    </details>
  );
}

type DialogName = 'pause' | 'extend' | 'adjust' | 'ask';

function TermActs({ read }: { readonly read: ReadTask }): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState<DialogName | null>(null);
  const { task } = read;
  const resume = useAct(taskPath(task, '/resumptions'), { etag: read.etag });
  const may = (act: TaskDetail['acts'][number]): boolean => task.acts.includes(act);
  const close = (): void => setOpen(null);
  const acts = (['requestInformation', 'pause', 'resume', 'requestExtension', 'proposeAdjustment', 'submitInformation'] as const).filter(may);
  if (acts.length === 0) return null;
  return (
    <div className="act-row no-print">
      {may('submitInformation') ? (
        <ReasonAct
          path={taskPath(task, '/information')}
          etag={read.etag}
          name={t('term.submitInformation')}
          title={t('term.submitInformation')}
          lead={t('term.submitInformationLead')}
          label={t('term.answer')}
          pointer="/text"
          most={4000}
          bodyOf={(text) => ({ text })}
        />
      ) : null}
      {may('resume') ? (
        <Button loading={resume.pending} onClick={() => resume.run()}>
          {t('term.resume')}
        </Button>
      ) : null}
      {may('requestInformation') ? <Button onClick={() => setOpen('ask')}>{t('term.ask')}</Button> : null}
      {may('pause') ? <Button onClick={() => setOpen('pause')}>{t('term.pause')}</Button> : null}
      {may('requestExtension') ? <Button onClick={() => setOpen('extend')}>{t('term.extend')}</Button> : null}
      {may('proposeAdjustment') ? <Button onClick={() => setOpen('adjust')}>{t('term.adjust')}</Button> : null}
      <ActProblem act={resume} />
      {open === 'ask' ? <AskMoreDialog read={read} onClose={close} /> : null}
      {open === 'pause' ? <PauseDialog read={read} onClose={close} /> : null}
      {open === 'extend' ? <ExtendDialog read={read} onClose={close} /> : null}
      {open === 'adjust' ? <AdjustDialog read={read} onClose={close} /> : null}
    </div>
  );
}

/** What waits for a second person. */
function Requests({ read }: { readonly read: ReadTask }): ReactNode {
  const { t } = useWords();
  if (read.task.requests.length === 0) return null;
  return (
    <ul className="plain-list requests" aria-label={t('term.requests')}>
      {read.task.requests.map((request) => (
        <li key={request.id}>
          <Request read={read} request={request} />
        </li>
      ))}
    </ul>
  );
}

function Request({ read, request }: { readonly read: ReadTask; readonly request: TaskDetail['requests'][number] }): ReactNode {
  const { t } = useWords();
  const { task } = read;
  const unit = task.extension?.unit ?? task.clock?.unit ?? 'workingDays';
  const amount = t(`term.amount.${unit === 'months' ? 'days' : unit}`, { count: request.amount });
  const decide = taskPath(task, `/extension-requests/${encodeURIComponent(request.id)}/decisions`);
  const confirm = useAct(taskPath(task, `/adjustments/${encodeURIComponent(request.id)}/confirmations`), { etag: read.etag });
  return (
    <>
      <strong>{request.kind === 'extend' ? t('term.asksExtension', { amount }) : t('term.asksAdjustment', { amount })}</strong>
      <span className="sub-text">
        {personText(request.by)} · {timeText(request.at)}
      </span>
      <blockquote>{request.reason}</blockquote>
      {!request.mayDecide ? (
        <p className="soft small">{t('term.secondPerson')}</p>
      ) : (
        <div className="act-row no-print">
          {request.kind === 'extend' ? (
            <>
              <ReasonAct
                path={decide}
                etag={read.etag}
                name={t('term.grant')}
                title={t('term.grantTitle', { amount })}
                label={`${t('term.grantBasis')} ${t('common.optional')}`}
                required={false}
                bodyOf={(reason) => ({ grant: true, reason })}
              />
              <ReasonAct
                path={decide}
                etag={read.etag}
                name={t('term.refuse')}
                title={t('term.refuseTitle')}
                danger
                bodyOf={(reason) => ({ grant: false, reason })}
              />
            </>
          ) : (
            <Button loading={confirm.pending} onClick={() => confirm.run()}>
              {t('term.confirmAdjustment')}
            </Button>
          )}
          <ActProblem act={confirm} />
        </div>
      )}
    </>
  );
}
