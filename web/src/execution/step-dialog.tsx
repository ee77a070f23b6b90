/** Dialog that records a step of carrying out, with its evidence. */
import { Input, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { useClock } from '../api/queries.js';
import type { ExecutionTrack } from '../api/types.js';
import { useAct } from '../api/use-act.js';
import { useWords } from '../i18n/i18n.js';
import { ActDialog } from '../ui/act-dialog.js';
import { DateField } from '../ui/date-field.js';
import { Field } from '../ui/field.js';
import { ReasonField } from '../ui/reason-field.js';

type Props = { readonly reviewId: string; readonly track: ExecutionTrack; readonly onClose: () => void };

export function StepDialog({ reviewId, track, onClose }: Props): ReactNode {
  const { t } = useWords();
  const today = useClock().data?.today ?? null;
  const [step, setStep] = useState<ExecutionTrack['nextSteps'][number] | null>(track.nextSteps.length === 1 ? (track.nextSteps[0] ?? null) : null);
  const [chosenOn, setOn] = useState<string | null>(null);
  const [document, setDocument] = useState('');
  const [article, setArticle] = useState('');
  const [effectiveFrom, setFrom] = useState<string | null>(null);
  const [effectiveTo, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(`/reviews/${encodeURIComponent(reviewId)}/tracks/${track.key}/steps`, { onDone: onClose });
  const on = chosenOn ?? today;
  const enacted = step === 'enacted';
  const missing = (value: string | null): boolean => value === null || value.trim() === '';
  const incomplete = step === null || on === null || missing(document) || (enacted && (missing(article) || effectiveFrom === null));
  const submit = (): void => {
    setTried(true);
    if (incomplete) return;
    const dates = enacted ? { article: article.trim(), effectiveFrom, effectiveTo } : {};
    act.run({ step, on, document: document.trim(), note: note.trim(), ...dates });
  };
  const must = (value: string | null, pointer: string): string | null => (tried && missing(value) ? t('act.fillIn') : act.fieldError(pointer));
  return (
    <ActDialog title={t('execution.recordTitle')} lead={t('execution.recordLead')} okText={t('execution.record')} act={act} onSubmit={submit} onClose={onClose}>
      <fieldset className="field">
        <legend className="field-label">{t('execution.stepTaken')}</legend>
        <Radio.Group
          vertical
          value={step}
          onChange={(event) => setStep(event.target.value as typeof step)}
          options={track.nextSteps.map((one) => ({ value: one, label: t(`execution.step.${one}`) }))}
        />
        {tried && step === null ? (
          <p className="field-error" role="alert">
            {t('act.choose')}
          </p>
        ) : null}
      </fieldset>
      <Field label={t('execution.document')} hint={t('execution.documentHint')} error={must(document, '/document')}>
        {(control) => <Input {...control} value={document} maxLength={255} onChange={(event) => setDocument(event.target.value)} />}
      </Field>
      <DateField label={t('execution.on')} value={on} error={act.fieldError('/on')} onChange={setOn} />
      {enacted ? (
        <>
          <Field label={t('execution.article')} error={must(article, '/article')}>
            {(control) => <Input {...control} value={article} maxLength={255} onChange={(event) => setArticle(event.target.value)} />}
          </Field>
          <DateField label={t('execution.effectiveFrom')} value={effectiveFrom} error={must(effectiveFrom, '/effectiveFrom')} onChange={setFrom} />
          <DateField
            label={`${t('execution.effectiveTo')} ${t('common.optional')}`}
            hint={t('execution.effectiveToHint')}
            value={effectiveTo}
            from={effectiveFrom}
            error={act.fieldError('/effectiveTo')}
            onChange={setTo}
          />
        </>
      ) : null}
      <ReasonField label={`${t('execution.note')} ${t('common.optional')}`} value={note} error={act.fieldError('/note')} onChange={setNote} />
    </ActDialog>
  );
}
