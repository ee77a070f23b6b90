/** Before and after, field by field: the changed words marked, the unchanged fields folded, the figures in one line. */
import { useState, type ReactNode } from 'react';
import type { ContentDiff, DiffSummary, FieldDiff } from '../../../domain/procedure/compare.js';
import { moneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { WordsDiff } from '../ui/words-diff.js';
import { durationWords } from './content-words.js';

const MODES = ['both', 'before', 'after'] as const;

/** @param cost the change of the yearly cost in words, when it is known */
export function DiffView({ diff, cost }: { readonly diff: ContentDiff; readonly cost?: ReactNode }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const [mode, setMode] = useState<(typeof MODES)[number]>('both');
  return (
    <div className={`diff diff-${mode}`}>
      <p className="diff-summary">
        <SummaryLine summary={diff.summary} changes={diff.changes.length} />
        {cost === undefined || cost === null ? null : <span className="dot-part">{cost}</span>}
      </p>
      <div className="diff-modes no-print" role="group" aria-label={t('diff.modes')}>
        {MODES.map((name) => (
          <button key={name} type="button" aria-pressed={mode === name} className="segment" onClick={() => setMode(name)}>
            {t(`diff.mode.${name}`)}
          </button>
        ))}
      </div>
      {diff.changes.length === 0 ? (
        <p>{t('diff.none')}</p>
      ) : (
        <table className="diff-table">
          <caption className="visually-hidden">{t('diff.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('diff.field')}</th>
              <th scope="col" className="diff-before">
                {t('diff.before')}
              </th>
              <th scope="col" className="diff-after">
                {t('diff.after')}
              </th>
            </tr>
          </thead>
          <tbody>
            {diff.changes.map((change) => (
              <Change key={`${change.path} ${change.change}`} change={change} />
            ))}
          </tbody>
        </table>
      )}
      {diff.unchanged.length === 0 ? null : (
        <details className="diff-same">
          <summary>{t('diff.unchanged', { count: diff.unchanged.length })}</summary>
          <p>{diff.unchanged.map(({ label }) => say(label)).join(' · ')}</p>
        </details>
      )}
    </div>
  );
}

function Change({ change }: { readonly change: FieldDiff }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  // The words are marked over the Vietnamese text; in English whole values stand side by side where they differ from it.
  const marked =
    change.words.length > 0 && (language === 'vi' || (change.beforeText?.vi === change.beforeText?.en && change.afterText?.vi === change.afterText?.en));
  const side = (which: 'before' | 'after'): ReactNode => {
    const text = which === 'before' ? change.beforeText : change.afterText;
    if (text === null) return <span className="soft">{which === 'before' ? t('diff.absent') : t('diff.gone')}</span>;
    if (marked) return <WordsDiff words={change.words} side={which} />;
    return <span className="words">{say(text)}</span>;
  };
  return (
    <tr>
      <th scope="row">
        <span className={`change change-${change.change}`}>{t(`diff.change.${change.change}`)}</span>
        <span className="diff-label">{say(change.label)}</span>
      </th>
      <td className="diff-before" data-label={t('diff.before')}>
        {side('before')}
      </td>
      <td className="diff-after" data-label={t('diff.after')}>
        {side('after')}
      </td>
    </tr>
  );
}

/** `3 giấy tờ bãi bỏ · thời hạn 5 → 1 ngày · phí giữ nguyên`. */
export function SummaryLine({ summary, changes }: { readonly summary: DiffSummary; readonly changes: number }): ReactNode {
  const { t, language } = useWords();
  const parts: string[] = [];
  if (summary.abolished) parts.push(t('diff.abolished'));
  if (summary.papersDropped > 0) parts.push(t('diff.papersDropped', { count: summary.papersDropped }));
  if (summary.papersAdded > 0) parts.push(t('diff.papersAdded', { count: summary.papersAdded }));
  if (summary.stepsBefore !== summary.stepsAfter) parts.push(t('diff.steps', { before: summary.stepsBefore, after: summary.stepsAfter }));
  if (summary.conditionsDropped > 0) parts.push(t('diff.conditionsDropped', { count: summary.conditionsDropped }));
  if (summary.durationChanged) {
    const before = summary.durationBefore === null ? t('common.notStated') : durationWords(summary.durationBefore, language);
    const after = summary.durationAfter === null ? t('common.notStated') : durationWords(summary.durationAfter, language);
    parts.push(before === after ? t('diff.durationPart') : t('diff.duration', { before, after }));
  } else parts.push(t('diff.durationSame'));
  if (summary.feeChanged) {
    const fee = (dong: number | null): string => (dong === null ? t('common.notStated') : moneyText(dong, language));
    const [before, after] = [fee(summary.feeBeforeDong), fee(summary.feeAfterDong)];
    parts.push(before === after ? t('diff.feePart') : t('diff.fee', { before, after }));
  } else parts.push(t('diff.feeSame'));
  return (
    <>
      <strong>{t('diff.changes', { count: changes })}</strong>
      {parts.map((part) => (
        <span key={part} className="dot-part">
          {part}
        </span>
      ))}
    </>
  );
}
