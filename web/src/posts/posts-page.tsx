/** Who holds which post, from when until when, on which paper; for administrators also the accounts. */
import { Button, Select } from 'antd';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ROLE_LABELS } from '../../../domain/shared/labels.js';
import { useAccounts, useMe, usePosts, useUnits } from '../api/queries.js';
import type { AccountRow, PostRow } from '../api/types.js';
import { HeldChip, HeldDates } from '../authority/held.js';
import { dateText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { POST_STATES, type PostSearch } from '../search-params.js';
import { Page, Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { ReasonAct } from '../ui/reason-act.js';
import { SearchBox } from '../ui/search-box.js';
import { PagedTable } from '../ui/paged-table.js';
import { EndPostDialog, GivePostDialog } from './post-dialogs.js';

export function PostsPage(): ReactNode {
  const { t } = useWords();
  const search = useSearch({ from: '/inside/chuc-vu' });
  const can = useMe().data?.can ?? [];
  return (
    <Page title={t('posts.title')} wide>
      <p className="soft spaced">{t('posts.lead')}</p>
      {can.includes('accounts.manage') ? <Accounts search={search} mayGive={can.includes('posts.give')} /> : null}
      <Posts search={search} />
    </Page>
  );
}

function useChange(search: PostSearch): (next: Partial<Record<keyof PostSearch, string | undefined>>) => void {
  const navigate = useNavigate();
  return (next) => void navigate({ to: '/chuc-vu', search: { ...search, ...next } as PostSearch, replace: true });
}

function Accounts({ search, mayGive }: { readonly search: PostSearch; readonly mayGive: boolean }): ReactNode {
  const { t } = useWords();
  const change = useChange(search);
  const pages = useAccounts({ q: search.q, limit: 20 });
  const [giving, setGiving] = useState<AccountRow | null>(null);
  return (
    <Section title={t('posts.accounts')}>
      <div className="filters" role="search">
        <SearchBox value={search.q ?? ''} onSearch={(q) => change({ q: q === '' ? undefined : q })} label={t('posts.find')} />
      </div>
      <PagedTable
        pages={pages}
        empty={t('posts.nobody')}
        label={t('posts.accounts')}
        columns={[t('posts.person'), t('posts.today'), t('posts.account'), t('posts.acts')]}
      >
        {(row) => <AccountLine key={row.id} row={row} {...(mayGive ? { onGive: () => setGiving(row) } : {})} />}
      </PagedTable>
      {giving === null ? null : <GivePostDialog account={giving} onClose={() => setGiving(null)} />}
    </Section>
  );
}

function AccountLine({ row, onGive }: { readonly row: AccountRow; readonly onGive?: () => void }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const path = `/accounts/${encodeURIComponent(row.id)}`;
  return (
    <tr>
      <th scope="row">
        {personText(row)}
        <span className="sub-text">{row.login}</span>
      </th>
      <td>{row.posts.length === 0 ? t('posts.none') : row.posts.map((one) => `${say(ROLE_LABELS[one.role])}, ${one.unit.name}`).join('; ')}</td>
      <td>
        <span className={row.active ? 'chip chip-good' : 'chip chip-attention'}>{row.active ? t('posts.open') : t('posts.closed')}</span>
      </td>
      <td>
        {row.maySwitch ? (
          <div className="version-acts no-print">
            {row.active && onGive !== undefined ? (
              <Button aria-label={t('posts.giveTo', { name: row.name })} onClick={onGive}>
                {t('posts.give')}
              </Button>
            ) : null}
            {row.active ? (
              <ReasonAct
                path={`${path}/closures`}
                name={t('posts.close')}
                title={t('posts.closeTitle', { name: row.name })}
                lead={t('posts.closeLead')}
                danger
                bodyOf={(reason) => ({ reason })}
              />
            ) : (
              <ReasonAct
                path={`${path}/reopenings`}
                name={t('posts.reopen')}
                title={t('posts.reopenTitle', { name: row.name })}
                lead={t('posts.reopenLead')}
                bodyOf={(reason) => ({ reason })}
              />
            )}
          </div>
        ) : (
          <span className="soft">{t('posts.own')}</span>
        )}
      </td>
    </tr>
  );
}

function Posts({ search }: { readonly search: PostSearch }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const units = useUnits();
  const change = useChange(search);
  const pages = usePosts({ unit: search.unit, state: search.state ?? 'current', limit: 50 });
  const [ending, setEnding] = useState<PostRow | null>(null);
  return (
    <Section title={t('posts.register')}>
      <div className="filters" role="search">
        <Select
          className="filter filter-wide"
          aria-label={t('posts.unit')}
          placeholder={t('posts.unit')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={search.unit ?? null}
          onChange={(unit: string | undefined) => change({ unit })}
          options={(units.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
        <Select
          className="filter"
          aria-label={t('posts.state')}
          value={search.state ?? 'current'}
          onChange={(state: string) => change({ state })}
          options={POST_STATES.map((state) => ({ value: state, label: t(`authority.is.${state}`) }))}
        />
      </div>
      <PagedTable
        pages={pages}
        empty={t('posts.empty')}
        label={t('posts.register')}
        columns={[t('posts.person'), t('posts.post'), t('posts.dates'), t('posts.source'), t('posts.state')]}
      >
        {(row) => (
          <tr key={row.id}>
            <th scope="row">
              {personText(row.person)}
              {row.active ? null : <span className="sub-text field-warning">{t('posts.closed')}</span>}
            </th>
            <td>
              {say(ROLE_LABELS[row.role])}
              <span className="sub-text">{row.unit.name}</span>
            </td>
            <td>{row.to !== null && row.to <= row.from ? t('posts.neverBegan', { from: dateText(row.from) }) : <HeldDates from={row.from} to={row.to} />}</td>
            <td>{row.source}</td>
            <td>
              <HeldChip state={row.state} />
              {row.mayEnd ? (
                <Button size="small" className="no-print" aria-label={t('posts.endOf', { name: row.person.name })} onClick={() => setEnding(row)}>
                  {t('posts.end')}
                </Button>
              ) : null}
            </td>
          </tr>
        )}
      </PagedTable>
      {ending === null ? null : <EndPostDialog post={ending} onClose={() => setEnding(null)} />}
    </Section>
  );
}
