/** Reviews as a list: of a campaign, or of everything the reader may see. */
import type { Scope } from '../domain/shared/access.js';
import type { ReviewOutcome } from '../domain/review/review.js';
import { stageOf, type StageKey } from '../domain/route/route.js';
import type { Text } from '../domain/shared/errors.js';
import { earliest, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow } from './clock.query.js';
import { allOf, behind, cutPage, decodeCursor, marks, NOTHING, orderBy, type Page, type SqlPart } from './keyset.js';
import { dueOnOf, latenessOf, workingDaysLeft, type Lateness } from './lateness.js';
import type { UnitName } from './people.js';
import { loadRulebook } from './rulebook.js';
import { dong, savingOf, type ProcedureName } from './task-row.js';
import { inSubtree, matching, reviewsInScope } from './visibility.js';

export const REVIEW_STATUSES = ['open', 'approved', 'rejected', 'withdrawn'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

export type ReviewRow = {
  readonly id: string;
  readonly procedure: ProcedureName;
  readonly campaign: { readonly id: string; readonly name: string } | null;
  readonly unit: UnitName;
  readonly status: ReviewStatus;
  readonly outcome: ReviewOutcome | null;
  readonly stages: readonly { readonly key: StageKey; readonly name: Text; readonly round: number }[];
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** The nearest due instant of its open tasks. */
  readonly dueAt: Instant | null;
  readonly dueOn: LocalDate | null;
  readonly lateness: Lateness | null;
  readonly workingDaysLeft: number | null;
  readonly revision: number;
  readonly costBefore: number | null;
  readonly costAfter: number | null;
  readonly saving: number | null;
};

export type ReviewListArgs = {
  readonly scope: Scope;
  readonly campaign: string | null;
  readonly statuses: readonly ReviewStatus[];
  readonly unit: string | null;
  readonly q: string | null;
  readonly cursor: string | null;
  readonly limit: number;
};

type Row = {
  id: string;
  outcome: ReviewOutcome | null;
  opened_at: Instant;
  closed_at: Instant | null;
  revision: number;
  route_key: string;
  route_version: number;
  procedure_id: string;
  code: string;
  name: string;
  field: string;
  campaign_id: string | null;
  campaign_name: string | null;
  unit_id: string;
  unit_code: string;
  unit_name: string;
  calendar_id: string;
  cost_before: string | null;
  cost_after: string | null;
};

/** Ids are sortable by birth, so the id alone is the order; the keyset takes it as both of its columns. */
const ORDER = { column: 'r.id', id: 'r.id' } as const;

function ofStatus(statuses: readonly ReviewStatus[]): SqlPart {
  if (statuses.length === 0) return NOTHING;
  const closed = statuses.filter((status) => status !== 'open');
  const parts = [...(statuses.includes('open') ? ['r.outcome IS NULL'] : []), ...(closed.length > 0 ? [`r.outcome IN (${marks(closed)})`] : [])];
  return { sql: parts.join(' OR '), params: closed };
}

/** Oldest first, so that a list walked to its end meets what was opened meanwhile. @throws cursor_invalid, parameter_invalid */
export async function listReviews(reader: Reader, args: ReviewListArgs): Promise<Page<ReviewRow>> {
  const { scope, campaign, statuses, unit, q, limit } = args;
  const bound = { list: 'reviews', campaign, statuses, unit, q };
  const cursor = decodeCursor(args.cursor, bound);
  const where = allOf([
    reviewsInScope(scope),
    campaign === null ? NOTHING : { sql: 'r.campaign_id = ?', params: [campaign] },
    ofStatus(statuses),
    await inSubtree(reader, unit, 'ou.path'),
    matching(q, 'p.search_text'),
    behind(ORDER, cursor),
  ]);
  const records = await reader.rows<Row>(
    `SELECT r.id, r.outcome, r.opened_at, r.closed_at, r.revision, r.route_key, r.route_version, p.id AS procedure_id, p.code, p.name, p.field,
       c.id AS campaign_id, c.name AS campaign_name, ou.id AS unit_id, ou.code AS unit_code, ou.name AS unit_name, ou.calendar_id, pr.cost_before, pr.cost_after
     FROM reviews r JOIN procedures p ON p.id = r.procedure_id JOIN units ou ON ou.id = r.owner_unit_id
     LEFT JOIN campaigns c ON c.id = r.campaign_id LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision
     WHERE ${where.sql} ${orderBy(ORDER)} LIMIT ?`,
    [...where.params, limit + 1],
  );
  const items = await reviewRows(reader, records);
  return cutPage(
    items,
    limit,
    bound,
    (row) => [row.id, row.id],
    (row) => row,
  );
}

async function reviewRows(reader: Reader, records: readonly Row[]): Promise<readonly ReviewRow[]> {
  if (records.length === 0) return [];
  const ids = records.map((record) => record.id);
  const rules = await loadRulebook(reader);
  const now = await businessNow(reader);
  const stages = await reader.rows<{ review_id: string; stage_key: string; round: number }>(
    `SELECT review_id, stage_key, round FROM stages WHERE review_id IN (${marks(ids)}) AND status = 'open' ORDER BY opened_at, id`,
    ids,
  );
  const dues = await reader.rows<{ review_id: string; due_at: Instant }>(
    `SELECT review_id, due_at FROM tasks WHERE review_id IN (${marks(ids)}) AND is_open = 1 AND due_at IS NOT NULL`,
    ids,
  );
  return records.map((record) => {
    const route = rules.route(record.route_key, Number(record.route_version));
    const calendar = rules.calendar(record.calendar_id);
    const dueAt = earliest(dues.filter((due) => due.review_id === record.id).map((due) => due.due_at));
    const open = record.outcome === null;
    const [costBefore, costAfter] = [dong(record.cost_before), dong(record.cost_after)];
    return {
      id: record.id,
      procedure: { id: record.procedure_id, code: record.code, name: record.name, field: record.field },
      campaign: record.campaign_id === null ? null : { id: record.campaign_id, name: record.campaign_name ?? '' },
      unit: { id: record.unit_id, code: record.unit_code, name: record.unit_name },
      status: record.outcome ?? 'open',
      outcome: record.outcome,
      stages: stages
        .filter((stage) => stage.review_id === record.id)
        .map((stage) => ({ key: stage.stage_key, name: stageOf(route, stage.stage_key).name, round: Number(stage.round) })),
      openedAt: record.opened_at,
      closedAt: record.closed_at,
      dueAt,
      dueOn: dueOnOf(calendar, dueAt),
      lateness: open ? latenessOf(calendar, dueAt, now) : null,
      workingDaysLeft: open ? workingDaysLeft(calendar, dueAt, now) : null,
      revision: Number(record.revision),
      costBefore,
      costAfter,
      saving: savingOf(costBefore, costAfter),
    };
  });
}
