/** Writing a proposal: change items over the published text, with the difference at once. */
import { Alert, Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { Link, useBlocker, useParams } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { applyChangeItems, checkChangeItems, type ChangeItem } from '../../../domain/procedure/change-items.js';
import { compareContents, type ContentDiff } from '../../../domain/procedure/compare.js';
import type { ProcedureContent } from '../../../domain/procedure/procedure.js';
import { DomainError, ERROR_TEXTS, type ErrorCode } from '../../../domain/shared/errors.js';
import { send } from '../api/http.js';
import { isConflict } from '../api/problem.js';
import { useReview, type ReadReview } from '../api/queries.js';
import type { ProposalRequest, ProposalRevised } from '../api/types.js';
import { useSubmissionKey } from '../api/use-submission-key.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { DiffView } from '../procedure/diff-view.js';
import { Page, Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SavingText } from '../ui/saving-text.js';
import { Loaded, Nothing } from '../ui/waiting.js';
import { ItemCard, NewItem } from './item-editor.js';
import { nextItemId, targetsOf } from './targets.js';

export function ProposalPage(): ReactNode {
  const { reviewId } = useParams({ from: '/inside/ra-soat/$reviewId/soan' });
  const { t } = useWords();
  const query = useReview(reviewId);
  const name = query.data?.review.procedure.name;
  return (
    <Page
      title={name === undefined ? t('proposal.title') : t('proposal.titleOf', { name })}
      over={
        <Link to="/ra-soat/$reviewId" params={{ reviewId }}>
          ← {t('review.title')}
        </Link>
      }
      wide
    >
      <Loaded query={query}>{(read) => <Editor key={reviewId} read={read} onReload={() => void query.refetch()} />}</Loaded>
    </Page>
  );
}

type Draft = { readonly items: readonly ChangeItem[]; readonly note: string; readonly effectiveOn: string | null };
const DRAFT_EVERY_MS = 3_000;
const draftKey = (reviewId: string): string => `tinhgon.proposal.${reviewId}`;

const draftOf = ({ review }: ReadReview): Draft => ({ items: review.proposal.items, note: review.proposal.note, effectiveOn: review.proposal.effectiveOn });

/** A draft left in this browser for the same revision. */
function keptDraft(read: ReadReview): Draft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(draftKey(read.review.id)) ?? 'null') as (Draft & { readonly revision: number }) | null;
    return kept !== null && kept.revision === read.review.revision ? { items: kept.items, note: kept.note, effectiveOn: kept.effectiveOn } : null;
  } catch {
    return null;
  }
}

