/** One version of a route: how it stands, its stages as list and drawing, what it changes, what a check found. */
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe, useRouteVersion } from '../api/queries.js';
import type { RouteVersion } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Page, Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { PrintButton } from '../ui/print-button.js';
import { StatusTag } from '../ui/status-tag.js';
import { ListTable } from '../ui/list-table.js';
import { Loaded } from '../ui/waiting.js';
import { ChangeList } from './change-list.js';
import { FindingList } from './finding-list.js';
import { RouteDiagram } from './route-diagram.js';
import { drawingOf } from './route-layout.js';
import { Fact, RungList, StageList, useRouteWords } from './stage-list.js';
import { actsOn, standingOf } from './standing.js';
import { VersionActs } from './version-acts.js';

export function VersionPage(): ReactNode {
  const { routeKey, version } = useParams({ from: '/inside/quy-trinh/$routeKey/$version' });
  const { t } = useWords();
  const say = useSay();
  const query = useRouteVersion(routeKey, version);
  const me = useMe();
  const found = query.data;
  const acts = found === undefined || me.data === undefined ? [] : actsOn(found, me.data);
  return (
    <Page
      title={found === undefined ? t('route.title') : t('route.titleOf', { name: say(found.route.name), version: found.version })}
      over={<Link to="/quy-trinh">← {t('route.title')}</Link>}
      wide
      acts={
        <>
          {acts.includes('edit') || acts.includes('copy') ? (
            <Link className="ghost-button" to="/quy-trinh/$routeKey/$version/soan" params={{ routeKey, version }}>
              {acts.includes('edit') ? t('route.edit') : t('route.copy')}
            </Link>
          ) : null}
          <PrintButton />
        </>
      }
    >
      <Loaded query={query}>
        {(shown) => (
          <>
            <Standing version={shown} />
            {me.data === undefined ? null : <VersionActs key={shown.digest} version={shown} me={me.data} />}
            <Changes version={shown} />
            <Section title={t('route.drawing')}>
              <RouteDiagram drawing={drawingOf(shown.route)} />
            </Section>
            <Section title={t('route.stages')}>
              <StageList route={shown.route} />
            </Section>
            <WholeRoute version={shown} />
            <Proof version={shown} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Standing({ version }: { readonly version: RouteVersion }): ReactNode {
  const { t } = useWords();
  const { editors, draftedAt, submission, returned, approval, publication, retiredAt, openReviews, digest } = version;
  return (
    <Section title={t('route.standing')}>
      <dl className="facts">
        <Fact name={t('route.status')}>
          <StatusTag group="routeVersion" code={standingOf(version)} />
        </Fact>
        {draftedAt === null ? null : (
          <Fact name={t('route.writtenBy')}>
            {editors.map(personText).join('; ')}
            <span className="sub-text">{timeText(draftedAt)}</span>
          </Fact>
        )}
        {submission === null ? null : (
          <Fact name={t('route.submittedBy')}>
            {personText(submission.by)}
            <span className="sub-text">{timeText(submission.at)}</span>
          </Fact>
        )}
        {returned === null ? null : (
          <Fact name={t('route.returnedBy')}>
            {personText(returned.by)}
            <span className="sub-text">{timeText(returned.at)}</span>
            <p className="pre">{returned.reason}</p>
          </Fact>
        )}
        {approval === null ? null : (
          <Fact name={t('route.approvedBy')}>
            {personText(approval.by)}
            <span className="sub-text">{timeText(approval.at)}</span>
          </Fact>
        )}
        {publication === null ? null : (
          <Fact name={t('route.publishedBy')}>
            {publication.by === null ? t('route.installed') : personText(publication.by)}
            <span className="sub-text">{timeText(publication.at)}</span>
          </Fact>
        )}
        {retiredAt === null ? null : <Fact name={t('route.retiredOn')}>{timeText(retiredAt)}</Fact>}
        <Fact name={t('route.openReviews')}>{openReviews}</Fact>
        <Fact name={t('route.digest')}>
          <code className="small digest">{digest}</code>
        </Fact>
      </dl>
    </Section>
  );
}

function Changes({ version }: { readonly version: RouteVersion }): ReactNode {
  const { t } = useWords();
  if (version.comparedWith === null) return null;
  return (
    <Section title={t(version.status === 'draft' ? 'route.changesToCurrent' : 'route.changesTo', { version: version.comparedWith })}>
      {version.changes.length === 0 ? <p>{t('route.noChanges')}</p> : <ChangeList changes={version.changes} route={version.route} />}
    </Section>
  );
}

/** What belongs to no single stage. */
function WholeRoute({ version: { route, findings, acknowledged, status } }: { readonly version: RouteVersion }): ReactNode {
  const { t } = useWords();
  const words = useRouteWords(route);
  return (
    <>
      <Section title={t('route.whole')}>
        <dl className="facts">
          <Fact name={t('route.reviewLimit')}>{route.reviewLimit === undefined ? t('route.noReviewLimit') : words.limit(route.reviewLimit)}</Fact>
          <Fact name={t('route.ladder')}>
            <RungList rungs={route.reviewLadder ?? []} words={words} />
          </Fact>
          <Fact name={t('route.clockKeeper')}>{words.role(route.clockKeeper ?? 'coordinator')}</Fact>
          <Fact name={t('route.execution')}>
            {route.execution === undefined
              ? t('route.noExecution')
              : t('route.executionTerms', {
                  province: words.limit(route.execution.province),
                  council: words.limit(route.execution.council),
                  ministry: words.limit(route.execution.ministryReply),
                })}
          </Fact>
        </dl>
      </Section>
      {status === 'draft' || findings.length === 0 ? null : (
        <Section title={t('route.findingsThen')}>
          <FindingList findings={findings} route={route} ticked={acknowledged} />
        </Section>
      )}
    </>
  );
}

/** When each rung would have fired, and whom it would have told. */
function Proof({ version: { proof, route } }: { readonly version: RouteVersion }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const words = useRouteWords(route);
  if (proof === null) return null;
  const rungName = (stage: string | null, key: string): string => {
    const found = route.stages.find((candidate) => candidate.key === stage);
    const rung = [...(found?.reminders ?? []), ...(found?.ladder ?? []), ...(stage === null ? (route.reviewLadder ?? []) : [])].find((one) => one.key === key);
    return rung === undefined ? key : say(rung.name);
  };
  return (
    <Section title={t('route.proofTitle')}>
      <p className="soft spaced">{t('route.proofLead', { at: timeText(proof.at) })}</p>
      <ListTable label={t('route.proofTitle')} columns={[t('route.stageColumn'), t('route.candidates'), t('route.dueThen'), t('route.rungsThen')]}>
        {proof.terms.map((term) => (
          <tr key={`${term.stage ?? ''} ${term.unit.id}`}>
            <th scope="row">
              {term.stage === null ? t('route.reviewLimit') : words.stage(term.stage)}
              <span className="sub-text">{term.unit.name}</span>
            </th>
            <td>{term.candidates.map(personText).join('; ')}</td>
            <td>{timeText(term.dueAt)}</td>
            <td>
              <ul className="rungs">
                {term.rungs.map((rung) => (
                  <li key={rung.key}>
                    {rungName(term.stage, rung.key)}: {timeText(rung.at)}
                    <span className="sub-text">{rung.tells.map(personText).join('; ')}</span>
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </ListTable>
    </Section>
  );
}
