/** The numbers of the whole sheet: hourly income with year and source, subjects a year with source. */
import { Alert, Button, Input } from 'antd';
import { memo, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';
import type { HistoryAct } from './sheet-history.js';
import type { Mark } from './sheet-marks.js';
import type { SheetState } from './sheet-state.js';

type Props = { readonly state: SheetState; readonly marks: readonly Mark[]; readonly readOnly: boolean; readonly dispatch: (act: HistoryAct) => void };

/** Drawn again only when a number of the whole sheet, or a mark on it, changed. */
export const CommonPanel = memo(
  Panel,
  (old, next) =>
    old.state.rate === next.state.rate &&
    old.state.rateYear === next.state.rateYear &&
    old.state.rateAfter === next.state.rateAfter &&
    old.state.subjects === next.state.subjects &&
    old.state.rest === next.state.rest &&
    old.marks === next.marks &&
    old.readOnly === next.readOnly,
);

function Panel({ state, marks, readOnly, dispatch }: Props): ReactNode {
  const { t, language } = useWords();
  const rateMarks = [
    ...(state.rate.cell.problem === null ? [] : [state.rate.cell.problem]),
    ...marks
      .filter((mark) => mark.row === null && mark.finding.path.includes('hourlyIncome') && mark.finding.code !== 'mixedRates')
      .map((mark) => mark.finding),
  ];
  const tidy = (): void => {
    dispatch({ type: 'tidyCommon' });
    dispatch({ type: 'leave' });
  };
  const field = (
    id: string,
    label: string,
    value: string,
    type: 'rate' | 'rateYear' | 'rateSource' | 'subjects' | 'subjectsSource',
    wide: boolean,
    says: readonly string[] = [],
  ): ReactNode => (
    <div className={wide ? 'common-field common-wide' : 'common-field'}>
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        readOnly={readOnly}
        {...(wide ? {} : { inputMode: 'decimal' as const, className: 'num' })}
        {...(says.length > 0 ? { status: 'warning' as const, 'aria-describedby': `${id}-says` } : {})}
        onChange={(event) => dispatch({ type, text: event.target.value })}
        onBlur={tidy}
      />
      {says.length === 0 ? null : (
        <p className="field-warning" id={`${id}-says`}>
          {says.join(' ')}
        </p>
      )}
    </div>
  );
  return (
    <section className="common" aria-label={t('cost.common')}>
      {state.rateAfter === null ? null : (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="rate-alert"
          title={t('cost.mixedRates', { before: state.rate.cell.text, after: state.rateAfter.text })}
          action={
            readOnly ? undefined : (
              <Button size="small" onClick={() => dispatch({ type: 'oneRate' })}>
                {t('cost.oneRate')}
              </Button>
            )
          }
        />
      )}
      {field(
        'common-rate',
        t('cost.rate'),
        state.rate.cell.text,
        'rate',
        false,
        rateMarks.map((finding) => finding[language]),
      )}
      {field('common-year', t('cost.rateYear'), state.rateYear, 'rateYear', false)}
      {field('common-rate-source', t('cost.rateSource'), state.rate.source, 'rateSource', true)}
      {state.rest.before.rate.scope === undefined ? null : <p className="common-scope soft small">{state.rest.before.rate.scope}</p>}
      {field(
        'common-subjects',
        t('cost.subjects'),
        state.subjects.cell.text,
        'subjects',
        false,
        state.subjects.cell.problem === null ? [] : [state.subjects.cell.problem[language]],
      )}
      {field('common-subjects-source', t('cost.subjectsSource'), state.subjects.source, 'subjectsSource', true)}
    </section>
  );
}
