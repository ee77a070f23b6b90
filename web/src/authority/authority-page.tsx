/** Delegations and absences: what holds, what is coming, what has ended, with what meets on the same dates. */
import { Alert, Button } from 'antd';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ROLE_LABELS } from '../../../domain/shared/labels.js';
import { useAbsences, useDelegations, useMe } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import type { AbsenceView, DelegationView } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActProblem } from '../ui/act-dialog.js';
import { Page, Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { PagedTable } from '../ui/paged-table.js';
import { AbsenceDialog, DelegationDialog } from './authority-dialogs.js';
import { HeldChip, HeldDates } from './held.js';

export function AuthorityPage(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const [open, setOpen] = useState<'delegation' | 'absence' | null>(null);
  const [mutual, setMutual] = useState(false);
  const close = (): void => setOpen(null);
  return (
    <Page
      title={t('authority.title')}
      wide
      acts={
        <>
          <Button type="primary" onClick={() => setOpen('delegation')}>
            {t('authority.delegate')}
          </Button>
          <Button onClick={() => setOpen('absence')}>{t('authority.absence')}</Button>
        </>
      }
    >
      <p className="soft spaced">
        {t('authority.lead')} {me.data?.can.includes('posts.read') === true ? <Link to="/chuc-vu">{t('posts.seeAll')}</Link> : null}
      </p>
      {mutual ? (
        <Alert className="problem" type="warning" showIcon role="status" closable={{ onClose: () => setMutual(false) }} title={t('authority.mutualLater')} />
      ) : null}
      <Delegations />
      <Absences />
      {me.data !== undefined && open === 'delegation' ? <DelegationDialog me={me.data} onClose={close} /> : null}
      {me.data !== undefined && open === 'absence' ? <AbsenceDialog me={me.data} onClose={close} onRecorded={setMutual} /> : null}
    </Page>
  );
}

function Delegations(): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const pages = useDelegations({ limit: 50 });
  return (
    <Section title={t('authority.delegations')}>
      <PagedTable
        pages={pages}
        empty={t('authority.noDelegations')}
        label={t('authority.delegations')}
        columns={[
          t('authority.owner'),
          t('authority.delegateTo'),
          t('authority.post'),
          t('authority.form'),
          t('authority.dates'),
          t('authority.document'),
          t('authority.state'),
        ]}
      >
        {(row) => (
          <tr key={row.id}>
            <th scope="row">{personText(row.owner)}</th>
            <td>{personText(row.delegate)}</td>
            <td>
              {say(ROLE_LABELS[row.role])}
              <span className="sub-text">{row.unit.name}</span>
            </td>
            <td>{t(`authority.kind.${row.kind}`)}</td>
            <td>
              <Dates entry={row} />
            </td>
            <td>{row.document}</td>
            <td>
              <State entry={row} path={`/delegations/${encodeURIComponent(row.id)}/revocations`} name={t('authority.revoke')} />
            </td>
          </tr>
        )}
      </PagedTable>
    </Section>
  );
}

function Absences(): ReactNode {
  const { t } = useWords();
  const pages = useAbsences({ limit: 50 });
  return (
    <Section title={t('authority.absences')}>
      <PagedTable
        pages={pages}
        empty={t('authority.noAbsences')}
        label={t('authority.absences')}
        columns={[t('authority.person'), t('authority.substitute'), t('authority.dates'), t('authority.recordedBy'), t('authority.state')]}
      >
        {(row) => (
          <tr key={row.id}>
            <th scope="row">{personText(row.person)}</th>
            <td>{personText(row.substitute)}</td>
            <td>
              <Dates entry={row} />
            </td>
            <td>
              {personText(row.recordedBy)}
              <span className="sub-text">{timeText(row.recordedAt)}</span>
            </td>
            <td>
              <State entry={row} path={`/absences/${encodeURIComponent(row.id)}/endings`} name={t('authority.back')} />
            </td>
          </tr>
        )}
      </PagedTable>
    </Section>
  );
}

type Entry = DelegationView | AbsenceView;

function Dates({ entry }: { readonly entry: Entry }): ReactNode {
  const { t } = useWords();
  return (
    <>
      <HeldDates from={entry.from} to={entry.to} />
      {entry.overlaps.length === 0 ? null : <span className="sub-text field-warning">{t('authority.overlaps', { count: entry.overlaps.length })}</span>}
    </>
  );
}

function State({ entry, path, name }: { readonly entry: Entry; readonly path: string; readonly name: string }): ReactNode {
  const { t } = useWords();
  const act = useAct(path);
  return (
    <>
      <HeldChip state={entry.state} />
      {entry.endedAt === null ? null : <span className="sub-text">{t('authority.endedAt', { at: timeText(entry.endedAt) })}</span>}
      {entry.mayEnd ? (
        <Button size="small" className="no-print" loading={act.pending} onClick={() => act.run()}>
          {name}
        </Button>
      ) : null}
      <ActProblem act={act} />
    </>
  );
}
