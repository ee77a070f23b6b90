/** One procedure: the published text in force, its versions, before and after of the latest proposal, its dates ahead. */
import type { Scope } from '../domain/shared/access.js';
import type { ContentDiff } from '../domain/procedure/compare.js';
import { foldProcedure, milestonesOf, type MilestoneKind, type ProcedureEvent, type ProcedurePhase } from '../domain/procedure/life.js';
import type { ProcedureContent } from '../domain/procedure/procedure.js';
import type { Flag } from '../domain/procedure/quality-gate.js';
import type { ReviewOutcome } from '../domain/review/review.js';
import { assertNever } from '../domain/shared/assert-never.js';
import type { Text } from '../domain/shared/errors.js';
import { dateWords } from '../domain/shared/formats.js';
import { TRACK_LABELS } from '../domain/shared/labels.js';
import { localDateOf, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { executedCost } from './executed-cost.js';
import type { CostView } from './cost-view.js';
import { namePeople, type PersonName, type UnitName } from './people.js';
import { briefReviews, type OpenReviewBrief } from './procedure-list.query.js';
import { readProposal, readVersion, type ProposalView } from './proposal-view.js';
import { dong, savingOf } from './task-row.js';
import { isReviewVisible } from './visibility.js';

export type VersionBrief = {
  readonly number: number;
  readonly status: string;
  readonly effectiveFrom: LocalDate | null;
  readonly effectiveTo: LocalDate | null;
  readonly reviewId: string | null;
  readonly createdAt: Instant;
};

/** A review of the procedure and what it proposed. */
export type ReviewBrief = {
  readonly id: string;
  readonly outcome: ReviewOutcome | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly costBefore: number | null;
  readonly costAfter: number | null;
  readonly saving: number | null;
};

/** One fact of the procedure's life, in the shape of a timeline. */
export type ProcedureFact = {
  readonly seq: number;
  readonly type: ProcedureEvent['type'];
  readonly at: Instant;
  readonly actor: PersonName | null;
  readonly onBehalfOf: null;
  readonly channel: string;
  readonly summary: Text;
  readonly version: number | null;
  readonly reviewId: string | null;
  readonly outcome: ReviewOutcome | null;
  readonly effectiveFrom: LocalDate | null;
  /** Digest of the text a version was stored with. */
  readonly contentDigest: string | null;
  readonly hash: string;
  readonly previousHash: string;
};

export type ProcedureDetail = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly ownerUnit: UnitName;
  readonly phase: ProcedurePhase;
  /** The version in force. */
  readonly version: { readonly number: number };
  readonly content: ProcedureContent;
  readonly flags: readonly Flag[];
  readonly versions: readonly VersionBrief[];
  readonly openReview: OpenReviewBrief | null;
  readonly lastReview: ReviewBrief | null;
  readonly reviews: readonly ReviewBrief[];
  /** Trước/Sau of the open review, else of the last approved one; null for a reader who may not see that review. */
  readonly proposalDiff: ContentDiff | null;
  readonly cost: CostView | null;
  readonly costPerYear: number | null;
  readonly milestones: readonly { readonly kind: MilestoneKind; readonly on: LocalDate; readonly at: Instant }[];
  readonly facts: readonly ProcedureFact[];
};

type HeadRow = {
  id: string;
  code: string;
  name: string;
  field: string;
  phase: ProcedurePhase;
  current_version_id: string | null;
  unit_id: string;
  unit_code: string;
  unit_name: string;
};
type ReviewRow = {
  id: string;
  outcome: ReviewOutcome | null;
  opened_at: Instant;
  closed_at: Instant | null;
  revision: number;
  version_id: string;
  cost_before: string | null;
  cost_after: string | null;
  executed_cost: string | null;
};

