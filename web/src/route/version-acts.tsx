/** What somebody may do with a version of a route: put it forward, judge it, publish it, take it out of use. */
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct, type Act } from '../api/use-act.js';
import type { Me, RouteFinding, RouteVersion } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { ActProblem } from '../ui/act-dialog.js';
import { Section } from '../ui/page.js';
import { ReasonAct } from '../ui/reason-act.js';
import { FindingList } from './finding-list.js';
import { actsOn, isOwn, standingOf, type VersionAct } from './standing.js';

type Props = { readonly version: RouteVersion; readonly me: Me };

export function VersionActs({ version, me }: Props): ReactNode {
  const { t } = useWords();
  const acts = actsOn(version, me);
  const standing = standingOf(version);
  const waits = standing === 'submitted' && me.can.includes('routes.approve') && isOwn(version, me.person.id);
  const path = `/routes/${encodeURIComponent(version.key)}/versions/${version.version}`;
  if (version.status === 'draft') {
    return (
      <Section title={t('route.findings')}>
        {waits ? <Alert className="problem" type="info" showIcon title={t('route.ownWaits')} /> : null}
        <DraftActs version={version} acts={acts} path={path} />
      </Section>
    );
  }
  return acts.includes('retire') ? (
    <div className="version-acts no-print">
      <ReasonAct
        path={`${path}/retirements`}
        name={t('route.retire')}
        title={t('route.retireTitle')}
        lead={t('route.retireLead')}
        danger
        bodyOf={(reason) => ({ reason })}
      />
    </div>
  ) : null;
}

/** Findings of an answer that refused: newer than those that came with the draft. */
function findingsOf(act: Act): readonly RouteFinding[] | null {
  const told = act.problem?.extra['findings'];
  return Array.isArray(told) ? (told as readonly RouteFinding[]) : null;
}

/** Warnings are answered for by name before the draft is put forward, and again for those that are new at publishing. */
function DraftActs({ version, acts, path }: { readonly version: RouteVersion; readonly acts: readonly VersionAct[]; readonly path: string }): ReactNode {
  const { t } = useWords();
  const [ticked, setTicked] = useState<readonly string[]>(version.submission === null ? [] : version.acknowledged);
  const [tried, setTried] = useState(false);
  const submit = useAct(`${path}/submissions`);
  const approve = useAct(`${path}/approvals`);
  const publish = useAct(`${path}/publications`);
  const findings = findingsOf(publish) ?? findingsOf(submit) ?? version.findings;
  const refused = findings.some((finding) => finding.severity === 'refuse');
  const open = findings.filter((finding) => finding.severity === 'warn' && !ticked.includes(finding.name));
  const answers = acts.includes('submit') || acts.includes('publish');
  const tick = (name: string, on: boolean): void => setTicked((old) => (on ? [...old, name] : old.filter((one) => one !== name)));
  const { digest } = version;
  const forward = (act: Act): void => {
    setTried(true);
    if (open.length === 0 && !refused) act.run({ digest, acknowledged: ticked });
  };
  return (
    <>
      <FindingList findings={findings} route={version.route} ticked={ticked} {...(answers ? { onTick: tick } : {})} />
      {tried && answers && refused ? (
        <p className="field-error" role="alert">
          {t('route.refusedFirst')}
        </p>
      ) : null}
      {tried && answers && !refused && open.length > 0 ? (
        <p className="field-error" role="alert">
          {t('route.tickFirst', { count: open.length })}
        </p>
      ) : null}
      <div className="version-acts no-print">
        {acts.includes('submit') ? (
          <Button type="primary" loading={submit.pending} onClick={() => forward(submit)}>
            {t('route.submit')}
          </Button>
        ) : null}
        {acts.includes('approve') ? (
          <Button type="primary" loading={approve.pending} onClick={() => approve.run({ digest })}>
            {t('route.approve')}
          </Button>
        ) : null}
        {acts.includes('publish') ? (
          <Button type="primary" loading={publish.pending} onClick={() => forward(publish)}>
            {t('route.publish')}
          </Button>
        ) : null}
        {acts.includes('sendBack') ? (
          <ReasonAct
            path={`${path}/returns`}
            name={t('route.sendBack')}
            title={t('route.sendBackTitle')}
            lead={t('route.sendBackLead')}
            bodyOf={(reason) => ({ digest, reason })}
          />
        ) : null}
      </div>
      <ActProblem act={submit} />
      <ActProblem act={approve} />
      <ActProblem act={publish} />
    </>
  );
}
