/** What became of approvals, track by track: approved and executed apart, and the savings that end by themselves. */
import { Button } from 'antd';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { TRACK_LABELS } from '../../../domain/shared/labels.js';
import { rowsOf, useCampaigns, useExecution } from '../api/queries.js';
import type { ExecutionBoard, ExecutionRow } from '../api/types.js';
import { dateText, longDateText, longTimeText } from '../format/dates.js';
import { moneyText, percentText, shortMoneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Page, Section } from '../ui/page.js';
import { PrintButton } from '../ui/print-button.js';
import { SavingText } from '../ui/saving-text.js';
import { ListTable } from '../ui/list-table.js';
import { Loaded, Nothing } from '../ui/waiting.js';

const TRACKS = ['province', 'council', 'ministry'] as const;
/** In the order in which an approval becomes real. */
const STANDS = ['approved', 'coming', 'executed', 'published', 'lapsed'] as const;

export function ExecutionPage(): ReactNode {
  const { t } = useWords();
  const { campaign } = useSearch({ from: '/inside/thuc-thi' });
  const query = useExecution({ campaign, limit: 100 });
  const first = query.data?.pages[0];
  return (
    <Page title={t('execution.board')} wide acts={<PrintButton />}>
      <CampaignLinks campaign={campaign} />
      <Loaded query={{ data: first, error: query.error, refetch: query.refetch as never }}>
        {(board) => (
          <>
            <Figures board={board} />
            <Risks board={board} />
            <Section title={t('execution.byTrack')}>
              <TrackTable board={board} />
            </Section>
            <Section title={t('execution.list')}>
              <Rows rows={query.data?.pages.flatMap((page) => page.items) ?? []} />
              {query.hasNextPage ? (
                <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('common.more')}
                </Button>
              ) : null}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function CampaignLinks({ campaign }: { readonly campaign: string | undefined }): ReactNode {
  const { t } = useWords();
  const campaigns = rowsOf(useCampaigns().data);
  const mark = (on: boolean): object => (on ? { 'aria-current': 'true' } : {});
  return (
    <nav className="facts-line no-print" aria-label={t('execution.ofCampaign')}>
      <Link to="/thuc-thi" search={{}} {...mark(campaign === undefined)}>
        {t('execution.all')}
      </Link>
      {campaigns.map((one) => (
        <Link key={one.id} to="/thuc-thi" search={{ campaign: one.id }} {...mark(campaign === one.id)}>
          {one.name}
        </Link>
      ))}
    </nav>
  );
}

function Figures({ board }: { readonly board: ExecutionBoard }): ReactNode {
  const { t, language } = useWords();
  const share = percentText(board.counts.executed.saving, board.counts.approved.saving, language);
  return (
    <>
      <p className="soft spaced">{t('overdue.asOf', { at: longTimeText(board.now, language) })}</p>
      <dl className="numbers">
        {STANDS.map((stand) => (
          <div key={stand}>
            <dt>{t(`execution.stand.${stand}`)}</dt>
            <dd>
              {board.counts[stand].reviews}
              <span className="sub-text">{t('execution.perYear', { amount: shortMoneyText(board.counts[stand].saving, language) })}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="soft spaced">
        {t('execution.apart')} {share === null ? '' : t('execution.share', { share, date: longTimeText(board.now, language) })}{' '}
        {board.counts.approved.unknown === 0 ? '' : t('execution.unknown', { count: board.counts.approved.unknown })}
      </p>
    </>
  );
}

function Risks({ board }: { readonly board: ExecutionBoard }): ReactNode {
  const { t, language } = useWords();
  if (board.atRisk.length === 0) return null;
  return (
    <Section title={t('execution.atRisk')}>
      <ul className="risks">
        {board.atRisk.map((risk) => (
          <li key={risk.endsOn} className="risk-line">
            <strong>
              {risk.lapsed
                ? t('execution.lapsedOn', { date: longDateText(risk.endsOn, language) })
                : t('execution.atRiskUntil', { date: longDateText(risk.endsOn, language) })}
            </strong>{' '}
            {t('execution.perYear', { amount: moneyText(risk.saving, language) })} · {t('execution.procedures', { count: risk.reviews })}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const COLUMNS = ['total', 'drafting', 'waiting', 'executed', 'refused', 'lapsed', 'dropped', 'overdue'] as const;

function TrackTable({ board }: { readonly board: ExecutionBoard }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  return (
    <ListTable
      label={t('execution.byTrack')}
      columns={[
        t('execution.track'),
        ...COLUMNS.map((column) => ({ name: t(`execution.column.${column}`), number: true as const })),
        { name: t('execution.savingApproved'), number: true },
        { name: t('execution.savingExecuted'), number: true },
      ]}
    >
      {board.tracks.map((track) => (
        <tr key={track.key}>
          <th scope="row">{say(TRACK_LABELS[track.key])}</th>
          {COLUMNS.map((column) => (
            <td key={column} className={column === 'overdue' && track.overdue > 0 ? 'num late-cell' : 'num'}>
              {track[column]}
            </td>
          ))}
          <td className="num">{shortMoneyText(track.savingApproved, language)}</td>
          <td className="num">{shortMoneyText(track.savingExecuted, language)}</td>
        </tr>
      ))}
    </ListTable>
  );
}

function Rows({ rows }: { readonly rows: readonly ExecutionRow[] }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  if (rows.length === 0) return <Nothing why={t('execution.none')} />;
  return (
    <ListTable
      label={t('execution.list')}
      columns={[t('execution.procedure'), ...TRACKS.map((key) => say(TRACK_LABELS[key])), { name: t('execution.savingApproved'), number: true }]}
    >
      {rows.map((row) => (
        <tr key={row.reviewId}>
          <td className="cell-name">
            <Link to="/ra-soat/$reviewId" params={{ reviewId: row.reviewId }} search={{ tab: 'execution' }}>
              {row.procedure.name}
            </Link>
            <span className="sub-text">
              <code>{row.procedure.code}</code> · {row.unit.name}
            </span>
          </td>
          {TRACKS.map((key) => (
            <td key={key} className="cell-word">
              <TrackCell track={row.tracks.find((track) => track.key === key)} />
            </td>
          ))}
          <td className="num">
            <SavingText saving={row.saving} />
          </td>
        </tr>
      ))}
    </ListTable>
  );
}

function TrackCell({ track }: { readonly track: ExecutionRow['tracks'][number] | undefined }): ReactNode {
  const { t } = useWords();
  if (track === undefined) return <span className="soft">–</span>;
  return (
    <>
      <span className={`tag tag-track tag-track-${track.outcome ?? 'open'}`}>
        {track.outcome === null ? t(track.step === null ? 'execution.outcome.open' : `execution.step.${track.step}`) : t(`execution.outcome.${track.outcome}`)}
      </span>
      {track.lateness === 'overdue' ? <span className="sub-text late-cell">{t('deadline.late')}</span> : null}
      {track.effectiveFrom === null ? null : (
        <span className="sub-text">
          {track.document} · {t('execution.from', { date: dateText(track.effectiveFrom) })}
          {track.effectiveTo === null ? '' : ` ${t('execution.to', { date: dateText(track.effectiveTo) })}`}
        </span>
      )}
      {track.publication === null ? null : <PublicationLine publication={track.publication} />}
    </>
  );
}

function PublicationLine({ publication }: { readonly publication: NonNullable<ExecutionRow['tracks'][number]['publication']> }): ReactNode {
  const { t } = useWords();
  const is = publication.databaseEnteredOn !== null ? 'entered' : publication.publishedOn !== null ? 'published' : 'open';
  return (
    <>
      <span className="sub-text">
        {t(`execution.publicationIs.${is}`)}
        {publication.publishedOn === null ? '' : ` · ${dateText(publication.publishedOn)}`}
      </span>
      {publication.lateness === 'overdue' ? <span className="sub-text late-cell">{t('deadline.late')}</span> : null}
    </>
  );
}