/** By id or code. `reviews` is the scope in which the reader may see reviews. Null when there is no such procedure. */
export async function findProcedureDetail(reader: Reader, args: { readonly idOrCode: string; readonly reviews: Scope }): Promise<ProcedureDetail | null> {
  const head = await reader.row<HeadRow>(
    `SELECT p.id, p.code, p.name, p.field, p.phase, p.current_version_id, u.id AS unit_id, u.code AS unit_code, u.name AS unit_name
     FROM procedures p JOIN units u ON u.id = p.owner_unit_id WHERE p.id = ? OR p.code = ?`,
    [args.idOrCode, args.idOrCode],
  );
  if (!head) return null;
  const versions = await reader.rows<{
    id: string;
    number: number;
    status: string;
    effective_from: LocalDate | null;
    effective_to: LocalDate | null;
    review_id: string | null;
    created_at: Instant;
    flags: string;
  }>('SELECT id, number, status, effective_from, effective_to, review_id, created_at, flags FROM procedure_versions WHERE procedure_id = ? ORDER BY number', [
    head.id,
  ]);
  const current = versions.find((version) => version.id === head.current_version_id);
  if (!current) throw new Error(`procedure ${head.code} has no version in force`);
  const cost = executedCost('r', 'pr', localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES));
  const reviews = await reader.rows<ReviewRow>(
    `SELECT r.id, r.outcome, r.opened_at, r.closed_at, r.revision, r.version_id, pr.cost_before, pr.cost_after, ${cost.sql} AS executed_cost
     FROM reviews r LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision WHERE r.procedure_id = ? ORDER BY r.opened_at, r.id`,
    [...cost.params, head.id],
  );
  const open = reviews.find((review) => review.outcome === null) ?? null;
  const last = reviews.findLast((review) => review.outcome !== null) ?? null;
  const shown = open ?? reviews.findLast((review) => review.outcome === 'approved') ?? null;
  const facts = await readProcedureFacts(reader, head.id);
  const proposal = shown && (await isReviewVisible(reader, shown.id, args.reviews)) ? await beforeAndAfter(reader, shown) : null;
  const adopted = reviews.find((review) => review.id === current.review_id) ?? null;
  return {
    id: head.id,
    code: head.code,
    name: head.name,
    field: head.field,
    ownerUnit: { id: head.unit_id, code: head.unit_code, name: head.unit_name },
    phase: head.phase,
    version: { number: Number(current.number) },
    content: (await readVersion(reader, current.id)).content,
    flags: JSON.parse(current.flags) as readonly Flag[],
    versions: versions.map((version) => ({
      number: Number(version.number),
      status: version.status,
      effectiveFrom: version.effective_from,
      effectiveTo: version.effective_to,
      reviewId: version.review_id,
      createdAt: version.created_at,
    })),
    openReview: open && ((await briefReviews(reader, [open.id])).get(open.id) ?? null),
    lastReview: last && reviewBrief(last),
    reviews: reviews.map(reviewBrief),
    proposalDiff: proposal?.diff ?? null,
    cost: proposal?.cost ?? null,
    costPerYear: dong(adopted?.executed_cost ?? open?.cost_before ?? null),
    milestones:
      facts.length === 0 ? [] : milestonesOf(foldProcedure(facts.map((fact) => fact.event)), ZONE_OFFSET_MINUTES).map(({ kind, on, at }) => ({ kind, on, at })),
    facts: await factViews(reader, facts),
  };
}

const reviewBrief = (row: ReviewRow): ReviewBrief => {
  const [costBefore, costAfter] = [dong(row.cost_before), dong(row.cost_after)];
  return { id: row.id, outcome: row.outcome, openedAt: row.opened_at, closedAt: row.closed_at, costBefore, costAfter, saving: savingOf(costBefore, costAfter) };
};

async function beforeAndAfter(reader: Reader, review: ReviewRow): Promise<ProposalView> {
  const { content } = await readVersion(reader, review.version_id);
  return readProposal(reader, review.id, Number(review.revision), content);
}

type Fact = {
  readonly seq: number;
  readonly event: ProcedureEvent;
  readonly actorId: string | null;
  readonly channel: string;
  readonly hash: string;
  readonly previousHash: string;
};

async function readProcedureFacts(reader: Reader, id: string): Promise<readonly Fact[]> {
  const rows = await reader.rows<{ seq: number; payload: string; actor_id: string | null; channel: string; hash: string; previous_hash: string }>(
    'SELECT seq, payload, actor_id, channel, hash, previous_hash FROM facts WHERE stream_id = ? ORDER BY seq',
    [id],
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    event: JSON.parse(row.payload) as ProcedureEvent,
    actorId: row.actor_id,
    channel: row.channel,
    hash: row.hash,
    previousHash: row.previous_hash,
  }));
}

async function factViews(reader: Reader, facts: readonly Fact[]): Promise<readonly ProcedureFact[]> {
  const people = await namePeople(
    reader,
    facts.map((fact) => fact.actorId),
  );
  return facts.map(({ seq, event, actorId, channel, hash, previousHash }) => ({
    seq,
    type: event.type,
    at: event.at,
    actor: actorId === null ? null : people(actorId),
    onBehalfOf: null,
    channel,
    summary: summaryOf(event),
    version: 'number' in event ? event.number : event.type === 'ProcedureImported' ? 1 : null,
    reviewId: 'reviewId' in event ? event.reviewId : null,
    outcome: event.type === 'ReviewEnded' ? event.outcome : null,
    effectiveFrom: 'effectiveFrom' in event ? event.effectiveFrom : null,
    contentDigest: 'digest' in event ? event.digest : null,
    hash,
    previousHash,
  }));
}

const OUTCOME_WORDS: Readonly<Record<ReviewOutcome, Text>> = {
  approved: { vi: 'được phê duyệt', en: 'approved' },
  rejected: { vi: 'không được phê duyệt', en: 'not approved' },
  withdrawn: { vi: 'đã hủy', en: 'withdrawn' },
};

