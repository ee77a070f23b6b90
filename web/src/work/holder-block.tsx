/** Whose task it is: claimed by whom, given to whom, in whose place; taking it, giving it back, handing it on. */
import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { ROLE_LABELS } from '../../../domain/shared/labels.js';
import { usePeople, useUnits, type ReadTask } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import type { TaskDetail } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActDialog, ActProblem } from '../ui/act-dialog.js';
import { Field } from '../ui/field.js';
import { UnitField } from '../ui/unit-field.js';
import { Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { ReasonAct } from '../ui/reason-act.js';
import { ReasonField } from '../ui/reason-field.js';
import { taskPath } from './task-path.js';

/** Whom the reader would act for, said before he decides. */
export function StandingIn({ task }: { readonly task: TaskDetail }): ReactNode {
  const { t } = useWords();
  if (task.actsFor === null) return null;
  return (
    <p className="standing-in">
      <strong>{t('holder.actsFor', { who: personText(task.actsFor.person) })}</strong>
      {task.actsFor.authority === null ? null : <span className="sub-text">{t('holder.authority', { document: task.actsFor.authority })}</span>}
    </p>
  );
}

export function HolderBlock({ read }: { readonly read: ReadTask }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const { task } = read;
  const [choosing, setChoosing] = useState<SeatAct | null>(null);
  const claim = useAct(taskPath(task, '/claims'), { etag: read.etag });
  const release = useAct(taskPath(task, '/releases'), { etag: read.etag });
  const may = (act: TaskDetail['acts'][number]): boolean => task.acts.includes(act);
  return (
    <Section title={t('holder.title')}>
      <p>
        {task.unit.name} · {say(ROLE_LABELS[task.role])}
      </p>
      <p className="soft">{task.holders.length === 0 ? t('holder.nobody') : task.holders.map(personText).join('; ')}</p>
      {task.claim === null ? null : (
        <p>
          {task.claim.mine
            ? t('holder.mine', { at: timeText(task.claim.at) })
            : t('holder.claimedBy', { who: personText(task.claim.by), at: timeText(task.claim.at) })}
        </p>
      )}
      <StandIns standIns={task.standIns} />
      <div className="act-row no-print">
        {may('claim') ? (
          <Button loading={claim.pending} onClick={() => claim.run()}>
            {task.claim === null ? t('holder.claim') : t('holder.takeOver')}
          </Button>
        ) : null}
        {may('release') ? (
          <Button loading={release.pending} onClick={() => release.run()}>
            {t('holder.release')}
          </Button>
        ) : null}
        {SEAT_ACTS.filter(may).map((seatAct) => (
          <Button key={seatAct} onClick={() => setChoosing(seatAct)}>
            {t(`holder.${seatAct}`)}
          </Button>
        ))}
        {may('recall') ? (
          <ReasonAct
            path={taskPath(task, '/recalls')}
            etag={read.etag}
            name={t('holder.recall')}
            title={t('holder.recall')}
            lead={t('holder.recallLead')}
            required={false}
            bodyOf={(reason) => ({ reason })}
          />
        ) : null}
      </div>
      <ActProblem act={claim} />
      <ActProblem act={release} />
      {choosing === null ? null : <ChooseSeat key={choosing} read={read} seatAct={choosing} onClose={() => setChoosing(null)} />}
    </Section>
  );
}

function StandIns({ standIns }: { readonly standIns: TaskDetail['standIns'] }): ReactNode {
  const { t } = useWords();
  if (standIns.length === 0) return null;
  return (
    <ul className="plain-list small">
      {standIns.map((one) => (
        <li key={`${one.kind} ${one.owner.id} ${one.delegate.id}`}>
          {one.kind === 'absence'
            ? t('holder.substitute', { who: personText(one.delegate), owner: personText(one.owner) })
            : t('holder.delegate', { who: personText(one.delegate), owner: personText(one.owner), kind: t(`authority.kind.${one.kind}`) })}
          {one.document === null ? null : <span className="sub-text">{one.document}</span>}
        </li>
      ))}
    </ul>
  );
}

/** What needs another seat to be chosen. */
const SEAT_ACTS = ['reassign', 'addReviewer'] as const;
type SeatAct = (typeof SEAT_ACTS)[number];
const SEAT_PATHS = { reassign: '/reassignments', addReviewer: '/reviewers' } as const;

function ChooseSeat({ read, seatAct, onClose }: { readonly read: ReadTask; readonly seatAct: SeatAct; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const { task } = read;
  const units = useUnits();
  const [unitId, setUnit] = useState<string | null>(null);
  const [role, setRole] = useState<keyof typeof ROLE_LABELS | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const code = units.data?.items.find((unit) => unit.id === unitId)?.code;
  const people = usePeople(code === undefined ? null : { unit: code, limit: 100 });
  const held = (people.data?.items ?? []).flatMap((person) =>
    person.posts.filter((post) => post.unit.id === unitId).map((post) => ({ role: post.role, name: personText(person), id: person.id })),
  );
  // None of its own seats is a choice, unless somebody has come into it who was not asked.
  const asked = (one: string): boolean =>
    unitId === task.unit.id &&
    [task.role, ...task.otherRoles].some((role) => role === one) &&
    held.every((post) => post.role !== one || task.holders.some((holder) => holder.id === post.id));
  const roles = [...new Set(held.map((post) => post.role))].filter((one) => !asked(one));
  const act = useAct(taskPath(task, SEAT_PATHS[seatAct]), { etag: read.etag, onDone: onClose });
  const submit = (): void => {
    setTried(true);
    if (unitId !== null && role !== null && reason.trim() !== '') act.run({ unitId, role, reason: reason.trim() });
  };
  return (
    <ActDialog
      title={t(`holder.${seatAct}Title`)}
      lead={t(`holder.${seatAct}Lead`)}
      okText={t(`holder.${seatAct}`)}
      act={act}
      onSubmit={submit}
      onClose={onClose}
    >
      <UnitField
        label={t('holder.unit')}
        value={unitId}
        error={tried && unitId === null ? t('act.choose') : act.fieldError('/unitId')}
        onChange={(value) => {
          setUnit(value);
          setRole(null);
        }}
      />
      <Field
        label={t('holder.role')}
        error={tried && role === null ? t('act.choose') : act.fieldError('/role')}
        {...(unitId !== null && people.data !== undefined && roles.length === 0 ? { hint: t('holder.noRole') } : {})}
      >
        {(control) => (
          <Select
            {...control}
            className="full"
            value={role}
            disabled={unitId === null}
            loading={unitId !== null && people.data === undefined}
            onChange={(value) => setRole(value)}
            options={roles.map((one) => ({
              value: one,
              label: `${say(ROLE_LABELS[one])}: ${held
                .filter((post) => post.role === one)
                .map((post) => post.name)
                .join('; ')}`,
            }))}
          />
        )}
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
