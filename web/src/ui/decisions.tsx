/** Decisions taken so far, with who, when, by which channel. */
import type { ReactNode } from 'react';
import type { DecisionNote } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { channelOf } from './channels.js';
import { personText } from './person-name.js';
import { StatusTag } from './status-tag.js';

/** @param actsOf what may be done about each */
export function Decisions({
  decisions,
  actsOf = () => null,
}: {
  readonly decisions: readonly DecisionNote[];
  readonly actsOf?: (note: DecisionNote) => ReactNode;
}): ReactNode {
  const { t } = useWords();
  if (decisions.length === 0) return <p className="soft">{t('task.noDecisions')}</p>;
  return (
    <ol className="plain-list decisions">
      {decisions.map((note) => (
        <li key={note.id}>
          <DecisionLine note={note} />
          {actsOf(note)}
        </li>
      ))}
    </ol>
  );
}

export function DecisionLine({ note }: { readonly note: DecisionNote }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <div className="decision-line">
      <div>
        <StatusTag group="verdict" code={note.verdict} /> <strong>{say(note.stage.name)}</strong>
        {note.round > 1 ? ` · ${t('work.round', { round: note.round })}` : ''}{' '}
        {note.late ? <span className="chip chip-attention">{t('task.lateDecision')}</span> : null}
        {note.standing === 'counts' ? null : <span className="chip chip-attention">{t(`task.standing.${note.standing}`)}</span>}
      </div>
      <div>
        {personText(note.by)}
        {note.onBehalfOf === null ? '' : ` (${t('task.onBehalfOf', { who: personText(note.onBehalfOf) })})`} · {note.unit.name} · {timeText(note.recordedAt)} ·{' '}
        {t(`channel.${channelOf(note.channel)}`)}
      </div>
      {note.inOwnRight ? <div className="soft">{t('task.inOwnRight')}</div> : null}
      {note.authority === null ? null : <div className="soft">{t('holder.authority', { document: note.authority })}</div>}
      {note.returnTo === null ? null : <div className="soft">{t('task.returnedTo', { stage: say(note.returnTo.name) })}</div>}
      {note.comment === '' ? null : <blockquote>{note.comment}</blockquote>}
      {note.objection === null ? null : (
        <>
          <div className="soft">{t('task.objection')}</div>
          <blockquote>{note.objection}</blockquote>
        </>
      )}
    </div>
  );
}
