/** "Đợt rà soát": every campaign, and the progress of one by stage, unit and saving. */
import type { Scope } from '../domain/shared/access.js';
import type { CampaignBasis, CampaignStatus } from '../domain/programme/campaign.js';
import { ERROR_TEXTS, type ErrorCode, type Text } from '../domain/shared/errors.js';
import { parseId } from '../domain/shared/ids.js';
import type { Instant } from '../domain/shared/instant.js';
import type { ReviewOutcome } from '../domain/review/review.js';
import type { StageKey } from '../domain/route/route.js';
import type { Reader } from '../db/reader.js';
import { businessNow } from './clock.query.js';
import { behind, cutPage, decodeCursor, marks, orderBy, sqlInstant, type Page } from './keyset.js';
import { ofLateness } from './lateness.js';
import { namePeople, type PersonName, type UnitName } from './people.js';
import { loadRulebook } from './rulebook.js';
import { dong } from './task-row.js';
import { inScope, reviewsInScope } from './visibility.js';

/** Savings of a year in đồng: of everything proposed so far, and of what has been approved. Reviews without a full cost count 0. */
export type Savings = { readonly proposed: number; readonly approved: number };

export type CampaignRow = {
  readonly id: string;
  readonly name: string;
  readonly planYear: number;
  readonly basis: CampaignBasis;
  readonly basisDocument: string;
  readonly status: CampaignStatus;
  readonly launchedAt: Instant;
  readonly launchedBy: PersonName;
  readonly closedAt: Instant | null;
  /** Lines of the plan, and how many became reviews. */
  readonly itemCount: number;
  readonly launched: number;
  readonly open: number;
  readonly outcomes: { readonly approved: number; readonly rejected: number; readonly withdrawn: number };
  /** Open tasks that are late. */
  readonly overdue: number;
  readonly savings: Savings;
};

type Head = {
  id: string;
  name: string;
  plan_year: number;
  basis: CampaignBasis;
  basis_document: string;
  status: CampaignStatus;
  launched_at: Instant;
  launched_by: string;
  closed_at: Instant | null;
  item_count: number;
};

const HEAD = 'c.id, c.name, c.plan_year, c.basis, c.basis_document, c.status, c.launched_at, c.launched_by, c.closed_at, c.item_count';
const ORDER = { column: 'c.launched_at', id: 'c.id', descending: true } as const;

/** Newest first. Counts are of the reviews in the reader's scope; `itemCount` and `launched` of the whole plan. @throws cursor_invalid */
export async function listCampaigns(
  reader: Reader,
  args: { readonly reviews: Scope; readonly cursor: string | null; readonly limit: number },
): Promise<Page<CampaignRow>> {
  const bound = { list: 'campaigns' };
  const where = behind(ORDER, decodeCursor(args.cursor, bound));
  const heads = await reader.rows<Head>(`SELECT ${HEAD} FROM campaigns c WHERE ${where.sql} ${orderBy(ORDER)} LIMIT ?`, [...where.params, args.limit + 1]);
  const rows = await campaignRows(reader, heads, args.reviews);
  return cutPage(
    rows,
    args.limit,
    bound,
    (row) => [sqlInstant(row.launchedAt), row.id],
    (row) => row,
  );
}

