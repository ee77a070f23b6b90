/** Giving somebody a post, and ending one. */
import { Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { ROLES, type Role } from '../../../domain/route/route.js';
import { ROLE_LABELS } from '../../../domain/shared/labels.js';
import { useClock } from '../api/queries.js';
import type { AccountRow, PostRow } from '../api/types.js';
import { useAct } from '../api/use-act.js';
import { SpanFields, useSpan } from '../authority/span-fields.js';
import { endAfter } from '../authority/words.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActDialog } from '../ui/act-dialog.js';
import { DateField } from '../ui/date-field.js';
import { Field } from '../ui/field.js';
import { UnitField } from '../ui/unit-field.js';
import { personText } from '../ui/person-name.js';
import { ReasonField } from '../ui/reason-field.js';
import { lastHeldDay } from './dates.js';

export function GivePostDialog({ account, onClose }: { readonly account: AccountRow; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const today = useClock().data?.today ?? null;
  const [unitId, setUnit] = useState<string | null>(null);
  const [role, setRole] = useState<Role | null>(null);
  const span = useSpan(today);
  const [source, setSource] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('/posts', { onDone: onClose });
  const submit = (): void => {
    setTried(true);
    if (unitId === null || role === null || span.dates === null || source.trim() === '') return;
    act.run({ personId: account.id, unitId, role, ...span.dates, source: source.trim() });
  };
  return (
    <ActDialog
      title={t('posts.giveTitle', { name: personText(account) })}
      lead={t('posts.giveLead')}
      okText={t('posts.give')}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <UnitField label={t('posts.unit')} value={unitId} error={tried && unitId === null ? t('act.choose') : act.fieldError('/unitId')} onChange={setUnit} />
      <Field label={t('posts.role')} error={tried && role === null ? t('act.choose') : act.fieldError('/role')}>
        {(control) => (
          <Select<Role>
            {...control}
            className="full"
            value={role}
            onChange={setRole}
            options={ROLES.map((one) => ({ value: one, label: say(ROLE_LABELS[one]) }))}
          />
        )}
      </Field>
      <SpanFields span={span} lastLabel={t('authority.lastDay')} tried={tried} act={act} />
      <Field label={t('posts.source')} hint={t('posts.sourceHint')} error={tried && source.trim() === '' ? t('act.fillIn') : act.fieldError('/source')}>
        {(control) => <Input {...control} value={source} maxLength={255} onChange={(event) => setSource(event.target.value)} />}
      </Field>
    </ActDialog>
  );
}

export function EndPostDialog({ post, onClose }: { readonly post: PostRow; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const today = useClock().data?.today ?? null;
  const least = today === null ? null : lastHeldDay(today, post.from);
  const [last, setLast] = useState<string | null>(least);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(`/posts/${encodeURIComponent(post.id)}/endings`, { onDone: onClose });
  const submit = (): void => {
    setTried(true);
    if (last === null || reason.trim() === '') return;
    act.run({ to: endAfter(last), reason: reason.trim() });
  };
  return (
    <ActDialog
      title={t('posts.endTitle', { name: personText(post.person) })}
      lead={`${say(ROLE_LABELS[post.role])}, ${post.unit.name}. ${t('posts.endLead')}`}
      okText={t('posts.end')}
      danger
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <DateField
        label={t('posts.lastHeld')}
        hint={t('posts.lastHeldHint')}
        value={last}
        from={least}
        error={tried && last === null ? t('act.choose') : act.fieldError('/to')}
        onChange={setLast}
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
