/** Dialogs that stop, lengthen or correct a term, or ask for more. */
import { InputNumber, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { useClock, type ReadTask } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActDialog } from '../ui/act-dialog.js';
import { DateField } from '../ui/date-field.js';
import { Field } from '../ui/field.js';
import { ReasonField } from '../ui/reason-field.js';
import { taskPath } from './task-path.js';

type Props = { readonly read: ReadTask; readonly onClose: () => void };

/** The first instant of a day in the province. */
const startOf = (date: string): string => `${date}T00:00:00+07:00`;

const SUPPLEMENT = 'supplement';

export function PauseDialog({ read, onClose }: Props): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const { task } = read;
  const grounds = task.pauseGrounds.filter((ground) => ground.mayUse);
  const [ground, setGround] = useState(grounds.length === 1 ? (grounds[0]?.code ?? null) : null);
  const [until, setUntil] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const today = useClock().data?.today ?? null;
  const act = useAct(taskPath(task, '/pauses'), { etag: read.etag, onDone: onClose });
  const chosen = grounds.find((candidate) => candidate.code === ground);
  const endMissing = chosen?.end === 'planned' && until === null;
  const submit = (): void => {
    setTried(true);
    if (chosen !== undefined && !endMissing && reason.trim() !== '') act.run({ ground, until: until === null ? null : startOf(until), reason: reason.trim() });
  };
  return (
    <ActDialog title={t('term.pauseTitle')} lead={t('term.pauseLead')} okText={t('term.pause')} act={act} onSubmit={submit} onClose={onClose}>
      <fieldset className="field">
        <legend className="field-label">{t('term.ground')}</legend>
        <Radio.Group
          vertical
          value={ground}
          onChange={(event) => setGround(event.target.value as string)}
          options={grounds.map((one) => ({
            value: one.code,
            label: (
              <>
                {say(one.name)}
                <span className="sub-text">
                  {t('term.pauseLeft', { times: one.maxTimes - one.usedTimes, maxTimes: one.maxTimes, days: one.maxWorkingDays - one.usedWorkingDays })} ·{' '}
                  {one.basis}
                </span>
              </>
            ),
          }))}
        />
        {tried && chosen === undefined ? (
          <p className="field-error" role="alert">
            {t('term.groundMissing')}
          </p>
        ) : null}
      </fieldset>
      <DateField
        label={chosen?.end === 'open' ? `${t('term.runsAgain')} ${t('common.optional')}` : t('term.runsAgain')}
        hint={t('term.runsAgainHint')}
        value={until}
        from={today}
        error={tried && endMissing ? t('term.endMissing') : act.fieldError('/until')}
        onChange={setUntil}
      />
      <ReasonField
        label={t('task.reason')}
        value={reason}
        error={tried && reason.trim() === '' ? t('act.fillIn') : act.fieldError('/reason')}
        onChange={setReason}
      />
    </ActDialog>
  );
}

export function ExtendDialog({ read, onClose }: Props): ReactNode {
  const { t } = useWords();
  const { task } = read;
  const left = task.extension === null ? 0 : task.extension.maxTotal - task.extension.usedTotal;
  const [amount, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(taskPath(task, '/extension-requests'), { etag: read.etag, onDone: onClose });
  const wrong = amount === null || amount < 1 || amount > left;
  const submit = (): void => {
    setTried(true);
    if (!wrong && reason.trim() !== '') act.run({ amount, reason: reason.trim() });
  };
  const unit = task.extension?.unit ?? 'workingDays';
  return (
    <ActDialog title={t('term.extendTitle')} lead={t('term.extendLead')} okText={t('term.sendRequest')} act={act} onSubmit={submit} onClose={onClose}>
      <Field
        label={t('term.more', { unit: t(`term.unit.${unit}`) })}
        hint={t('term.extensionLeft', {
          times: (task.extension?.maxTimes ?? 0) - (task.extension?.usedTimes ?? 0),
          maxTimes: task.extension?.maxTimes ?? 0,
          total: t(`term.amount.${unit}`, { count: left }),
        })}
        error={tried && wrong ? t('term.amountWrong', { max: left }) : act.fieldError('/amount')}
      >
        {(control) => <InputNumber {...control} min={1} max={left} precision={0} value={amount} onChange={(value) => setAmount(value)} />}
      </Field>
      <ReasonField
        label={t('task.reason')}
        value={reason}
        error={tried && reason.trim() === '' ? t('act.fillIn') : act.fieldError('/reason')}
        onChange={setReason}
      />
    </ActDialog>
  );
}

export function AdjustDialog({ read, onClose }: Props): ReactNode {
  const { t } = useWords();
  const { task } = read;
  const [amount, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(taskPath(task, '/adjustments'), { etag: read.etag, onDone: onClose });
  const wrong = amount === null || amount === 0;
  const submit = (): void => {
    setTried(true);
    if (!wrong && reason.trim() !== '') act.run({ amount, reason: reason.trim() });
  };
  const unit = task.extension?.unit ?? 'workingDays';
  return (
    <ActDialog title={t('term.adjustTitle')} lead={t('term.adjustLead')} okText={t('term.sendRequest')} act={act} onSubmit={submit} onClose={onClose}>
      <Field
        label={t('term.correctBy', { unit: t(`term.unit.${unit}`) })}
        hint={t('term.correctByHint')}
        error={tried && wrong ? t('term.adjustWrong') : act.fieldError('/amount')}
      >
        {(control) => <InputNumber {...control} min={-366} max={366} precision={0} value={amount} onChange={(value) => setAmount(value)} />}
      </Field>
      <ReasonField
        label={t('term.evidence')}
        value={reason}
        error={tried && reason.trim() === '' ? t('act.fillIn') : act.fieldError('/reason')}
        onChange={setReason}
      />
    </ActDialog>
  );
}

export function AskMoreDialog({ read, onClose }: Props): ReactNode {
  const { t } = useWords();
  const { task } = read;
  const [question, setQuestion] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const today = useClock().data?.today ?? null;
  const planned = task.pauseGrounds.find((ground) => ground.code === SUPPLEMENT)?.end === 'planned';
  const act = useAct(taskPath(task, '/information-requests'), { etag: read.etag, onDone: onClose });
  const submit = (): void => {
    setTried(true);
    if (question.trim() !== '' && !(planned && until === null)) act.run({ question: question.trim(), until: until === null ? null : startOf(until) });
  };
  return (
    <ActDialog title={t('term.ask')} lead={t('term.askLead')} okText={t('term.sendQuestion')} act={act} onSubmit={submit} onClose={onClose}>
      <ReasonField
        label={t('term.question')}
        value={question}
        most={4000}
        error={tried && question.trim() === '' ? t('act.fillIn') : act.fieldError('/question')}
        onChange={setQuestion}
      />
      <DateField
        label={planned ? t('term.runsAgain') : `${t('term.runsAgain')} ${t('common.optional')}`}
        hint={t('term.runsAgainHint')}
        value={until}
        from={today}
        error={tried && planned && until === null ? t('term.endMissing') : act.fieldError('/until')}
        onChange={setUntil}
      />
    </ActDialog>
  );
}