async function campaignRows(reader: Reader, heads: readonly Head[], scope: Scope): Promise<readonly CampaignRow[]> {
  if (heads.length === 0) return [];
  const ids = heads.map((head) => head.id);
  const people = await namePeople(
    reader,
    heads.map((head) => head.launched_by),
  );
  const visible = reviewsInScope(scope);
  const launched = await reader.rows<{ campaign_id: string; n: string }>(
    `SELECT campaign_id, COUNT(review_id) AS n FROM campaign_items WHERE campaign_id IN (${marks(ids)}) GROUP BY campaign_id`,
    ids,
  );
  const outcomes = await reader.rows<{ campaign_id: string; outcome: ReviewOutcome | null; n: string; saving: string | null }>(
    `SELECT r.campaign_id, r.outcome, COUNT(*) AS n, SUM(pr.cost_before - pr.cost_after) AS saving
     FROM reviews r JOIN units ou ON ou.id = r.owner_unit_id LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision
     WHERE r.campaign_id IN (${marks(ids)}) AND (${visible.sql}) GROUP BY r.campaign_id, r.outcome`,
    [...ids, ...visible.params],
  );
  const now = sqlInstant(await businessNow(reader));
  const overdue = await reader.rows<{ campaign_id: string; n: string }>(
    `SELECT r.campaign_id, COUNT(*) AS n FROM tasks t JOIN reviews r ON r.id = t.review_id JOIN units ou ON ou.id = r.owner_unit_id
     WHERE r.campaign_id IN (${marks(ids)}) AND t.is_open = 1 AND t.due_at <= ? AND (${visible.sql}) GROUP BY r.campaign_id`,
    [...ids, now, ...visible.params],
  );
  return heads.map((head) => {
    const mine = outcomes.filter((row) => row.campaign_id === head.id);
    const count = (outcome: ReviewOutcome | null): number => Number(mine.find((row) => row.outcome === outcome)?.n ?? 0);
    const saving = (outcome: ReviewOutcome | null): number => dong(mine.find((row) => row.outcome === outcome)?.saving ?? 0) ?? 0;
    return {
      id: head.id,
      name: head.name,
      planYear: Number(head.plan_year),
      basis: head.basis,
      basisDocument: head.basis_document,
      status: head.status,
      launchedAt: head.launched_at,
      launchedBy: people(head.launched_by),
      closedAt: head.closed_at,
      itemCount: Number(head.item_count),
      launched: Number(launched.find((row) => row.campaign_id === head.id)?.n ?? 0),
      open: count(null),
      outcomes: { approved: count('approved'), rejected: count('rejected'), withdrawn: count('withdrawn') },
      overdue: Number(overdue.find((row) => row.campaign_id === head.id)?.n ?? 0),
      savings: { proposed: saving(null) + saving('approved'), approved: saving('approved') },
    };
  });
}

export type UnitProgress = {
  readonly unit: UnitName;
  readonly total: number;
  readonly open: number;
  /** Reviews that stand at each open stage; parallel stages count in both. */
  readonly byStage: Readonly<Record<StageKey, number>>;
  readonly approved: number;
  readonly rejected: number;
  readonly withdrawn: number;
  /** Open tasks of this unit's reviews that are late, whoever holds them. */
  readonly overdue: number;
  readonly lastActivityAt: Instant | null;
};

export type CampaignProgress = CampaignRow & {
  /** Open stages of the route's order, with how many reviews stand there and how many of their tasks are late or nearly. */
  readonly stages: readonly { readonly key: StageKey; readonly name: Text; readonly count: number; readonly overdue: number; readonly dueSoon: number }[];
  readonly dueSoon: number;
  readonly units: readonly UnitProgress[];
  /** Lines that did not become reviews, with the reason; at most 100. */
  readonly problems: readonly { readonly code: string; readonly problem: ErrorCode; readonly text: Text }[];
};

