/** The cost sheet of a review: today, afterwards, compared. */
import { Alert, Button } from 'antd';
import { RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Link, useBlocker, useParams } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { memo, useCallback, useEffect, useMemo, useReducer, useRef, useState, type ReactNode } from 'react';
import { compareVnSheets } from '../../../domain/cost/vn/compare-sheets.js';
import { send } from '../api/http.js';
import { isConflict } from '../api/problem.js';
import { useReview, type ReadReview } from '../api/queries.js';
import type { ProposalRequest, ProposalRevised } from '../api/types.js';
import { useSubmissionKey } from '../api/use-submission-key.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { Page, Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { PrintButton } from '../ui/print-button.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { Loaded, Nothing } from '../ui/waiting.js';
import { isUnreadable } from './cell.js';
import { CommonPanel } from './common-panel.js';
import { ComparisonPanel } from './comparison.js';
import { CostGrid } from './cost-grid.js';
import { slotId } from './cost-row.js';
import { VIEWS, type View } from './grid-slots.js';
import { createLiveMeasure } from './live-measure.js';
import { reduceHistory, startHistory, type HistoryAct } from './sheet-history.js';
import { emptyCellCount, marksOf, type Mark } from './sheet-marks.js';
import { closeSheets, openSheets, SIDES, type SheetState, type Words } from './sheet-state.js';
import { startingSheet } from './starting-sheet.js';
import { TotalsFoot } from './totals-foot.js';

export function CostPage(): ReactNode {
  const { reviewId } = useParams({ from: '/inside/ra-soat/$reviewId/chi-phi' });
  const { t } = useWords();
  const query = useReview(reviewId);
  const name = query.data?.review.procedure.name;
  return (
    <Page
      title={name === undefined ? t('cost.title') : t('cost.titleOf', { name })}
      over={
        <Link to="/ra-soat/$reviewId" params={{ reviewId }}>
          ← {t('review.title')}
        </Link>
      }
      wide
      acts={<PrintButton />}
    >
      <Loaded query={query}>{(read) => <Sheet key={reviewId} read={read} onReload={() => void query.refetch()} />}</Loaded>
    </Page>
  );
}

const WIDE_PX = 1100;

/** The review's text that goes with the sheets, so that saving costs leaves the proposal as it is. */
const bodyOf = ({ review }: ReadReview, cost: ReturnType<typeof closeSheets>): ProposalRequest =>
  ({ items: review.proposal.items, effectiveOn: review.proposal.effectiveOn, note: review.proposal.note, cost }) as unknown as ProposalRequest;

