/** A reason in a person's own words. */
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { Field } from './field.js';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
  readonly most?: number;
};

export function ReasonField({ label, hint, value, error, onChange, most = 2000 }: Props): ReactNode {
  return (
    <Field label={label} error={error} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <Input.TextArea
          {...control}
          value={value}
          maxLength={most}
          autoSize={{ minRows: 2, maxRows: 8 }}
          status={error === null ? '' : 'error'}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
