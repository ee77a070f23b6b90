/** From which day to which last day something holds; the end may stay open. */
import { useState, type ReactNode } from 'react';
import type { Act } from '../api/use-act.js';
import { useWords } from '../i18n/i18n.js';
import { DateField } from '../ui/date-field.js';
import { endAfter } from './words.js';

export type Span = {
  readonly from: string | null;
  readonly last: string | null;
  readonly endWrong: boolean;
  readonly setFrom: (date: string | null) => void;
  readonly setLast: (date: string | null) => void;
  /** As the server keeps it; null while it cannot be sent. */
  readonly dates: { readonly from: string; readonly to: string | null } | null;
};

export function useSpan(today: string | null): Span {
  const [from, setFrom] = useState<string | null>(today);
  const [last, setLast] = useState<string | null>(null);
  const endWrong = last !== null && from !== null && last < from;
  return { from, last, endWrong, setFrom, setLast, dates: from === null || endWrong ? null : { from, to: endAfter(last) } };
}

type Props = {
  readonly span: Span;
  readonly lastLabel: string;
  /** The first day that can be chosen; any when absent. */
  readonly earliest?: string | null;
  readonly tried: boolean;
  readonly act: Pick<Act, 'fieldError'>;
};

export function SpanFields({ span, lastLabel, earliest = null, tried, act }: Props): ReactNode {
  const { t } = useWords();
  return (
    <>
      <DateField
        label={t('authority.from')}
        value={span.from}
        from={earliest}
        error={tried && span.from === null ? t('act.choose') : act.fieldError('/from')}
        onChange={span.setFrom}
      />
      <DateField
        label={`${lastLabel} ${t('common.optional')}`}
        value={span.last}
        from={span.from}
        error={tried && span.endWrong ? t('authority.endWrong') : act.fieldError('/to')}
        onChange={span.setLast}
      />
    </>
  );
}
