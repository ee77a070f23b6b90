/** Handing a post on for a time, and saying who is away. */
import { Input, Radio, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { DELEGATION_KINDS, type DelegationKind } from '../../../domain/review/directory.js';
import { ROLE_LABELS } from '../../../domain/shared/labels.js';
import { useClock } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import type { AbsenceRecorded, Me } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActDialog } from '../ui/act-dialog.js';
import { Field } from '../ui/field.js';
import { PersonPicker } from './person-picker.js';
import { SpanFields, useSpan } from './span-fields.js';

type Props = { readonly me: Me; readonly onClose: () => void };

export function DelegationDialog({ me, onClose }: Props): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const today = useClock().data?.today ?? null;
  const [post, setPost] = useState<string | null>(me.posts.length === 1 ? '0' : null);
  const [delegateId, setDelegate] = useState<string | null>(null);
  const [kind, setKind] = useState<DelegationKind | null>(null);
  const span = useSpan(today);
  const [document, setDocument] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('/delegations', { onDone: onClose });
  const held = post === null ? undefined : me.posts[Number(post)];
  const submit = (): void => {
    setTried(true);
    if (held === undefined || delegateId === null || kind === null || span.dates === null || document.trim() === '') return;
    act.run({ delegateId, kind, unitId: held.unit.id, role: held.role, ...span.dates, document: document.trim() });
  };
  return (
    <ActDialog
      title={t('authority.delegate')}
      lead={t('authority.delegateLead')}
      okText={t('authority.delegateSave')}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('authority.post')} error={tried && held === undefined ? t('act.choose') : act.fieldError('/role')}>
        {(control) => (
          <Select
            {...control}
            className="full"
            value={post}
            onChange={setPost}
            options={me.posts.map((one, index) => ({ value: String(index), label: `${say(ROLE_LABELS[one.role])}, ${one.unit.name}` }))}
          />
        )}
      </Field>
      <PersonPicker
        label={t('authority.delegateTo')}
        value={delegateId}
        without={me.person.id}
        error={tried && delegateId === null ? t('act.choose') : act.fieldError('/delegateId')}
        onChange={setDelegate}
      />
      <fieldset className="field">
        <legend className="field-label">{t('authority.form')}</legend>
        <Radio.Group
          vertical
          value={kind}
          onChange={(event) => setKind(event.target.value as DelegationKind)}
          options={DELEGATION_KINDS.map((one) => ({ value: one, label: t(`authority.kind.${one}`) }))}
        />
        {tried && kind === null ? (
          <p className="field-error" role="alert">
            {t('act.choose')}
          </p>
        ) : null}
      </fieldset>
      <SpanFields span={span} lastLabel={t('authority.lastDay')} earliest={today} tried={tried} act={act} />
      <Field
        label={t('authority.document')}
        hint={t('authority.documentHint')}
        error={tried && document.trim() === '' ? t('act.fillIn') : act.fieldError('/document')}
      >
        {(control) => <Input {...control} value={document} maxLength={120} onChange={(event) => setDocument(event.target.value)} />}
      </Field>
    </ActDialog>
  );
}

/** @param onRecorded hears of two people who stand in for each other at other times */
export function AbsenceDialog({ me, onClose, onRecorded }: Props & { readonly onRecorded: (mutualLater: boolean) => void }): ReactNode {
  const { t } = useWords();
  const today = useClock().data?.today ?? null;
  const orders = me.posts.some((post) => post.role === 'coordinator' || post.role === 'unitHead');
  const [personId, setPerson] = useState<string>(me.person.id);
  const [substituteId, setSubstitute] = useState<string | null>(null);
  const span = useSpan(today);
  const [tried, setTried] = useState(false);
  const act = useAct<AbsenceRecorded>('/absences', {
    onDone: ({ mutualLater }) => {
      onRecorded(mutualLater);
      onClose();
    },
  });
  const submit = (): void => {
    setTried(true);
    if (substituteId === null || span.dates === null) return;
    act.run({ ...(personId === me.person.id ? {} : { personId }), substituteId, ...span.dates });
  };
  return (
    <ActDialog
      title={t('authority.absence')}
      lead={t('authority.absenceLead')}
      okText={t('authority.absenceSave')}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      {orders ? (
        <PersonPicker
          label={t('authority.whoIsAway')}
          hint={t('authority.whoIsAwayHint')}
          value={personId === me.person.id ? null : personId}
          error={act.fieldError('/personId')}
          onChange={setPerson}
        />
      ) : null}
      <PersonPicker
        label={t('authority.substitute')}
        value={substituteId}
        without={personId}
        error={tried && substituteId === null ? t('act.choose') : act.fieldError('/substituteId')}
        onChange={setSubstitute}
      />
      <SpanFields span={span} lastLabel={t('authority.lastDayAway')} earliest={today} tried={tried} act={act} />
    </ActDialog>
  );
}