function summaryOf(event: ProcedureEvent): Text {
  switch (event.type) {
    case 'ProcedureImported':
      return { vi: 'Đưa thủ tục vào danh mục', en: 'Procedure entered into the catalogue' };
    case 'VersionImported':
      return { vi: `Nhập bản ${event.number}`, en: `Version ${event.number} imported` };
    case 'ReviewStarted':
      return { vi: 'Bắt đầu rà soát', en: 'Review started' };
    case 'ReviewEnded':
      return { vi: `Kết thúc rà soát: ${OUTCOME_WORDS[event.outcome].vi}`, en: `Review ended: ${OUTCOME_WORDS[event.outcome].en}` };
    case 'VersionAdopted':
      return event.effectiveFrom === null
        ? { vi: `Phê duyệt bản ${event.number}, chờ văn bản thực thi`, en: `Version ${event.number} approved, waiting for the amending text` }
        : {
            vi: `Thông qua bản ${event.number}, hiệu lực từ ${dateWords(event.effectiveFrom)}`,
            en: `Version ${event.number} adopted, in force from ${event.effectiveFrom}`,
          };
    case 'ForceDated': {
      const until = event.effectiveTo === null ? { vi: '', en: '' } : { vi: ` đến hết ${dateWords(event.effectiveTo)}`, en: ` until ${event.effectiveTo}` };
      return {
        vi: `${TRACK_LABELS[event.track].vi} đã thực thi: bản ${event.number} có hiệu lực từ ${dateWords(event.effectiveFrom)}${until.vi}`,
        en: `${TRACK_LABELS[event.track].en}, executed: version ${event.number} in force from ${event.effectiveFrom}${until.en}`,
      };
    }
    case 'VersionRebuilt':
      return {
        vi: `Lập bản ${event.number} thay bản chờ hiệu lực ngày ${dateWords(event.effectiveFrom)}`,
        en: `Version ${event.number} takes the place of the one that waited for ${event.effectiveFrom}`,
      };
    case 'AdoptionDropped':
      return { vi: 'Bản phê duyệt đầy đủ không được thực thi hết', en: 'Not everything approved was executed' };
    case 'ProvisionLapsed':
      return {
        vi: `Quy định hết hiệu lực: từ ${dateWords(event.on)} áp dụng bản ${event.number}`,
        en: `A provision has lapsed: version ${event.number} applies from ${event.on}`,
      };
    case 'VersionBroughtIntoForce':
      return { vi: `Bản mới có hiệu lực từ ${dateWords(event.effectiveFrom)}`, en: `New version in force from ${event.effectiveFrom}` };
    case 'MeasurementOpened':
      return { vi: 'Đến ngày đo lại sau khi áp dụng', en: 'The day of measuring again has come' };
    default:
      return assertNever(event);
  }
}

export type VersionDetail = VersionBrief & {
  readonly procedure: { readonly id: string; readonly code: string };
  readonly content: ProcedureContent;
  readonly flags: readonly Flag[];
  readonly digest: string;
};

/** One version by number; null when there is none. */
export async function findProcedureVersion(reader: Reader, idOrCode: string, number: number): Promise<VersionDetail | null> {
  const row = await reader.row<{
    id: string;
    code: string;
    number: number;
    status: string;
    content: string;
    digest: string;
    flags: string;
    effective_from: LocalDate | null;
    effective_to: LocalDate | null;
    review_id: string | null;
    created_at: Instant;
  }>(
    `SELECT p.id, p.code, v.number, v.status, v.content, v.digest, v.flags, v.effective_from, v.effective_to, v.review_id, v.created_at
     FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id WHERE (p.id = ? OR p.code = ?) AND v.number = ?`,
    [idOrCode, idOrCode, number],
  );
  return (
    row && {
      procedure: { id: row.id, code: row.code },
      number: Number(row.number),
      status: row.status,
      effectiveFrom: row.effective_from,
      effectiveTo: row.effective_to,
      reviewId: row.review_id,
      createdAt: row.created_at,
      digest: row.digest,
      content: JSON.parse(row.content) as ProcedureContent,
      flags: JSON.parse(row.flags) as readonly Flag[],
    }
  );
}

/** Every code in the catalogue: what an imported file may repeat. */
export const knownCodes = async (reader: Reader): Promise<ReadonlySet<string>> =>
  new Set((await reader.rows<{ code: string }>('SELECT code FROM procedures')).map((row) => row.code));

/** Codes a campaign over everything would take: in force, not under review. */
export const reviewableCodes = async (reader: Reader): Promise<readonly string[]> =>
  (
    await reader.rows<{ code: string }>(
      'SELECT p.code FROM procedures p WHERE p.current_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.open_procedure_id = p.id) ORDER BY p.code',
    )
  ).map((row) => row.code);
