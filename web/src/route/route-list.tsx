/** Every route with its versions: what is followed now, what waits for somebody. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRoutes } from '../api/queries.js';
import type { RouteRow, RouteVersionLine } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Page, Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { StatusTag } from '../ui/status-tag.js';
import { ListTable } from '../ui/list-table.js';
import { Loaded, Nothing } from '../ui/waiting.js';
import { standingOf } from './standing.js';

export function RouteList(): ReactNode {
  const { t } = useWords();
  const query = useRoutes();
  return (
    <Page title={t('route.title')} wide>
      <p className="soft spaced">{t('route.lead')}</p>
      <Loaded query={query}>
        {({ items }) => (items.length === 0 ? <Nothing why={t('route.none')} /> : items.map((route) => <Versions key={route.key} route={route} />))}
      </Loaded>
    </Page>
  );
}

function Versions({ route }: { readonly route: RouteRow }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <Section title={say(route.name)}>
      <p className="facts-line">
        <code>{route.key}</code>
        <span>{route.currentVersion === null ? t('route.nothingInForce') : t('route.inForce', { version: route.currentVersion })}</span>
      </p>
      <ListTable
        label={say(route.name)}
        columns={[t('route.version'), t('route.status'), t('route.approvedBy'), t('route.publishedBy'), { name: t('route.openReviews'), number: true }]}
      >
        {route.versions.map((version) => (
          <tr key={version.version}>
            <th scope="row">
              <Link to="/quy-trinh/$routeKey/$version" params={{ routeKey: route.key, version: String(version.version) }}>
                {t('route.versionOf', { version: version.version })}
              </Link>
              {version.draftedAt === null ? null : <span className="sub-text">{t('route.draftedAt', { at: timeText(version.draftedAt) })}</span>}
            </th>
            <td>
              <StatusTag group="routeVersion" code={standingOf(version)} />
            </td>
            <td>{version.approval === null ? '' : <Signed by={version.approval.by} at={version.approval.at} />}</td>
            <td>{version.publication === null ? '' : <Signed by={version.publication.by} at={version.publication.at} />}</td>
            <td className="num">{version.openReviews === 0 ? '' : version.openReviews}</td>
          </tr>
        ))}
      </ListTable>
    </Section>
  );
}

/** Nobody signed what the installation brought. */
export function Signed({ by, at }: { readonly by: NonNullable<RouteVersionLine['publication']>['by']; readonly at: string }): ReactNode {
  const { t } = useWords();
  return (
    <>
      {by === null ? t('route.installed') : personText(by)}
      <span className="sub-text">{timeText(at)}</span>
    </>
  );
}
