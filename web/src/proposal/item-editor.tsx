/** One change item: what is changed, why, by which competence, in which text. */
import { Button, Input, InputNumber, Select } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { CHANGE_TYPES, COMPETENCE_TRACKS, CRITERIA, PROVISION_ACTIONS, type ChangeItem, type ChangeType } from '../../../domain/procedure/change-items.js';
import { DURATION_UNITS, type DurationUnit } from '../../../domain/procedure/procedure.js';
import { CHANGE_TYPE_LABELS, CRITERION_LABELS, DURATION_UNIT_LABELS, TRACK_LABELS } from '../../../domain/shared/labels.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { actsOf, likelyType, opFor, startValue, valueFor, type Act, type NewValue, type Target } from './targets.js';

type Props = { readonly targets: readonly Target[]; readonly nextId: string; readonly onAdd: (item: ChangeItem) => void };

const GROUPS = ['general', 'dossier', 'steps', 'channels', 'conditions'] as const;

/** Adds one item. */
export function NewItem({ targets, nextId, onAdd }: Props): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const id = useId();
  const [path, setPath] = useState<string | null>(null);
  const [act, setAct] = useState<Act>('replace');
  const [typed, setTyped] = useState<NewValue | null>(null);
  const [tried, setTried] = useState(false);
  const target = targets.find((candidate) => candidate.path === path) ?? null;
  const choose = (next: string): void => {
    const found = targets.find((candidate) => candidate.path === next);
    if (found === undefined) return;
    setPath(next);
    setAct(actsOf(found)[0] as Act);
    setTyped(startValue(found));
    setTried(false);
  };
  const units = Object.fromEntries(DURATION_UNITS.map((unit) => [unit, DURATION_UNIT_LABELS[unit].vi])) as Record<DurationUnit, string>;
  const after = target === null || typed === null ? null : valueFor(target, typed, { units, free: 'Miễn phí' });
  const ready = target !== null && (act === 'remove' || after !== null);
  const add = (): void => {
    setTried(true);
    if (!ready || target === null) return;
    const type = likelyType(target, act);
    onAdd({
      id: nextId,
      type,
      track: 'province',
      reason: { criterion: 'reasonableness', text: '' },
      targetProvision: null,
      ops: [opFor(target, act, after)],
      costLines: [],
    });
    setPath(null);
    setTyped(null);
  };
  return (
    <div className="new-item form">
      <label className="field" htmlFor={`${id}-part`}>
        <span className="field-label">{t('proposal.part')}</span>
      </label>
      <Select
        id={`${id}-part`}
        aria-label={t('proposal.part')}
        className="full"
        showSearch={{ optionFilterProp: 'label' }}
        value={path}
        placeholder={t('proposal.partHint')}
        onChange={(value: string) => choose(value)}
        options={GROUPS.map((group) => ({
          label: t(`proposal.group.${group}`),
          options: targets.filter((candidate) => candidate.group === group).map((candidate) => ({ value: candidate.path, label: say(candidate.label) })),
        })).filter(({ options }) => options.length > 0)}
      />
      {target === null || typed === null ? null : (
        <>
          {actsOf(target).length > 1 ? (
            <div className="segments" role="group" aria-label={t('proposal.act')}>
              {actsOf(target).map((name) => (
                <button
                  key={name}
                  type="button"
                  className={name === act ? 'segment segment-on' : 'segment'}
                  aria-pressed={name === act}
                  onClick={() => setAct(name)}
                >
                  {t(`proposal.acts.${name}`)}
                </button>
              ))}
            </div>
          ) : null}
          {act === 'remove' ? <p className="pre soft">{typed.text}</p> : <ValueFields id={id} target={target} typed={typed} onChange={setTyped} />}
          {tried && !ready ? (
            <p className="field-error" role="alert">
              {t(`proposal.valueMissing.${target.kind}`)}
            </p>
          ) : null}
          <Button type="primary" onClick={add}>
            {t('proposal.add')}
          </Button>
        </>
      )}
    </div>
  );
}

function ValueFields({
  id,
  target,
  typed,
  onChange,
}: {
  readonly id: string;
  readonly target: Target;
  readonly typed: NewValue;
  readonly onChange: (value: NewValue) => void;
}): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const set = (next: Partial<NewValue>): void => onChange({ ...typed, ...next });
  if (target.kind === 'flag') return <p>{t('proposal.abolishLead')}</p>;
  if (target.kind === 'duration' || target.kind === 'fee') {
    return (
      <div className="inline-fields">
        <label htmlFor={`${id}-amount`}>{target.kind === 'fee' ? t('proposal.newFee') : t('proposal.newDuration')}</label>
        <Input id={`${id}-amount`} className="num short" inputMode="decimal" value={typed.amount} onChange={(event) => set({ amount: event.target.value })} />
        {target.kind === 'fee' ? (
          <span>đ</span>
        ) : (
          <Select
            aria-label={t('proposal.unit')}
            value={typed.unit}
            onChange={(unit: DurationUnit) => set({ unit })}
            options={DURATION_UNITS.map((unit) => ({ value: unit, label: say(DURATION_UNIT_LABELS[unit]) }))}
          />
        )}
      </div>
    );
  }
  return (
    <>
      <label className="field" htmlFor={`${id}-text`}>
        <span className="field-label">{target.kind === 'newData' ? t('proposal.paper') : t('proposal.newText')}</span>
      </label>
      <Input.TextArea id={`${id}-text`} autoSize={{ minRows: 2, maxRows: 10 }} value={typed.text} onChange={(event) => set({ text: event.target.value })} />
      {target.kind === 'newData' ? (
        <>
          <label className="field" htmlFor={`${id}-database`}>
            <span className="field-label">{t('proposal.database')}</span>
          </label>
          <Input id={`${id}-database`} value={typed.database} onChange={(event) => set({ database: event.target.value })} />
        </>
      ) : null}
      {target.kind === 'paper' ? (
        <div className="inline-fields">
          <label htmlFor={`${id}-originals`}>{t('content.originals')}</label>
          <InputNumber id={`${id}-originals`} min={0} max={99} value={typed.originals} onChange={(value) => set({ originals: value ?? 0 })} />
          <label htmlFor={`${id}-copies`}>{t('content.copies')}</label>
          <InputNumber id={`${id}-copies`} min={0} max={99} value={typed.copies} onChange={(value) => set({ copies: value ?? 0 })} />
        </div>
      ) : null}
    </>
  );
}

