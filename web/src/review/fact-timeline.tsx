/** The record of one review or procedure: who, with what authority, by which channel, over which content. */
import { ApiOutlined, CodeOutlined, GlobalOutlined, MailOutlined, RobotOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { FactLine } from '../api/types.js';
import { exactTimeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { CopyText } from '../ui/copy-text.js';
import { personText } from '../ui/person-name.js';
import { channelOf, type Channel } from '../ui/channels.js';

const ICONS: Readonly<Record<Channel, ReactNode>> = {
  web: <GlobalOutlined />,
  api: <ApiOutlined />,
  mailLink: <MailOutlined />,
  mailReply: <MailOutlined />,
  cli: <CodeOutlined />,
  system: <RobotOutlined />,
};

export function FactTimeline({ facts }: { readonly facts: readonly FactLine[] }): ReactNode {
  const { t } = useWords();
  if (facts.length === 0) return <p className="soft">{t('audit.empty')}</p>;
  return (
    <>
      <p className="soft">{t('audit.lead')}</p>
      <ol className="timeline">
        {facts.map((fact) => (
          <Fact key={fact.seq} fact={fact} />
        ))}
      </ol>
    </>
  );
}

function Fact({ fact }: { readonly fact: FactLine }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const channel = channelOf(fact.channel);
  const particulars = 'told' in fact ? fact : null;
  return (
    <li>
      <div className="timeline-head">
        <span className="timeline-seq">{fact.seq}</span>
        <time dateTime={fact.at}>{exactTimeText(fact.at)}</time>
        <strong>{say(fact.summary)}</strong>
      </div>
      <div className="timeline-line">
        <span aria-hidden="true">{ICONS[channel]}</span> {t(`channel.${channel}`)}
        {fact.actor === null ? null : <span> · {personText(fact.actor)}</span>}
        {fact.onBehalfOf === null ? null : <span> · {t('task.onBehalfOf', { who: personText(fact.onBehalfOf) })}</span>}
      </div>
      {particulars === null ? null : (
        <>
          {particulars.comment === null || particulars.comment === '' ? null : <blockquote>{particulars.comment}</blockquote>}
          {particulars.reason === null || SILENT_REASONS.includes(particulars.reason) ? null : <blockquote>{particulars.reason}</blockquote>}
          {particulars.told.length === 0 ? null : (
            <div className="timeline-line">
              {t('audit.told')}: {particulars.told.map(personText).join('; ')}
            </div>
          )}
          {particulars.changed === null || particulars.changed.length === 0 ? null : (
            <details>
              <summary>{t('audit.changed', { count: particulars.changed.length })}</summary>
              <p className="mono">{particulars.changed.join(' · ')}</p>
            </details>
          )}
        </>
      )}
      <div className="timeline-line soft">
        {fact.contentDigest === null ? null : (
          <span>
            {t('task.digest')}: <CopyText text={fact.contentDigest} short={16} />
          </span>
        )}
        <span>
          {t('audit.hash')}: <CopyText text={fact.hash} short={16} />
        </span>
        <span>
          {t('audit.previous')}: <CopyText text={fact.previousHash} short={16} />
        </span>
      </div>
    </li>
  );
}

/** Reasons the summary already tells. */
const SILENT_REASONS = ['stageClosed', 'reviewWithdrawn'];
