/** Text with its changed words marked: struck where it goes, underlined where it comes. */
import { Fragment, type ReactNode } from 'react';
import type { WordMark } from '../../../domain/procedure/word-diff.js';
import { useWords } from '../i18n/i18n.js';

/** Screen readers hear "xóa … hết xóa", "thêm … hết thêm" around each mark. */
export function WordsDiff({ words, side = 'both' }: { readonly words: readonly WordMark[]; readonly side?: 'before' | 'after' | 'both' }): ReactNode {
  const { t } = useWords();
  const shown = words.filter(({ mark }) => mark === 'same' || side === 'both' || (side === 'before' ? mark === 'del' : mark === 'ins'));
  return (
    <span className="words">
      {shown.map(({ mark, text }, index) => {
        const key = `${index}-${mark}`;
        if (mark === 'same') return <Fragment key={key}>{text}</Fragment>;
        const Mark = mark;
        return (
          <Mark key={key}>
            <span className="visually-hidden">{mark === 'del' ? t('diff.delStart') : t('diff.insStart')} </span>
            {text}
            <span className="visually-hidden"> {mark === 'del' ? t('diff.delEnd') : t('diff.insEnd')}</span>
          </Mark>
        );
      })}
    </span>
  );
}
