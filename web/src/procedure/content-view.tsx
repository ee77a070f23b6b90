/** The text of a procedure in the national portal's order. */
import type { ReactNode } from 'react';
import { CONTENT_FIELDS } from '../../../domain/procedure/content-shape.js';
import { isPaper, type Channel, type DossierCase, type ProcedureContent } from '../../../domain/procedure/procedure.js';
import { CHANNEL_LABELS, CONDITION_SUBJECT_LABELS, CONTROL_LABELS, KIND_LABELS, LEVEL_LABELS, PAPER_KIND_LABELS } from '../../../domain/shared/labels.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { durationWords, feeWords } from './content-words.js';
import { TableFrame } from '../ui/table-frame.js';

export function ContentView({ content }: { readonly content: ProcedureContent }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  const label = (field: keyof typeof CONTENT_FIELDS): string => say(CONTENT_FIELDS[field].label);
  return (
    <div className="content">
      <Part title={t('content.general')}>
        <dl className="facts">
          <Fact name={label('kind')} value={say(KIND_LABELS[content.kind])} />
          <Fact name={label('levels')} value={content.levels.map((level) => say(LEVEL_LABELS[level])).join(', ')} />
          <Fact name={label('procedureType')} value={content.procedureType} />
          <Fact name={label('field')} value={content.field} />
          <Fact name={label('publishingDecision')} value={content.publishingDecision} />
          <Fact name={label('control')} value={content.control === null ? null : say(CONTROL_LABELS[content.control])} />
          <Fact name={label('frequency')} value={content.frequency} />
          <Fact name={label('description')} value={content.description} />
        </dl>
      </Part>
      <Part title={label('steps')} count={content.steps.length}>
        <ol className="steps">
          {content.steps.map((step) => (
            <li key={step.id}>
              <span className="pre">{step.text}</span>
              {step.duration === null ? null : <span className="chip chip-plain">{durationWords(step.duration, language)}</span>}
            </li>
          ))}
        </ol>
      </Part>
      <Part title={label('channels')} count={content.channels.length}>
        <Channels channels={content.channels} />
      </Part>
      <Part title={label('dossier')} count={content.dossier.reduce((sum, group) => sum + group.items.filter(isPaper).length, 0)}>
        {content.dossier.map((group) => (
          <Dossier key={group.id} group={group} />
        ))}
      </Part>
      <Part title={label('applicants')} count={content.applicants.length}>
        <p>{content.applicants.join('; ')}</p>
      </Part>
      <Part title={t('content.agencies')}>
        <dl className="facts">
          {(['implementingAgency', 'competentAgency', 'delegatedAgency', 'coordinatingAgency', 'receivingAddress'] as const).map((field) => (
            <Fact key={field} name={label(field)} value={content[field]} />
          ))}
        </dl>
      </Part>
      <Part title={label('results')} count={content.results.length}>
        <ul>
          {content.results.map((result) => (
            <li key={result.id}>
              {result.name}
              {result.code === null ? null : (
                <>
                  {' '}
                  <code>{result.code}</code>
                </>
              )}
            </li>
          ))}
        </ul>
        {content.resultValidity === null ? null : (
          <p>
            {label('resultValidity')}: {content.resultValidity}
          </p>
        )}
      </Part>
      <Part title={label('legalBasis')} count={content.legalBasis.length}>
        <ul>
          {content.legalBasis.map((basis) => (
            <li key={basis.id}>
              <strong>{basis.symbol}</strong> {[basis.title, basis.issuer].filter((part) => part !== null).join(' · ')}
            </li>
          ))}
        </ul>
      </Part>
      <Part title={label('conditions')} count={content.conditions.length}>
        <ul>
          {content.conditions.map((condition) => (
            <li key={condition.id}>
              <span className="pre">{condition.text}</span> <span className="soft">({say(CONDITION_SUBJECT_LABELS[condition.subject])})</span>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={label('dataReplacements')} count={content.dataReplacements.length}>
        <ul>
          {content.dataReplacements.map((item) => (
            <li key={item.id}>
              {item.paper} → {item.database}
              {item.basis === null ? '' : ` (${item.basis})`}
            </li>
          ))}
        </ul>
      </Part>
      {content.source === null ? null : (
        <Part title={label('source')}>
          <p>
            {content.source.address ?? t('common.notStated')} · {t(`content.certainty.${content.source.certainty}`)}
            {content.source.note === null ? '' : ` · ${content.source.note}`}
          </p>
        </Part>
      )}
    </div>
  );
}

function Part({ title, count, children }: { readonly title: string; readonly count?: number; readonly children: ReactNode }): ReactNode {
  const { t } = useWords();
  return (
    <section className="content-part">
      <h3>
        {title}
        {count === undefined || count === 0 ? null : <span className="count">{count}</span>}
      </h3>
      {count === 0 ? <p className="soft">{t('common.notStated')}</p> : children}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }): ReactNode {
  if (value === null || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd className="pre">{value}</dd>
    </div>
  );
}

function Channels({ channels }: { readonly channels: readonly Channel[] }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  return (
    <TableFrame label={t('content.channel')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('content.channel')}</th>
            <th scope="col">{t('content.duration')}</th>
            <th scope="col">{t('content.fee')}</th>
            <th scope="col">{t('content.note')}</th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel.id}>
              <th scope="row">{say(CHANNEL_LABELS[channel.channel])}</th>
              <td>{channel.duration === null ? <span className="soft">{t('common.notStated')}</span> : durationWords(channel.duration, language)}</td>
              <td>
                {channel.fee === null ? (
                  <span className="soft">{t('common.notStated')}</span>
                ) : (
                  <>
                    {feeWords(channel.fee, language)} <span className="soft">{channel.fee.published}</span>
                  </>
                )}
              </td>
              <td className="pre">{channel.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Dossier({ group }: { readonly group: DossierCase }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <TableFrame label={group.case}>
      <table className="plain-table">
        <caption>{group.case}</caption>
        <thead>
          <tr>
            <th scope="col">{t('content.paper')}</th>
            <th scope="col">{t('content.form')}</th>
            <th scope="col" className="num">
              {t('content.originals')}
            </th>
            <th scope="col" className="num">
              {t('content.copies')}
            </th>
          </tr>
        </thead>
        <tbody>
          {group.items.map((item) =>
            isPaper(item) ? (
              <tr key={item.id}>
                <td>
                  <span className="pre">{item.name}</span>
                  {item.kind === null ? null : <span className="soft"> ({say(PAPER_KIND_LABELS[item.kind])})</span>}
                </td>
                <td>{item.form}</td>
                <td className="num">{item.originals}</td>
                <td className="num">{item.copies}</td>
              </tr>
            ) : (
              <tr key={item.id} className="remark">
                <td colSpan={4}>
                  <span className="pre">{item.name}</span>
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </TableFrame>
  );
}
