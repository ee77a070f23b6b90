/** How a deadline came about: sentences, and the stretches of days that add up to it. */
import type { ReactNode } from 'react';
import type { ClockView } from '../../../domain/calendar/explain.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';

export function ClockSentences({ clock }: { readonly clock: ClockView }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <>
      <ul className="plain-list">
        {clock.sentences.map((sentence) => (
          <li key={sentence.vi}>{say(sentence)}</li>
        ))}
      </ul>
      {clock.segments.length === 0 ? null : (
        <details>
          <summary>{t('clock.stretches')}</summary>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('clock.when')}</th>
                <th scope="col">{t('clock.kind')}</th>
                <th scope="col" className="num">
                  {t('clock.amount')}
                </th>
                <th scope="col">{t('clock.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {clock.segments.map((segment) => (
                <tr key={`${segment.from} ${segment.kind}`}>
                  <td>{segment.label}</td>
                  <td>{t(`clock.segment.${segment.kind}`)}</td>
                  <td className="num">{segment.amount ?? ''}</td>
                  <td>
                    {segment.reason === null ? '' : say(segment.reason)}
                    {segment.source === undefined ? '' : ` (${segment.source})`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  );
}
