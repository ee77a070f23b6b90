/** A day of the calendar, as the house writes it. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { Field } from './field.js';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string | null;
  readonly error?: string | null;
  readonly from?: string | null;
  readonly onChange: (date: string | null) => void;
};

/** @param from days before it cannot be chosen */
export function DateField({ label, hint, value, error = null, from = null, onChange }: Props): ReactNode {
  return (
    <Field label={label} error={error} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <DatePicker
          {...control}
          className="full"
          format="DD/MM/YYYY"
          value={value === null ? null : dayjs(value)}
          status={error === null ? '' : 'error'}
          disabledDate={(date) => from !== null && date.format('YYYY-MM-DD') < from}
          onChange={(date) => onChange(date === null ? null : date.format('YYYY-MM-DD'))}
        />
      )}
    </Field>
  );
}
