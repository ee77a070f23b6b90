/**
 * What became of approvals: approved, executed and published, each counted apart and each with its own saving.
 * Executed means a text in force today; a text whose day lies ahead, or whose last day has passed, is counted on its own.
 */
import type { Scope } from '../domain/shared/access.js';
import { COMPETENCE_TRACKS, type CompetenceTrack } from '../domain/procedure/change-items.js';
import type { ReviewPhase, TrackOutcome, TrackStep } from '../domain/review/review.js';
import { localDateOf, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { inForceOn } from './executed-cost.js';
import { allOf, behind, cutPage, decodeCursor, marks, NOTHING, orderBy, sqlInstant, type SqlPart } from './keyset.js';
import { latenessOf, type Lateness } from './lateness.js';
import type { UnitName } from './people.js';
import { loadRulebook } from './rulebook.js';
import { dong, savingOf, type ProcedureName } from './task-row.js';
import { reviewsInScope } from './visibility.js';

export const EXECUTION_STANDS = ['approved', 'coming', 'executed', 'lapsed', 'published'] as const;
/** `approved`: all approvals to be carried out · `coming`: text issued, its day ahead · `executed`: in force today. */
export type ExecutionStand = (typeof EXECUTION_STANDS)[number];

/** `unknown`: how many of them state no saving, and so are not in `saving`. */
export type Count = { readonly reviews: number; readonly saving: number; readonly unknown: number };

export type TrackCount = {
  readonly key: CompetenceTrack;
  readonly total: number;
  readonly drafting: number;
  /** Left the house, and no answer yet. */
  readonly waiting: number;
  readonly executed: number;
  readonly refused: number;
  readonly lapsed: number;
  readonly dropped: number;
  /** Past the due instant of their own step, or of the publication of their text. */
  readonly overdue: number;
  readonly savingApproved: number;
  readonly savingExecuted: number;
};

export type AtRisk = { readonly endsOn: LocalDate; readonly reviews: number; readonly saving: number; readonly unknown: number; readonly lapsed: boolean };

export type ExecutionRow = {
  readonly reviewId: string;
  readonly procedure: ProcedureName;
  readonly campaign: { readonly id: string; readonly name: string } | null;
  readonly unit: UnitName;
  readonly phase: ReviewPhase;
  readonly approvedAt: Instant;
  readonly saving: number | null;
  readonly tracks: readonly {
    readonly key: CompetenceTrack;
    readonly step: TrackStep['step'] | null;
    readonly outcome: TrackOutcome | null;
    readonly saving: number | null;
    readonly document: string | null;
    readonly effectiveFrom: LocalDate | null;
    readonly effectiveTo: LocalDate | null;
    readonly dueAt: Instant | null;
    readonly lateness: Lateness | null;
    /** Of the text that executed it. */
    readonly publication: {
      readonly decisionNumber: string | null;
      readonly publishedOn: LocalDate | null;
      readonly databaseEnteredOn: LocalDate | null;
      readonly dueAt: Instant | null;
      readonly lateness: Lateness | null;
    } | null;
  }[];
};

export type ExecutionBoard = {
  readonly now: Instant;
  readonly counts: Readonly<Record<ExecutionStand, Count>>;
  readonly tracks: readonly TrackCount[];
  readonly atRisk: readonly AtRisk[];
  readonly items: readonly ExecutionRow[];
  readonly next: string | null;
};

export type ExecutionArgs = { readonly scope: Scope; readonly campaign: string | null; readonly cursor: string | null; readonly limit: number };

const ORDER = { column: 'r.id', id: 'r.id' } as const;

/** Reviews approved to be carried out, as a scope shows them. The approvals of a route without execution have nothing to carry out. */
const approvedWhere = (scope: Scope, campaign: string | null): SqlPart =>
  allOf([
    { sql: "r.outcome = 'approved' AND (r.phase <> 'closed' OR EXISTS (SELECT 1 FROM tracks xt WHERE xt.review_id = r.id))", params: [] },
    campaign === null ? NOTHING : { sql: 'r.campaign_id = ?', params: [campaign] },
    reviewsInScope(scope),
  ]);

const FROM = `FROM reviews r JOIN units ou ON ou.id = r.owner_unit_id
  LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision`;

/** @throws cursor_invalid */
export async function findExecutionBoard(reader: Reader, args: ExecutionArgs): Promise<ExecutionBoard> {
  const now = await businessNow(reader);
  const today = localDateOf(now, ZONE_OFFSET_MINUTES);
  const where = approvedWhere(args.scope, args.campaign);
  return {
    now,
    counts: await countsOf(reader, where, today),
    tracks: await trackCounts(reader, where, today, now),
    atRisk: await atRiskOf(reader, where, today),
    ...(await rowsOfBoard(reader, args, where, now)),
  };
}

type CountRow = { reviews: string; saving: string | null; unknown_savings: string | null };
const countOf = (row: CountRow | null): Count => ({
  reviews: Number(row?.reviews ?? 0),
  saving: dong(row?.saving ?? null) ?? 0,
  unknown: Number(row?.unknown_savings ?? 0),
});

async function countsOf(reader: Reader, where: SqlPart, today: LocalDate): Promise<ExecutionBoard['counts']> {
  const inForce = inForceOn(today);
  const approved = await reader.row<CountRow>(
    `SELECT COUNT(*) AS reviews, SUM(pr.cost_before - pr.cost_after) AS saving, SUM(CASE WHEN pr.cost_before - pr.cost_after IS NULL THEN 1 ELSE 0 END) AS unknown_savings
     ${FROM} WHERE ${where.sql}`,
    where.params,
  );
  const ofTracks = (condition: string, params: readonly unknown[], join = ''): Promise<Count> =>
    reader
      .row<CountRow>(
        `SELECT COUNT(DISTINCT r.id) AS reviews, SUM(t.saving) AS saving, SUM(CASE WHEN t.saving IS NULL THEN 1 ELSE 0 END) AS unknown_savings
       ${FROM} JOIN tracks t ON t.review_id = r.id ${join} WHERE ${condition} AND ${where.sql}`,
        [...params, ...where.params],
      )
      .then(countOf);
  return {
    approved: countOf(approved),
    coming: await ofTracks("t.outcome = 'executed' AND t.effective_from > ?", [today]),
    executed: await ofTracks(inForce.sql, inForce.params),
    lapsed: await ofTracks("t.outcome = 'executed' AND t.effective_to < ?", [today]),
    published: await ofTracks(
      inForce.sql,
      inForce.params,
      'JOIN publications pb ON pb.review_id = r.id AND pb.track_key = t.track_key AND pb.published_on IS NOT NULL',
    ),
  };
}

async function trackCounts(reader: Reader, where: SqlPart, today: LocalDate, now: Instant): Promise<readonly TrackCount[]> {
  const inForce = inForceOn(today);
  type Row = Readonly<Record<'track_key' | 'total' | 'drafting' | 'waiting' | 'executed' | 'refused' | 'lapsed' | 'dropped' | 'overdue', string>> & {
    readonly approved_saving: string | null;
    readonly executed_saving: string | null;
  };
  const rows = await reader.rows<Row>(
    `SELECT t.track_key, COUNT(*) AS total,
       SUM(CASE WHEN t.outcome IS NULL AND (t.step IS NULL OR t.step = 'drafted') THEN 1 ELSE 0 END) AS drafting,
       SUM(CASE WHEN t.outcome IS NULL AND t.step IN ('sent', 'unanswered', 'accepted') THEN 1 ELSE 0 END) AS waiting,
       SUM(CASE WHEN t.outcome = 'executed' THEN 1 ELSE 0 END) AS executed,
       SUM(CASE WHEN t.outcome = 'refused' THEN 1 ELSE 0 END) AS refused,
       SUM(CASE WHEN t.outcome = 'lapsed' THEN 1 ELSE 0 END) AS lapsed,
       SUM(CASE WHEN t.outcome = 'dropped' THEN 1 ELSE 0 END) AS dropped,
       SUM(CASE WHEN (t.outcome IS NULL AND t.track_key <> 'ministry' AND t.due_at <= ?) OR p.due_at <= ? THEN 1 ELSE 0 END) AS overdue,
       SUM(t.saving) AS approved_saving, SUM(CASE WHEN ${inForce.sql} THEN t.saving ELSE 0 END) AS executed_saving
     ${FROM} JOIN tracks t ON t.review_id = r.id LEFT JOIN publications p ON p.review_id = r.id AND p.track_key = t.track_key
     WHERE ${where.sql} GROUP BY t.track_key`,
    [sqlInstant(now), sqlInstant(now), ...inForce.params, ...where.params],
  );
  return COMPETENCE_TRACKS.map((key) => {
    const row = rows.find((candidate) => candidate.track_key === key);
    const count = (name: Exclude<keyof Row, 'track_key' | 'approved_saving' | 'executed_saving'>): number => Number(row?.[name] ?? 0);
    return {
      key,
      total: count('total'),
      drafting: count('drafting'),
      waiting: count('waiting'),
      executed: count('executed'),
      refused: count('refused'),
      lapsed: count('lapsed'),
      dropped: count('dropped'),
      overdue: count('overdue'),
      savingApproved: dong(row?.approved_saving ?? null) ?? 0,
      savingExecuted: dong(row?.executed_saving ?? null) ?? 0,
    };
  });
}

/** Savings that rest on texts with a last day, the nearest first. */
async function atRiskOf(reader: Reader, where: SqlPart, today: LocalDate): Promise<readonly AtRisk[]> {
  const rows = await reader.rows<CountRow & { ends_on: LocalDate }>(
    `SELECT t.effective_to AS ends_on, COUNT(DISTINCT r.id) AS reviews, SUM(t.saving) AS saving, SUM(CASE WHEN t.saving IS NULL THEN 1 ELSE 0 END) AS unknown_savings
     ${FROM} JOIN tracks t ON t.review_id = r.id WHERE t.outcome = 'executed' AND t.effective_to IS NOT NULL AND ${where.sql} GROUP BY t.effective_to ORDER BY t.effective_to`,
    where.params,
  );
  return rows.map((row) => ({ ...countOf(row), endsOn: row.ends_on, lapsed: row.ends_on < today }));
}

type BoardRow = {
  id: string;
  phase: ReviewPhase;
  closed_at: Instant;
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
type TrackRow = {
  review_id: string;
  track_key: CompetenceTrack;
  step: TrackStep['step'] | null;
  outcome: TrackOutcome | null;
  saving: string | null;
  document: string | null;
  effective_from: LocalDate | null;
  effective_to: LocalDate | null;
  due_at: Instant | null;
};
type PublicationRow = {
  review_id: string;
  track_key: CompetenceTrack;
  decision_number: string | null;
  published_on: LocalDate | null;
  database_entered_on: LocalDate | null;
  due_at: Instant | null;
};

async function rowsOfBoard(
  reader: Reader,
  { scope, campaign, cursor, limit }: ExecutionArgs,
  where: SqlPart,
  now: Instant,
): Promise<Pick<ExecutionBoard, 'items' | 'next'>> {
  const bound = { list: 'execution', campaign, everywhere: scope.everywhere, paths: scope.paths };
  const page = allOf([where, behind(ORDER, decodeCursor(cursor, bound))]);
  const records = await reader.rows<BoardRow>(
    `SELECT r.id, r.phase, r.closed_at, p.id AS procedure_id, p.code, p.name, p.field, c.id AS campaign_id, c.name AS campaign_name,
       ou.id AS unit_id, ou.code AS unit_code, ou.name AS unit_name, ou.calendar_id, pr.cost_before, pr.cost_after
     ${FROM} JOIN procedures p ON p.id = r.procedure_id LEFT JOIN campaigns c ON c.id = r.campaign_id WHERE ${page.sql} ${orderBy(ORDER)} LIMIT ?`,
    [...page.params, limit + 1],
  );
  if (records.length === 0) return { items: [], next: null };
  const ids = records.map((record) => record.id);
  const rules = await loadRulebook(reader);
  const tracks = await reader.rows<TrackRow>(
    `SELECT review_id, track_key, step, outcome, saving, document, effective_from, effective_to, due_at FROM tracks WHERE review_id IN (${marks(ids)})`,
    ids,
  );
  const publications = await reader.rows<PublicationRow>(
    `SELECT review_id, track_key, decision_number, published_on, database_entered_on, due_at FROM publications WHERE review_id IN (${marks(ids)})`,
    ids,
  );
  return cutPage(
    records,
    limit,
    bound,
    (row) => [row.id, row.id],
    (row): ExecutionRow => {
      const calendar = rules.calendar(row.calendar_id);
      const publicationOf = (key: CompetenceTrack): ExecutionRow['tracks'][number]['publication'] => {
        const own = publications.find((publication) => publication.review_id === row.id && publication.track_key === key);
        return own === undefined
          ? null
          : {
              decisionNumber: own.decision_number,
              publishedOn: own.published_on,
              databaseEnteredOn: own.database_entered_on,
              dueAt: own.due_at,
              lateness: own.due_at === null ? null : latenessOf(calendar, own.due_at, now),
            };
      };
      return {
        reviewId: row.id,
        procedure: { id: row.procedure_id, code: row.code, name: row.name, field: row.field },
        campaign: row.campaign_id === null ? null : { id: row.campaign_id, name: row.campaign_name ?? '' },
        unit: { id: row.unit_id, code: row.unit_code, name: row.unit_name },
        phase: row.phase,
        approvedAt: row.closed_at,
        saving: savingOf(dong(row.cost_before), dong(row.cost_after)),
        tracks: COMPETENCE_TRACKS.flatMap((key) => tracks.filter((track) => track.review_id === row.id && track.track_key === key)).map((track) => ({
          key: track.track_key,
          step: track.step,
          outcome: track.outcome,
          saving: dong(track.saving),
          document: track.document,
          effectiveFrom: track.effective_from,
          effectiveTo: track.effective_to,
          dueAt: track.due_at,
          lateness: track.outcome === null && track.due_at !== null && track.track_key !== 'ministry' ? latenessOf(calendar, track.due_at, now) : null,
          publication: publicationOf(track.track_key),
        })),
      };
    },
  );
}