function Editor({ read, onReload }: { readonly read: ReadReview; readonly onReload: () => void }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  const cache = useQueryClient();
  const { review } = read;
  const readOnly = !review.editable;
  const [base, setBase] = useState(read);
  const [saved, setSaved] = useState<{ readonly draft: Draft; readonly at: string | null }>(() => ({ draft: draftOf(read), at: null }));
  const [draft, setDraft] = useState<Draft>(() => (readOnly ? null : keptDraft(read)) ?? draftOf(read));
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved.draft);
  const targets = useMemo(() => targetsOf(review.baseContent), [review.baseContent]);
  const applied = useMemo(() => tryApply(review.baseContent, draft.items), [review.baseContent, draft.items]);
  const problems = useMemo(() => checkChangeItems(draft.items), [draft.items]);
  const labelOf = (path: string): string => {
    const target = targets.find((candidate) => path === candidate.path || path.startsWith(`${candidate.path}/`));
    return target === undefined ? path : say(target.label);
  };
  useEffect(() => {
    if (!dirty || readOnly) return undefined;
    const timer = setTimeout(() => {
      localStorage.setItem(draftKey(review.id), JSON.stringify({ ...draft, revision: base.review.revision }));
      setKeptAt(new Date().toISOString());
    }, DRAFT_EVERY_MS);
    return () => clearTimeout(timer);
  }, [draft, dirty, readOnly, review.id, base.review.revision]);
  useBlocker({ shouldBlockFn: () => dirty && !window.confirm(t('cost.leave')), enableBeforeUnload: () => dirty });

  const key = useSubmissionKey();
  const save = useMutation({
    mutationFn: async (over: ReadReview) => {
      const sheets = over.review.proposal.cost?.sheets ?? { before: null, after: null };
      const body = { items: draft.items, effectiveOn: draft.effectiveOn, note: draft.note.trim(), cost: sheets } as unknown as ProposalRequest;
      const { data } = await send<ProposalRevised>('PUT', `/reviews/${encodeURIComponent(review.id)}/proposal`, {
        body,
        ifMatch: over.etag,
        key: key.for(JSON.stringify([over.etag, body])),
      });
      return { data, over, kept: draft };
    },
    onSuccess: ({ data, over, kept }) => {
      localStorage.removeItem(draftKey(review.id));
      setSaved({ draft: kept, at: new Date().toISOString() });
      setBase({ review: { ...over.review, revision: data.revision }, etag: `"r${data.revision}"` });
      for (const name of ['review', 'task', 'tasks', 'procedure']) void cache.invalidateQueries({ queryKey: [name] });
    },
  });
  const fresh = useMutation({
    mutationFn: async () => {
      const { data, etag } = await send<ReadReview['review']>('GET', `/reviews/${encodeURIComponent(review.id)}`);
      return { review: data, etag: etag ?? `"r${data.revision}"` };
    },
  });
  const conflict = save.error !== null && isConflict(save.error);
  const settle = async (mine: boolean): Promise<void> => {
    const now = await fresh.mutateAsync();
    save.reset();
    setBase(now);
    if (mine) save.mutate(now);
    else {
      setDraft(draftOf(now));
      setSaved({ draft: draftOf(now), at: null });
      onReload();
    }
  };
  const change = (next: Partial<Draft>): void => setDraft((old) => ({ ...old, ...next }));
  const cost = review.proposal.cost;
  return (
    <div className="task">
      <div className="task-main">
        {readOnly ? <Alert type="info" showIcon title={t('proposal.readOnly')} /> : null}
        <Section title={t('proposal.items', { count: draft.items.length })}>
          {draft.items.length === 0 ? (
            <Nothing why={t('proposal.noItems')} />
          ) : (
            draft.items.map((item) => (
              <ItemCard
                key={item.id}
                item={item}
                labelOf={labelOf}
                readOnly={readOnly}
                problems={[
                  ...problems
                    .filter((problem) => problem.item === item.id)
                    .map((problem) => ({ severity: problem.severity, words: ERROR_TEXTS[problem.code][language] })),
                  ...(applied.problem?.item === item.id ? [{ severity: 'error' as const, words: ERROR_TEXTS[applied.problem.code][language] }] : []),
                ]}
                onChange={(next) => change({ items: draft.items.map((other) => (other.id === item.id ? next : other)) })}
                onRemove={() => change({ items: draft.items.filter((other) => other.id !== item.id) })}
              />
            ))
          )}
          {readOnly ? null : <NewItem targets={targets} nextId={nextItemId(draft.items)} onAdd={(item) => change({ items: [...draft.items, item] })} />}
        </Section>
        <Section title={t('proposal.preview')}>
          {applied.diff === null ? (
            <p className="field-error">{t('proposal.cannotApply')}</p>
          ) : (
            <DiffView diff={applied.diff} cost={<SavingText saving={cost?.savingDong ?? null} before={cost?.before?.totalDong ?? null} />} />
          )}
        </Section>
      </div>
      <aside className="task-side">
        <Section title={t('proposal.more')}>
          <div className="form">
            <label className="field" htmlFor="proposal-date">
              <span className="field-label">
                {t('proposal.effectiveOn')} <span className="soft">{t('common.optional')}</span>
              </span>
            </label>
            <DatePicker
              id="proposal-date"
              className="full"
              format="DD/MM/YYYY"
              disabled={readOnly}
              value={draft.effectiveOn === null ? null : dayjs(draft.effectiveOn)}
              onChange={(date) => change({ effectiveOn: date === null ? null : date.format('YYYY-MM-DD') })}
            />
            <label className="field" htmlFor="proposal-note">
              <span className="field-label">
                {t('proposal.note')} <span className="soft">{t('common.optional')}</span>
              </span>
            </label>
            <Input.TextArea
              id="proposal-note"
              readOnly={readOnly}
              autoSize={{ minRows: 3, maxRows: 12 }}
              maxLength={10_000}
              value={draft.note}
              onChange={(event) => change({ note: event.target.value })}
            />
          </div>
        </Section>
        {readOnly ? null : (
          <Section title={t('proposal.save')}>
            <p role="status" className="soft">
              {dirty
                ? keptAt === null
                  ? t('cost.unsaved')
                  : t('proposal.keptAt', { at: timeText(keptAt).slice(11) })
                : saved.at === null
                  ? ''
                  : t('cost.savedAt', { at: timeText(saved.at).slice(11) })}
            </p>
            {save.error !== null && !conflict ? <ProblemNotice error={save.error} onRetry={() => save.mutate(base)} /> : null}
            {conflict ? (
              <Alert
                type="warning"
                showIcon
                role="alert"
                title={t('cost.conflict')}
                description={
                  <>
                    {fresh.data?.review.proposal.revisedBy ? <p>{personText(fresh.data.review.proposal.revisedBy)}</p> : null}
                    <Button onClick={() => void settle(true)}>{t('cost.keepMine')}</Button>{' '}
                    <Button onClick={() => void settle(false)}>{t('cost.takeTheirs')}</Button>
                  </>
                }
              />
            ) : null}
            <Button type="primary" block loading={save.isPending} disabled={!dirty || applied.diff === null} onClick={() => save.mutate(base)}>
              {t('proposal.saveButton')}
            </Button>
            <p className="soft small">{t('proposal.saveLead')}</p>
          </Section>
        )}
        <p>
          <Link to="/ra-soat/$reviewId/chi-phi" params={{ reviewId: review.id }}>
            {t('review.editCost')}
          </Link>
        </p>
      </aside>
    </div>
  );
}

type Applied = { readonly diff: ContentDiff | null; readonly problem: { readonly item: string | null; readonly code: ErrorCode } | null };

/** What the items make of the text, or which of them stands in the way. */
function tryApply(content: ProcedureContent, items: readonly ChangeItem[]): Applied {
  try {
    return { diff: compareContents(content, applyChangeItems(content, items)), problem: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const item = error.details['item'];
    return { diff: null, problem: { item: typeof item === 'string' ? item : null, code: error.code } };
  }
}
