/** Dialogs that record the publication decision for the text of a track, or the entry in the national database. */
import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useClock } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useWords } from '../i18n/i18n.js';
import { ActDialog } from '../ui/act-dialog.js';
import { DateField } from '../ui/date-field.js';
import { Field } from '../ui/field.js';

/** `path`: of the track. */
type Props = { readonly path: string; readonly onClose: () => void };

export function PublishDialog({ path, onClose }: Props): ReactNode {
  const { t } = useWords();
  const today = useClock().data?.today ?? null;
  const [decisionNumber, setNumber] = useState('');
  const [chosenOn, setOn] = useState<string | null>(null);
  const [databaseEnteredOn, setEntered] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const act = useAct(`${path}/publications`, { onDone: onClose });
  const publishedOn = chosenOn ?? today;
  const missing = decisionNumber.trim() === '';
  const submit = (): void => {
    setTried(true);
    if (!missing && publishedOn !== null) act.run({ decisionNumber: decisionNumber.trim(), publishedOn, databaseEnteredOn });
  };
  return (
    <ActDialog title={t('execution.publishTitle')} okText={t('execution.publish')} act={act} onSubmit={submit} onClose={onClose}>
      <Field label={t('execution.decisionNumber')} error={tried && missing ? t('act.fillIn') : act.fieldError('/decisionNumber')}>
        {(control) => <Input {...control} value={decisionNumber} maxLength={255} onChange={(event) => setNumber(event.target.value)} />}
      </Field>
      <DateField label={t('execution.publishedOn')} value={publishedOn} error={act.fieldError('/publishedOn')} onChange={setOn} />
      <DateField
        label={`${t('execution.databaseEnteredOn')} ${t('common.optional')}`}
        hint={t('execution.databaseHint')}
        value={databaseEnteredOn}
        from={publishedOn}
        error={act.fieldError('/databaseEnteredOn')}
        onChange={setEntered}
      />
    </ActDialog>
  );
}

export function EnterDialog({ path, onClose }: Props): ReactNode {
  const { t } = useWords();
  const today = useClock().data?.today ?? null;
  const [chosenOn, setOn] = useState<string | null>(null);
  const act = useAct(`${path}/database-entries`, { onDone: onClose });
  const enteredOn = chosenOn ?? today;
  const submit = (): void => {
    if (enteredOn !== null) act.run({ enteredOn });
  };
  return (
    <ActDialog title={t('execution.enterTitle')} okText={t('execution.enter')} act={act} onSubmit={submit} onClose={onClose}>
      <DateField label={t('execution.databaseEnteredOn')} value={enteredOn} error={act.fieldError('/databaseEnteredOn')} onChange={setOn} />
    </ActDialog>
  );
}