type CardProps = {
  readonly item: ChangeItem;
  readonly labelOf: (path: string) => string;
  readonly problems: readonly { readonly severity: 'error' | 'warning'; readonly words: string }[];
  readonly readOnly: boolean;
  readonly onChange: (item: ChangeItem) => void;
  readonly onRemove: () => void;
};

/** The reason, competence and text to amend of one item. */
export function ItemCard({ item, labelOf, problems, readOnly, onChange, onRemove }: CardProps): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const id = useId();
  const provision = item.targetProvision ?? { symbol: '', provision: '', action: 'amend' as const };
  const setProvision = (next: Partial<typeof provision>): void => {
    const merged = { ...provision, ...next };
    onChange({ ...item, targetProvision: merged.symbol.trim() === '' && merged.provision.trim() === '' ? null : merged });
  };
  return (
    <article className="item-card" aria-label={say(CHANGE_TYPE_LABELS[item.type])}>
      <ul className="plain-list">
        {item.ops.map((op) => (
          <li key={op.path}>
            <strong>{t(`proposal.acts.${op.op}`)}</strong>: {labelOf(op.path)}
          </li>
        ))}
      </ul>
      <div className="item-fields">
        <div>
          <label htmlFor={`${id}-type`}>{t('proposal.type')}</label>
          <Select
            id={`${id}-type`}
            aria-label={t('proposal.type')}
            className="full"
            disabled={readOnly}
            value={item.type}
            onChange={(type: ChangeType) => onChange({ ...item, type })}
            options={CHANGE_TYPES.map((type) => ({ value: type, label: say(CHANGE_TYPE_LABELS[type]) }))}
          />
        </div>
        <div>
          <label htmlFor={`${id}-track`}>{t('proposal.track')}</label>
          <Select
            id={`${id}-track`}
            aria-label={t('proposal.track')}
            className="full"
            disabled={readOnly}
            value={item.track}
            onChange={(track: ChangeItem['track']) => onChange({ ...item, track })}
            options={COMPETENCE_TRACKS.map((track) => ({ value: track, label: say(TRACK_LABELS[track]) }))}
          />
        </div>
        <div>
          <label htmlFor={`${id}-criterion`}>{t('proposal.criterion')}</label>
          <Select
            id={`${id}-criterion`}
            aria-label={t('proposal.criterion')}
            className="full"
            disabled={readOnly}
            value={item.reason.criterion}
            onChange={(criterion: ChangeItem['reason']['criterion']) => onChange({ ...item, reason: { ...item.reason, criterion } })}
            options={CRITERIA.map((criterion) => ({ value: criterion, label: say(CRITERION_LABELS[criterion]) }))}
          />
        </div>
        <div className="item-wide">
          <label htmlFor={`${id}-reason`}>{t('proposal.reason')}</label>
          <Input.TextArea
            id={`${id}-reason`}
            readOnly={readOnly}
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={4000}
            value={item.reason.text}
            onChange={(event) => onChange({ ...item, reason: { ...item.reason, text: event.target.value } })}
          />
        </div>
        <div>
          <label htmlFor={`${id}-symbol`}>
            {t('proposal.symbol')} <span className="soft">{t('common.optional')}</span>
          </label>
          <Input
            id={`${id}-symbol`}
            readOnly={readOnly}
            maxLength={100}
            placeholder="85/2019/TT-BTC"
            value={provision.symbol}
            onChange={(event) => setProvision({ symbol: event.target.value })}
          />
        </div>
        <div>
          <label htmlFor={`${id}-provision`}>
            {t('proposal.provision')} <span className="soft">{t('common.optional')}</span>
          </label>
          <Input
            id={`${id}-provision`}
            readOnly={readOnly}
            maxLength={500}
            value={provision.provision}
            onChange={(event) => setProvision({ provision: event.target.value })}
          />
        </div>
        <div>
          <label htmlFor={`${id}-action`}>{t('proposal.action')}</label>
          <Select
            id={`${id}-action`}
            aria-label={t('proposal.action')}
            className="full"
            disabled={readOnly || item.targetProvision === null}
            value={provision.action}
            onChange={(action: (typeof PROVISION_ACTIONS)[number]) => setProvision({ action })}
            options={PROVISION_ACTIONS.map((action) => ({ value: action, label: t(`proposal.actions.${action}`) }))}
          />
        </div>
      </div>
      {problems.map((problem) => (
        <p key={problem.words} className={problem.severity === 'error' ? 'field-error' : 'field-warning'}>
          {problem.words}
        </p>
      ))}
      {readOnly ? null : (
        <Button size="small" danger onClick={onRemove}>
          {t('proposal.remove')}
        </Button>
      )}
    </article>
  );
}