function Sheet({ read, onReload }: { readonly read: ReadReview; readonly onReload: () => void }): ReactNode {
  const { t } = useWords();
  const cache = useQueryClient();
  const { review } = read;
  const readOnly = !review.editable;
  const stored = review.proposal.cost?.sheets ?? null;
  const words: Words = { negligible: t('cost.negligible'), notApplicable: t('cost.notApplicable'), minutes: t('cost.minutes') };
  const [history, dispatch] = useReducer(reduceHistory, stored, (sheets) => startHistory(openSheets(sheets?.before ?? null, sheets?.after ?? null, words)));
  const [base, setBase] = useState(read);
  const [saved, setSaved] = useState<{ readonly state: SheetState; readonly at: string | null }>({ state: history.present, at: null });
  const [view, setView] = useState<View>(() => (window.innerWidth >= WIDE_PX ? 'both' : 'before'));
  const state = history.present;
  const sheets = useMemo(() => closeSheets(state), [state]);
  const [measure] = useState(createLiveMeasure);
  const measured = useMemo(() => ({ before: measure(sheets.before), after: measure(sheets.after) }), [measure, sheets]);
  const emptyCells = useMemo(() => emptyCellCount(state), [state]);
  // Totals follow every keystroke; the comparison, its chart and the marks follow once typing rests.
  const settled = useSettled(useMemo(() => ({ state, sheets, measured }), [state, sheets, measured]));
  const comparison = useMemo(() => (settled.state.rows.length === 0 ? null : compareVnSheets(settled.sheets.before, settled.sheets.after)), [settled]);
  const marks = useMemo(() => marksOf(settled.state, settled.sheets, comparison), [settled, comparison]);
  const dirty = state !== saved.state;
  const unusable = problemsOf(state, t('cost.taskMissing'));
  useBlocker({ shouldBlockFn: () => dirty && !window.confirm(t('cost.leave')), enableBeforeUnload: () => dirty });

  const key = useSubmissionKey();
  const fresh = useMutation({
    mutationFn: async () => {
      const { data, etag } = await send<ReadReview['review']>('GET', `/reviews/${encodeURIComponent(review.id)}`);
      return { review: data, etag: etag ?? `"r${data.revision}"` };
    },
  });
  const save = useMutation({
    mutationFn: async (over: ReadReview) => {
      const body = bodyOf(over, sheets);
      const { data } = await send<ProposalRevised>('PUT', `/reviews/${encodeURIComponent(review.id)}/proposal`, {
        body,
        ifMatch: over.etag,
        key: key.for(JSON.stringify([over.etag, body])),
      });
      return { data, over, state };
    },
    onSuccess: ({ data, over, state: kept }) => {
      setSaved({ state: kept, at: new Date().toISOString() });
      setBase({ ...over, etag: `"r${data.revision}"` });
      for (const name of ['review', 'task', 'tasks', 'procedure']) void cache.invalidateQueries({ queryKey: [name] });
    },
    onError: (error) => {
      // Somebody else wrote meanwhile: what stands now is shown beside what was typed.
      if (isConflict(error)) fresh.mutate();
    },
  });
  const saveNow = useRef(() => undefined as void);
  saveNow.current = () => save.mutate(base);
  const onSave = useCallback(() => saveNow.current(), []);
  const conflict = save.error !== null && isConflict(save.error);
  const keepMine = (): void => {
    if (fresh.data !== undefined) save.mutate(fresh.data);
  };
  const takeTheirs = (): void => {
    if (fresh.data === undefined) return;
    const { before, after } = fresh.data.review.proposal.cost?.sheets ?? { before: null, after: null };
    const opened = openSheets(before, after, words);
    dispatch({ type: 'open', state: opened });
    setSaved({ state: opened, at: null });
    setBase(fresh.data);
    save.reset();
    onReload();
  };

  if (state.rows.length === 0) {
    return (
      <Nothing why={readOnly ? t('cost.noSheet') : t('cost.startLead')}>
        {readOnly ? null : (
          <Button
            type="primary"
            onClick={() =>
              dispatch({
                type: 'open',
                state: startingSheet(review.baseContent, review.proposal.items, {
                  submit: t('cost.startSubmit'),
                  fee: t('cost.startFee'),
                  receive: t('cost.startReceive'),
                }),
              })
            }
          >
            {t('cost.start')}
          </Button>
        )}
      </Nothing>
    );
  }
  return (
    <>
      {readOnly ? <Alert type="info" showIcon title={t('cost.readOnly')} /> : null}
      <CommonPanel state={state} marks={marks} readOnly={readOnly} dispatch={dispatch} />
      <div className="sheet-tools no-print">
        <div className="segments" role="group" aria-label={t('cost.views')}>
          {VIEWS.map((name) => (
            <button
              key={name}
              type="button"
              className={name === view ? 'segment segment-on' : 'segment'}
              aria-pressed={name === view}
              onClick={() => setView(name)}
            >
              {t(`cost.view.${name}`)}
            </button>
          ))}
        </div>
        {readOnly ? null : (
          <SaveTools
            canUndo={history.past.length > 0}
            canRedo={history.future.length > 0}
            dirty={dirty}
            savedAt={saved.at}
            saving={save.isPending}
            blocked={unusable.length > 0}
            dispatch={dispatch}
            onSave={onSave}
          />
        )}
      </div>
      {unusable.length === 0 || readOnly ? null : (
        <p className="field-error" role="alert">
          {t('cost.fixBeforeSave')}{' '}
          {unusable.slice(0, 5).map((item) => (
            <a
              key={item.id}
              href={`#${item.id}`}
              onClick={(event) => {
                event.preventDefault();
                focusCell(item.id);
              }}
            >
              {item.words}
            </a>
          ))}
        </p>
      )}
      {save.error !== null && !conflict ? <ProblemNotice error={save.error} onRetry={() => save.mutate(base)} /> : null}
      {conflict ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('cost.conflict')}
          description={
            <>
              {fresh.data?.review.proposal.revisedBy && fresh.data.review.proposal.revisedAt ? (
                <p>{t('cost.conflictBy', { who: personText(fresh.data.review.proposal.revisedBy), at: timeText(fresh.data.review.proposal.revisedAt) })}</p>
              ) : null}
              <Button loading={fresh.isPending} onClick={keepMine}>
                {t('cost.keepMine')}
              </Button>{' '}
              <Button loading={fresh.isPending} onClick={takeTheirs}>
                {t('cost.takeTheirs')}
              </Button>
            </>
          }
        />
      ) : null}
      <CostGrid state={state} view={view} measured={measured} marks={marks} readOnly={readOnly} dispatch={dispatch} />
      <Review marks={marks} emptyCells={emptyCells} view={view} />
      <ComparisonPanel rows={settled.state.rows} measured={settled.measured} comparison={comparison} />
      <p className="soft small">{t('cost.method')}</p>
      <TotalsFoot measured={measured} oneRate={state.rateAfter === null} emptyCells={emptyCells} />
    </>
  );
}

