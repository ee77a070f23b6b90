/** The record of one review or procedure: who, with what authority, by which channel, over which content. */
import { ApiOutlined, CodeOutlined, GlobalOutlined, MailOutlined, RobotOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { VERDICT_LABELS } from '../../../domain/shared/labels.js';
import type { FactLine } from '../api/types.js';
import { exactTimeText, timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { CopyText } from '../ui/copy-text.js';
import { personText } from '../ui/person-name.js';
import { channelOf, type Channel } from '../ui/channels.js';

const ICONS: Readonly<Record<Channel, ReactNode>> = {
  web: <GlobalOutlined />, api: <ApiOutlined />, mailLink: <MailOutlined />, mailReply: <MailOutlined />, cli: <CodeOutlined />, system: <RobotOutlined />,
};

export function FactTimeline({ facts }: { readonly facts: readonly FactLine[] }): ReactNode {
  const { t } = useWords();
  if (facts.length === 0) return <p className="soft">{t('audit.empty')}</p>;
  return (
    <>
      <p className="soft">{t('audit.lead')}</p>
      <ol className="timeline">{facts.map((fact) => <Fact key={fact.seq} fact={fact} />)}</ol>
    </>
  );
}

function Fact({ fact }: { readonly fact: FactLine }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const channel = channelOf(fact.channel);
  return (
    <li>
      <div className="timeline-head">
        <span className="timeline-seq">{fact.seq}</span>
        <time dateTime={fact.at} title={exactTimeText(fact.at)} tabIndex={0}>{timeText(fact.at)}</time>
        <strong>{factWords(fact)}</strong>
      </div>
      <div className="timeline-line">
        <span aria-hidden="true">{ICONS[channel]}</span> {t(`channel.${channel}`)}
        {fact.actor === null ? null : <span> · {personText(fact.actor)}</span>}
      </div>
      {fact.comment === null || fact.comment === undefined || fact.comment === '' ? null : <blockquote>{fact.comment}</blockquote>}
      {fact.reason === null || fact.reason === undefined || fact.reason === 'stageClosed' || fact.reason === 'reviewWithdrawn' ? null : <blockquote>{fact.reason}</blockquote>}
      {fact.told === undefined || fact.told.length === 0 ? null : <div className="timeline-line">{t('audit.told')}: {fact.told.map(personText).join('; ')}</div>}
      {fact.changed === null || fact.changed === undefined || fact.changed.length === 0 ? null : (
        <details><summary>{t('audit.changed', { count: fact.changed.length })}</summary><p className="mono">{fact.changed.join(' · ')}</p></details>
      )}
      <div className="timeline-line soft">
        {fact.contentDigest === null || fact.contentDigest === undefined ? null : <span>{t('task.digest')}: <CopyText text={fact.contentDigest} short={16} /></span>}
        <span>{t('audit.hash')}: <CopyText text={fact.hash} short={16} /></span>
        <span>{t('audit.previous')}: <CopyText text={fact.previousHash} short={16} /></span>
      </div>
    </li>
  );

  function factWords(of: FactLine): string {
    const known = FACT_TYPES.find((type) => type === of.type);
    const parts = [
      known === undefined ? of.type : t(`fact.${known}`),
      of.stage ? say(of.stage.name) : null,
      of.round !== null && of.round !== undefined && of.round > 1 ? t('work.round', { round: of.round }) : null,
      of.verdict ? say(VERDICT_LABELS[of.verdict]) : null,
      of.rung ? say(of.rung.name) : null,
      outcomeWords(of.outcome ?? null),
      of.version === null || of.version === undefined ? null : t('procedure.versionChip', { number: of.version }),
      of.revision ? t('audit.revision', { revision: of.revision }) : null,
    ];
    return parts.filter((part) => part !== null).join(' · ');
  }

  function outcomeWords(outcome: string | null): string | null {
    const known = OUTCOMES.find((candidate) => candidate === outcome);
    return known === undefined ? outcome : t(`stageOutcome.${known}`);
  }
}

const OUTCOMES = ['approved', 'rejected', 'returned', 'opinion', 'withdrawn'] as const;
const FACT_TYPES = [
  'ReviewOpened', 'StageOpened', 'ProposalRevised', 'DecisionRecorded', 'StageClosed', 'TaskWithdrawn', 'RungFired', 'TermBreached', 'ReviewClosed',
  'ProcedureImported', 'VersionImported', 'ReviewStarted', 'ReviewEnded', 'VersionAdopted', 'VersionBroughtIntoForce', 'MeasurementOpened',
] as const;
