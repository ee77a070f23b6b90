/** What may be done about a recorded verdict: saying it was not one's own, and settling that somebody did. */
import { Button, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct } from '../api/use-act.js';
import { useWords } from '../i18n/i18n.js';
import { ActDialog } from '../ui/act-dialog.js';
import { ReasonField } from '../ui/reason-field.js';

type Props = { readonly decisionId: string; readonly disputable: readonly string[]; readonly settleable: readonly string[] };

export function DecisionActs({ decisionId, disputable, settleable }: Props): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState<'dispute' | 'settle' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      {disputable.includes(decisionId) ? (
        <button type="button" className="link-button no-print" onClick={() => setOpen('dispute')}>
          {t('dispute.notMe')}
        </button>
      ) : null}
      {settleable.includes(decisionId) ? (
        <Button size="small" className="no-print" onClick={() => setOpen('settle')}>
          {t('dispute.settle')}
        </Button>
      ) : null}
      {open === 'dispute' ? <Dispute decisionId={decisionId} onClose={close} /> : null}
      {open === 'settle' ? <Settle decisionId={decisionId} onClose={close} /> : null}
    </>
  );
}

type DialogProps = { readonly decisionId: string; readonly onClose: () => void };

function Dispute({ decisionId, onClose }: DialogProps): ReactNode {
  const { t } = useWords();
  const act = useAct(`/decisions/${encodeURIComponent(decisionId)}/disputes`, { onDone: onClose });
  return (
    <ActDialog title={t('dispute.title')} lead={t('dispute.lead')} okText={t('dispute.notMe')} danger act={act} onSubmit={() => act.run()} onClose={onClose} />
  );
}

const OUTCOMES = ['upheld', 'annulled'] as const;

function Settle({ decisionId, onClose }: DialogProps): ReactNode {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number] | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(`/decisions/${encodeURIComponent(decisionId)}/disputes/resolutions`, { onDone: onClose });
  const submit = (): void => {
    setTried(true);
    if (outcome !== null && reason.trim() !== '') act.run({ outcome, reason: reason.trim() });
  };
  return (
    <ActDialog title={t('dispute.settle')} lead={t('dispute.settleLead')} okText={t('dispute.settle')} act={act} onSubmit={submit} onClose={onClose}>
      <fieldset className="field">
        <legend className="field-label">{t('dispute.outcomeOf')}</legend>
        <Radio.Group
          vertical
          value={outcome}
          onChange={(event) => setOutcome(event.target.value as (typeof OUTCOMES)[number])}
          options={OUTCOMES.map((one) => ({ value: one, label: t(`dispute.outcome.${one}`) }))}
        />
        {tried && outcome === null ? (
          <p className="field-error" role="alert">
            {t('act.choose')}
          </p>
        ) : null}
      </fieldset>
      <ReasonField
        label={t('task.reason')}
        value={reason}
        error={tried && reason.trim() === '' ? t('act.fillIn') : act.fieldError('/reason')}
        onChange={setReason}
      />
    </ActDialog>
  );
}
