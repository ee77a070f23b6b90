/** One person of the house, found by name, unit or post. */
import { Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { usePeople } from '../api/queries.js';
import { useWords } from '../i18n/i18n.js';
import { Field } from '../ui/field.js';
import { personText } from '../ui/person-name.js';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string | null;
  readonly error: string | null;
  /** Who cannot be chosen. */
  readonly without?: string;
  readonly onChange: (id: string) => void;
};

export function PersonPicker({ label, hint, value, error, without, onChange }: Props): ReactNode {
  const { t } = useWords();
  const [q, setQ] = useState('');
  const people = usePeople({ q, limit: 50 });
  const rows = (people.data?.items ?? []).filter((person) => person.id !== without);
  return (
    <Field label={label} error={error} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <Select
          {...control}
          className="full"
          showSearch={{ filterOption: false, onSearch: setQ }}
          value={value}
          loading={people.isFetching}
          placeholder={t('authority.findPerson')}
          notFoundContent={people.isFetching ? t('common.loading') : t('authority.nobodyFound')}
          onChange={onChange}
          options={rows.map((person) => ({
            value: person.id,
            label: `${personText(person)} · ${[...new Set(person.posts.map((post) => post.unit.name))].join('; ')}`,
          }))}
        />
      )}
    </Field>
  );
}
