/** "Thủ tục": the catalogue, searched blind to accents, with what is under way for each. */
import { stageOf, type StageKey } from '../domain/route/route.js';
import type { ProcedurePhase } from '../domain/procedure/life.js';
import type { Text } from '../domain/shared/errors.js';
import { localDateOf, type Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { executedCost } from './executed-cost.js';
import { allOf, behind, cutPage, decodeCursor, marks, NOTHING, orderBy, type Page } from './keyset.js';
import type { UnitName } from './people.js';
import { loadRulebook } from './rulebook.js';
import { dong, savingOf } from './task-row.js';
import { inSubtree, matching } from './visibility.js';

export type OpenReviewBrief = {
  readonly id: string;
  readonly stages: readonly { readonly key: StageKey; readonly name: Text }[];
  readonly dueAt: Instant | null;
};

export type ProcedureRow = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly ownerUnit: UnitName;
  readonly phase: ProcedurePhase;
  /** The version in force. */
  readonly version: { readonly number: number } | null;
  /** Compliance cost a year in đồng of the text in force; null while nobody has measured it. */
  readonly costPerYear: number | null;
  /** Saving the open proposal would bring; null without one. */
  readonly openSaving: number | null;
  readonly openReview: OpenReviewBrief | null;
  /** Quality flags of the version in force. */
  readonly flags: number;
};

export type ProcedureListArgs = {
  readonly q: string | null;
  readonly field: string | null;
  readonly unit: string | null;
  readonly phase: ProcedurePhase | null;
  readonly cursor: string | null;
  readonly limit: number;
};

type Row = {
  id: string;
  code: string;
  name: string;
  field: string;
  phase: ProcedurePhase;
  unit_id: string;
  unit_code: string;
  unit_name: string;
  number: number | null;
  flags: string | null;
  adopted_cost: string | null;
  open_id: string | null;
  open_before: string | null;
  open_after: string | null;
};

const ORDER = { column: 'p.code', id: 'p.id' } as const;

/** By code. @throws cursor_invalid, parameter_invalid */
export async function listProcedures(reader: Reader, args: ProcedureListArgs): Promise<Page<ProcedureRow>> {
  const { q, field, unit, phase, limit } = args;
  const bound = { list: 'procedures', q, field, unit, phase };
  const cursor = decodeCursor(args.cursor, bound);
  const where = allOf([
    matching(q, 'p.search_text'),
    field === null ? NOTHING : { sql: 'p.field = ?', params: [field] },
    phase === null ? NOTHING : { sql: 'p.phase = ?', params: [phase] },
    await inSubtree(reader, unit, 'ou.path'),
    behind(ORDER, cursor),
  ]);
  const cost = executedCost('vr', 'adopted', localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES));
  const records = await reader.rows<Row>(
    `SELECT p.id, p.code, p.name, p.field, p.phase, ou.id AS unit_id, ou.code AS unit_code, ou.name AS unit_name, v.number, v.flags,
       ${cost.sql} AS adopted_cost, r.id AS open_id, pr.cost_before AS open_before, pr.cost_after AS open_after
     FROM procedures p JOIN units ou ON ou.id = p.owner_unit_id
     LEFT JOIN procedure_versions v ON v.id = p.current_version_id
     LEFT JOIN reviews vr ON vr.id = v.review_id
     LEFT JOIN proposals adopted ON adopted.review_id = vr.id AND adopted.revision = vr.revision
     LEFT JOIN reviews r ON r.open_procedure_id = p.id
     LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision
     WHERE ${where.sql} ${orderBy(ORDER)} LIMIT ?`,
    [...cost.params, ...where.params, limit + 1],
  );
  const open = await briefReviews(
    reader,
    records.flatMap((record) => record.open_id ?? []),
  );
  return cutPage(
    records,
    limit,
    bound,
    (record) => [record.code, record.id],
    (record) => ({
      id: record.id,
      code: record.code,
      name: record.name,
      field: record.field,
      ownerUnit: { id: record.unit_id, code: record.unit_code, name: record.unit_name },
      phase: record.phase,
      version: record.number === null ? null : { number: Number(record.number) },
      costPerYear: dong(record.adopted_cost ?? record.open_before),
      openSaving: savingOf(dong(record.open_before), dong(record.open_after)),
      openReview: record.open_id === null ? null : (open.get(record.open_id) ?? { id: record.open_id, stages: [], dueAt: null }),
      flags: record.flags === null ? 0 : (JSON.parse(record.flags) as unknown[]).length,
    }),
  );
}

/** Where open reviews stand. */
export async function briefReviews(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, OpenReviewBrief>> {
  const found = new Map<string, OpenReviewBrief>();
  if (ids.length === 0) return found;
  const rules = await loadRulebook(reader);
  const stages = await reader.rows<{ review_id: string; stage_key: string; route_key: string; route_version: number }>(
    `SELECT s.review_id, s.stage_key, r.route_key, r.route_version FROM stages s JOIN reviews r ON r.id = s.review_id
     WHERE s.review_id IN (${marks(ids)}) AND s.status = 'open' ORDER BY s.opened_at, s.id`,
    ids,
  );
  const dues = await reader.rows<{ review_id: string; due_at: Instant | null }>(
    `SELECT review_id, MIN(due_at) AS due_at FROM tasks WHERE review_id IN (${marks(ids)}) AND is_open = 1 GROUP BY review_id`,
    ids,
  );
  for (const id of ids) {
    found.set(id, {
      id,
      stages: stages
        .filter((stage) => stage.review_id === id)
        .map((stage) => ({ key: stage.stage_key, name: stageOf(rules.route(stage.route_key, Number(stage.route_version)), stage.stage_key).name })),
      dueAt: dues.find((due) => due.review_id === id)?.due_at ?? null,
    });
  }
  return found;
}