type SaveProps = {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly dirty: boolean;
  readonly savedAt: string | null;
  readonly saving: boolean;
  readonly blocked: boolean;
  readonly dispatch: (act: HistoryAct) => void;
  readonly onSave: () => void;
};

/** Drawn again only when one of its states changed, not at every keystroke. */
const SaveTools = memo(function SaveTools({ canUndo, canRedo, dirty, savedAt, saving, blocked, dispatch, onSave }: SaveProps): ReactNode {
  const { t } = useWords();
  return (
    <span className="sheet-save">
      <Button icon={<UndoOutlined />} aria-label={t('cost.undo')} disabled={!canUndo} onClick={() => dispatch({ type: 'undo' })} />
      <Button icon={<RedoOutlined />} aria-label={t('cost.redo')} disabled={!canRedo} onClick={() => dispatch({ type: 'redo' })} />
      <span role="status" className="soft">
        {dirty ? t('cost.unsaved') : savedAt === null ? '' : t('cost.savedAt', { at: timeText(savedAt).slice(11) })}
      </span>
      <Button type="primary" loading={saving} disabled={!dirty || blocked} onClick={onSave}>
        {t('cost.save')}
      </Button>
    </span>
  );
});

const SETTLED_AFTER_MS = 120;

/** A value once it has rested for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

const focusCell = (id: string): void => {
  const cell = document.getElementById(id);
  cell?.scrollIntoView({ block: 'center', inline: 'center' });
  cell?.focus();
};

/** Cells that cannot be stored: words that are no number, rows without a name. */
function problemsOf(state: SheetState, taskMissing: string): readonly { readonly id: string; readonly words: string }[] {
  return state.rows.flatMap((row) => {
    const task = row.task.trim() === '' ? [{ id: slotId(row.id, { side: 'before', column: 'task' }), words: taskMissing }] : [];
    const cells = SIDES.flatMap((side) =>
      Object.entries(side === 'after' ? row.after.cells : (row.before?.cells ?? {})).flatMap(([column, cell]) =>
        cell !== null && isUnreadable(cell) ? [{ id: slotId(row.id, { side, column: column as 'hours' }), words: `“${cell.text}”` }] : [],
      ),
    );
    return [...task, ...cells];
  });
}

/** What to look at again; none of it stops the saving. */
function Review({ marks, emptyCells, view }: { readonly marks: readonly Mark[]; readonly emptyCells: number; readonly view: View }): ReactNode {
  const { t, language } = useWords();
  if (marks.length === 0 && emptyCells === 0) return null;
  return (
    <Section title={t('cost.lookAgain')}>
      {emptyCells === 0 ? null : <p className="field-warning">{t('cost.emptyCells', { count: emptyCells })}</p>}
      <ul className="plain-list">
        {marks.map((mark) => {
          const { row, column } = mark;
          const side = view === 'both' ? mark.side : view;
          return (
            <li key={`${mark.finding.code} ${mark.finding.path} ${row} ${column} ${mark.side}`} className={`mark mark-${mark.finding.severity}`}>
              {row === null ? (
                mark.finding[language]
              ) : (
                <button
                  type="button"
                  className="link-button"
                  onClick={() => focusCell(slotId(row, { side: column === null ? 'before' : side, column: column ?? 'task' }))}
                >
                  {mark.finding[language]}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