/** Null when there is no such campaign. @throws not_found for an id that cannot be one */
export async function findCampaignProgress(reader: Reader, args: { readonly campaignId: string; readonly reviews: Scope }): Promise<CampaignProgress | null> {
  const id = parseId('campaign', args.campaignId);
  const head = await reader.row<Head & { route_key: string; route_version: number }>(
    `SELECT ${HEAD}, c.route_key, c.route_version FROM campaigns c WHERE c.id = ?`,
    [id],
  );
  if (!head) return null;
  const [row] = await campaignRows(reader, [head], args.reviews);
  if (!row) throw new Error(`campaign ${id} has no row`);
  const rules = await loadRulebook(reader);
  const route = rules.route(head.route_key, Number(head.route_version));
  const now = await businessNow(reader);
  const soon = ofLateness('dueSoon', rules.calendars, now);
  const visible = reviewsInScope(args.reviews);
  const at = await reader.rows<{ stage_key: string; reviews: string }>(
    `SELECT s.stage_key, COUNT(*) AS reviews FROM stages s JOIN reviews r ON r.id = s.review_id JOIN units ou ON ou.id = r.owner_unit_id
     WHERE r.campaign_id = ? AND s.status = 'open' AND (${visible.sql}) GROUP BY s.stage_key`,
    [id, ...visible.params],
  );
  const late = await reader.rows<{ stage_key: string; overdue: string; soon: string }>(
    `SELECT t.stage_key, SUM(CASE WHEN t.due_at <= ? THEN 1 ELSE 0 END) AS overdue, SUM(CASE WHEN ${soon.sql} THEN 1 ELSE 0 END) AS soon
     FROM tasks t JOIN reviews r ON r.id = t.review_id JOIN units u ON u.id = t.unit_id JOIN units ou ON ou.id = r.owner_unit_id
     WHERE r.campaign_id = ? AND t.is_open = 1 AND (${visible.sql}) GROUP BY t.stage_key`,
    [sqlInstant(now), ...soon.params, id, ...visible.params],
  );
  return {
    ...row,
    stages: route.stages.map((stage) => {
      const lateness = late.find((candidate) => candidate.stage_key === stage.key);
      return {
        key: stage.key,
        name: stage.name,
        count: Number(at.find((candidate) => candidate.stage_key === stage.key)?.reviews ?? 0),
        overdue: Number(lateness?.overdue ?? 0),
        dueSoon: Number(lateness?.soon ?? 0),
      };
    }),
    dueSoon: late.reduce((sum, candidate) => sum + Number(candidate.soon), 0),
    units: await unitProgress(reader, id, args.reviews, sqlInstant(now)),
    problems: await reader
      .rows<{ code: string; problem: ErrorCode }>(
        `SELECT p.code, i.problem FROM campaign_items i JOIN procedures p ON p.id = i.procedure_id
       WHERE i.campaign_id = ? AND i.problem IS NOT NULL ORDER BY i.position LIMIT 100`,
        [id],
      )
      .then((lines) => lines.map(({ code, problem }) => ({ code, problem, text: ERROR_TEXTS[problem] }))),
  };
}

async function unitProgress(reader: Reader, campaignId: string, scope: Scope, now: string): Promise<readonly UnitProgress[]> {
  const own = inScope(scope, 'ou.path');
  const counts = await reader.rows<
    UnitName & { total: string; open: string; approved: string; rejected: string; withdrawn: string; last_activity: Instant | null }
  >(
    `SELECT ou.id, ou.code, ou.name, COUNT(*) AS total, SUM(CASE WHEN r.outcome IS NULL THEN 1 ELSE 0 END) AS open,
       SUM(CASE WHEN r.outcome = 'approved' THEN 1 ELSE 0 END) AS approved, SUM(CASE WHEN r.outcome = 'rejected' THEN 1 ELSE 0 END) AS rejected,
       SUM(CASE WHEN r.outcome = 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn,
       MAX((SELECT MAX(d.recorded_at) FROM decisions d WHERE d.review_id = r.id)) AS last_activity
     FROM reviews r JOIN units ou ON ou.id = r.owner_unit_id WHERE r.campaign_id = ? AND (${own.sql}) GROUP BY ou.id, ou.code, ou.name ORDER BY ou.code`,
    [campaignId, ...own.params],
  );
  const overdue = await reader.rows<{ id: string; n: string }>(
    `SELECT r.owner_unit_id AS id, COUNT(*) AS n FROM tasks t JOIN reviews r ON r.id = t.review_id
     WHERE r.campaign_id = ? AND t.is_open = 1 AND t.due_at <= ? GROUP BY r.owner_unit_id`,
    [campaignId, now],
  );
  const stages = await reader.rows<{ id: string; stage_key: StageKey; n: string }>(
    `SELECT r.owner_unit_id AS id, s.stage_key, COUNT(*) AS n FROM stages s JOIN reviews r ON r.id = s.review_id
     WHERE r.campaign_id = ? AND s.status = 'open' GROUP BY r.owner_unit_id, s.stage_key`,
    [campaignId],
  );
  return counts.map((row) => ({
    unit: { id: row.id, code: row.code, name: row.name },
    byStage: Object.fromEntries(stages.filter((stage) => stage.id === row.id).map((stage) => [stage.stage_key, Number(stage.n)])),
    total: Number(row.total),
    open: Number(row.open),
    approved: Number(row.approved),
    rejected: Number(row.rejected),
    withdrawn: Number(row.withdrawn),
    overdue: Number(overdue.find((late) => late.id === row.id)?.n ?? 0),
    lastActivityAt: row.last_activity,
  }));
}
