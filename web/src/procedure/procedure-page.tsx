/** One procedure: its text, what is proposed, what it costs, its reviews, its record. */
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SEVERITY_LABELS } from '../../../domain/shared/labels.js';
import { useProcedure } from '../api/queries.js';
import type { Flag, OpenReview, ProcedureDetail } from '../api/types.js';
import { dateText, longDateText, timeText } from '../format/dates.js';
import { moneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { PROCEDURE_TABS } from '../search-params.js';
import { FactTimeline } from '../review/fact-timeline.js';
import { CopyText } from '../ui/copy-text.js';
import { CostFigures } from '../ui/cost-figures.js';
import { Page, Section } from '../ui/page.js';
import { PrintButton } from '../ui/print-button.js';
import { SavingText } from '../ui/saving-text.js';
import { StatusTag } from '../ui/status-tag.js';
import { TabLinks } from '../ui/tab-links.js';
import { TableFrame } from '../ui/table-frame.js';
import { Loaded, Nothing } from '../ui/waiting.js';
import { ContentView } from './content-view.js';
import { DiffView } from './diff-view.js';
import { PhaseTag } from './phase-tag.js';

export function ProcedurePage(): ReactNode {
  const { code } = useParams({ from: '/inside/thu-tuc/$code' });
  const { t } = useWords();
  const query = useProcedure(code);
  return (
    <Page title={query.data?.name ?? code} over={<Link to="/thu-tuc">← {t('procedure.list')}</Link>} wide acts={<PrintButton />}>
      <Loaded query={query}>{(procedure) => <Procedure procedure={procedure} />}</Loaded>
    </Page>
  );
}

function Procedure({ procedure }: { readonly procedure: ProcedureDetail }): ReactNode {
  const { t, language } = useWords();
  const { tab } = useSearch({ from: '/inside/thu-tuc/$code' });
  const { content, cost } = procedure;
  const current = procedure.versions.find((version) => version.number === procedure.version.number);
  const tabs: Readonly<Record<(typeof PROCEDURE_TABS)[number], ReactNode>> = {
    content: (
      <>
        <Flags flags={procedure.flags} />
        <ContentView content={content} />
      </>
    ),
    diff:
      procedure.proposalDiff === null ? (
        <Nothing why={t('procedure.noProposal')} />
      ) : (
        <div className="section">
          <DiffView diff={procedure.proposalDiff} cost={<SavingText saving={cost?.savingDong ?? null} before={cost?.before?.totalDong ?? null} />} />
        </div>
      ),
    cost: (
      <div className="section">
        <CostFigures cost={cost} />
      </div>
    ),
    reviews: <Reviews procedure={procedure} />,
    log: <FactTimeline facts={procedure.facts} />,
  };
  return (
    <>
      <p className="facts-line">
        <CopyText text={procedure.code} />
        {procedure.field === '' ? null : <span>{procedure.field}</span>}
        <span>{procedure.ownerUnit.name}</span>
        <PhaseTag phase={procedure.phase} />
        {current === undefined ? null : (
          <span className="chip chip-plain">
            {t('procedure.versionChip', { number: current.number })}
            {current.effectiveFrom === null ? '' : ` – ${t('procedure.effectiveFrom', { date: dateText(current.effectiveFrom) })}`}
          </span>
        )}
        <span>
          {t('procedure.costNow')}: {procedure.costPerYear === null ? t('common.unknown') : moneyText(procedure.costPerYear, language)}
        </span>
        {procedure.openReview === null ? null : <SavingText saving={cost?.savingDong ?? null} before={cost?.before?.totalDong ?? null} />}
      </p>
      <TabLinks label={t('procedure.parts')} tabs={PROCEDURE_TABS} current={tab ?? 'content'} nameOf={(key) => t(`procedure.tab.${key}`)}>
        {tabs[tab ?? 'content']}
      </TabLinks>
    </>
  );

  function Reviews({ procedure: of }: { readonly procedure: ProcedureDetail }): ReactNode {
    return (
      <>
        <Section title={t('procedure.reviews')}>
          {of.reviews.length === 0 ? (
            <p className="soft">{t('procedure.noReviews')}</p>
          ) : (
            <ul className="plain-list">
              {of.reviews.map((review) => (
                <li key={review.id}>
                  <Link to="/ra-soat/$reviewId" params={{ reviewId: review.id }}>
                    {t('procedure.reviewOf', { at: timeText(review.openedAt) })}
                  </Link>{' '}
                  {review.outcome === null ? null : <StatusTag group="proposal" code={review.outcome} />}
                  {of.openReview?.id === review.id ? <OpenStages of={of.openReview} /> : null} <SavingText saving={review.saving} before={review.costBefore} />
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title={t('procedure.versions')}>
          <TableFrame label={t('procedure.versions')}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col" className="num">
                    {t('procedure.version')}
                  </th>
                  <th scope="col">{t('procedure.versionStatus')}</th>
                  <th scope="col">{t('procedure.from')}</th>
                  <th scope="col">{t('procedure.origin')}</th>
                </tr>
              </thead>
              <tbody>
                {of.versions.map((version) => (
                  <tr key={version.number}>
                    <td className="num">{version.number}</td>
                    <td>{t(`versionStatus.${versionStatusOf(version.status)}`)}</td>
                    <td>{version.effectiveFrom === null ? '' : dateText(version.effectiveFrom)}</td>
                    <td>
                      {version.reviewId === null ? (
                        t('procedure.imported')
                      ) : (
                        <Link to="/ra-soat/$reviewId" params={{ reviewId: version.reviewId }}>
                          {t('procedure.fromReview')}
                        </Link>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
        </Section>
        {of.milestones.length === 0 ? null : (
          <Section title={t('procedure.milestones')}>
            <ul>
              {of.milestones.map((milestone) => (
                <li key={milestone.kind}>
                  {t(`milestone.${milestone.kind}`)}: {longDateText(milestone.on, language)}
                </li>
              ))}
            </ul>
          </Section>
        )}
      </>
    );
  }
}

function OpenStages({ of }: { readonly of: OpenReview }): ReactNode {
  const say = useSay();
  return <span className="soft">{of.stages.map((stage) => say(stage.name)).join(', ')}</span>;
}

const VERSION_STATUSES = ['inForce', 'adopted', 'superseded', 'dropped', 'lapsed'] as const;
const versionStatusOf = (status: string): (typeof VERSION_STATUSES)[number] => VERSION_STATUSES.find((known) => known === status) ?? 'inForce';

/** Marks on the quality of the data, the blocking ones first. */
function Flags({ flags }: { readonly flags: readonly Flag[] }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  if (flags.length === 0) return null;
  const order = ['block', 'warn', 'info'];
  const sorted = [...flags].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <details className="flags">
      <summary>{t('procedure.flagCount', { count: flags.length })}</summary>
      <ul>
        {sorted.map((flag) => (
          <li key={`${flag.code} ${flag.paths.join(' ')}`}>
            <span className={`flag flag-${flag.severity}`}>{say(SEVERITY_LABELS[flag.severity])}</span> {say(flag)}
          </li>
        ))}
      </ul>
    </details>
  );
}
