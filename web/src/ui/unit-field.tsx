/** One unit of the province, found by name. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useUnits } from '../api/queries.js';
import { Field } from './field.js';

type Props = { readonly label: string; readonly value: string | null; readonly error: string | null; readonly onChange: (unitId: string) => void };

export function UnitField({ label, value, error, onChange }: Props): ReactNode {
  const units = useUnits();
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Select
          {...control}
          className="full"
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          loading={units.data === undefined}
          onChange={onChange}
          options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </Field>
  );
}
