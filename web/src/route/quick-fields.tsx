/** The parts of a route that change most, as fields: limits, reminders and rungs of each stage. */
import { Button, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Route, Rung, Stage, StageLimit } from '../../../domain/route/route.js';
import { DURATION_UNIT_LABELS } from '../../../domain/shared/labels.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { DateField } from '../ui/date-field.js';
import { Field } from '../ui/field.js';
import { amountOf, anotherReminder, COUNTED, sideOf, SIDES, withAmount, withSide, type Counted, type Side } from './route-edit.js';

type Path = readonly (string | number)[];
/** `undefined` takes the place out. */
export type Change = (path: Path, value: unknown) => void;

export function QuickFields({ route, onChange }: { readonly route: Route; readonly onChange: Change }): ReactNode {
  return route.stages.map((stage, index) => <StageFields key={stage.key} stage={stage} at={['stages', index]} onChange={onChange} />);
}

function StageFields({ stage, at, onChange }: { readonly stage: Stage; readonly at: Path; readonly onChange: Change }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <fieldset className="quick-stage">
      <legend>{say(stage.name)}</legend>
      <LimitFields limit={stage.limit} onChange={(limit) => onChange([...at, 'limit'], limit)} />
      {(['reminders', 'ladder'] as const).map((list) =>
        stage[list].map((rung, index) => (
          <RungFields
            // Two rungs may share a key while they are being written.
            key={`${list} ${index}`}
            rung={rung}
            onChange={(next) => onChange([...at, list, index, 'at'], next)}
            {...(list === 'reminders' ? { onRemove: () => onChange([...at, list, index], undefined) } : {})}
          />
        )),
      )}
      <Button
        size="small"
        className="no-print"
        onClick={() => onChange([...at, 'reminders', stage.reminders.length], anotherReminder([...stage.reminders, ...stage.ladder]))}
      >
        {t('route.addReminder')}
      </Button>
    </fieldset>
  );
}

function LimitFields({ limit, onChange }: { readonly limit: StageLimit; readonly onChange: (limit: StageLimit) => void }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const counted = amountOf(limit);
  return (
    <div className="quick-row">
      {counted === null ? (
        <DateField
          label={t('route.limitDate')}
          value={'fixedDate' in limit ? limit.fixedDate : null}
          onChange={(date) => (date === null ? undefined : onChange({ ...limit, fixedDate: date } as StageLimit))}
        />
      ) : (
        <>
          <Field label={t('route.limit')}>
            {(control) => (
              <InputNumber
                {...control}
                className="quick-number"
                min={1}
                max={3660}
                precision={0}
                value={counted.amount}
                onChange={(amount) => (amount === null ? undefined : onChange(withAmount(limit, amount, counted.unit)))}
              />
            )}
          </Field>
          <Field label={t('route.unitOfTime')}>
            {(control) => (
              <Select<Counted>
                {...control}
                className="quick-word"
                value={counted.unit}
                onChange={(unit) => onChange(withAmount(limit, counted.amount, unit))}
                options={COUNTED.map((unit) => ({ value: unit, label: say(DURATION_UNIT_LABELS[unit]) }))}
              />
            )}
          </Field>
        </>
      )}
      <div className="quick-basis">
        <Field label={`${t('route.basisField')} ${t('common.optional')}`}>
          {(control) => (
            <Input
              {...control}
              value={limit.basis ?? ''}
              maxLength={500}
              onChange={(event) => onChange({ ...limit, basis: event.target.value } as StageLimit)}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

function RungFields({
  rung,
  onChange,
  onRemove,
}: {
  readonly rung: Rung;
  readonly onChange: (at: Rung['at']) => void;
  readonly onRemove?: () => void;
}): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const side = sideOf(rung.at);
  const amount = Math.abs(rung.at.offset);
  return (
    <div className="quick-rung">
      <Field label={`${say(rung.name)} (${say(DURATION_UNIT_LABELS[rung.at.unit])})`}>
        {(control) => (
          <InputNumber
            {...control}
            className="quick-number"
            min={0}
            max={366}
            precision={0}
            value={amount}
            onChange={(next) => (next === null ? undefined : onChange(withSide(rung.at, next, side)))}
          />
        )}
      </Field>
      <Field label={t('route.side')}>
        {(control) => (
          <Select<Side>
            {...control}
            className="quick-word"
            value={side}
            onChange={(next) => onChange(withSide(rung.at, amount, next))}
            options={SIDES.map((one) => ({ value: one, label: t(`route.sideIs.${one}`) }))}
          />
        )}
      </Field>
      {onRemove === undefined ? null : (
        <Button onClick={onRemove} aria-label={t('route.removeRung', { name: say(rung.name) })}>
          {t('route.remove')}
        </Button>
      )}
    </div>
  );
}
