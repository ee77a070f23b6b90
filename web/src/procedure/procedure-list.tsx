/** The register of procedures: searched without accents, filtered, paged by the server. */
import { Select } from 'antd';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProcedures, useUnits } from '../api/queries.js';
import { moneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import type { ProcedureSearch } from '../search-params.js';
import { Page } from '../ui/page.js';
import { SearchBox } from '../ui/search-box.js';
import { PHASES, PhaseTag } from './phase-tag.js';
import { PagedTable } from '../ui/paged-table.js';

export function ProcedureList(): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  const search = useSearch({ from: '/inside/thu-tuc' });
  const pages = useProcedures({ ...search, limit: 50 });
  return (
    <Page title={t('procedure.list')} wide>
      <Filters search={search} />
      <PagedTable
        pages={pages}
        empty={Object.keys(search).length === 0 ? t('procedure.empty') : t('procedure.emptyFiltered')}
        label={t('procedure.list')}
        columns={[
          t('procedure.code'),
          t('procedure.name'),
          t('procedure.field'),
          t('procedure.ownerUnit'),
          t('procedure.phase'),
          { name: t('procedure.version'), number: true },
          { name: t('procedure.costPerYear'), number: true },
          { name: t('procedure.flags'), number: true },
        ]}
      >
        {(row) => (
          <tr key={row.id}>
            <td>
              <code>{row.code}</code>
            </td>
            <td className="cell-name">
              <Link to="/thu-tuc/$code" params={{ code: row.code }}>
                {row.name}
              </Link>
            </td>
            <td className="cell-word">{row.field}</td>
            <td className="cell-word">{row.ownerUnit.name}</td>
            <td>
              <PhaseTag phase={row.phase} />
              {row.openReview === null ? null : (
                <Link className="sub-link" to="/ra-soat/$reviewId" params={{ reviewId: row.openReview.id }}>
                  {row.openReview.stages.length === 0 ? t('procedure.openReview') : row.openReview.stages.map((stage) => say(stage.name)).join(', ')}
                </Link>
              )}
            </td>
            <td className="num">{row.version?.number ?? ''}</td>
            <td className="num">{row.costPerYear === null ? <span className="soft">–</span> : moneyText(row.costPerYear, language)}</td>
            <td className="num">{row.flags === 0 ? '' : row.flags}</td>
          </tr>
        )}
      </PagedTable>
    </Page>
  );
}

function Filters({ search }: { readonly search: ProcedureSearch }): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  const units = useUnits();
  const change = (next: Partial<Record<keyof ProcedureSearch, string | undefined>>): void =>
    void navigate({ to: '/thu-tuc', search: { ...search, ...next } as ProcedureSearch, replace: true });
  return (
    <div className="filters" role="search">
      <SearchBox value={search.q ?? ''} onSearch={(q) => change({ q: q === '' ? undefined : q })} label={t('procedure.find')} />
      <SearchBox narrow value={search.field ?? ''} onSearch={(field) => change({ field: field === '' ? undefined : field })} label={t('procedure.field')} />
      <Select
        className="filter filter-wide"
        aria-label={t('procedure.ownerUnit')}
        placeholder={t('procedure.ownerUnit')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={search.unit ?? null}
        onChange={(value: string | undefined) => change({ unit: value })}
        options={(units.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
      />
      <Select
        className="filter"
        aria-label={t('procedure.phase')}
        placeholder={t('procedure.phase')}
        allowClear
        value={search.phase ?? null}
        onChange={(value: string | undefined) => change({ phase: value })}
        options={PHASES.map((phase) => ({ value: phase, label: t(`phase.${phase}`) }))}
      />
    </div>
  );
}
