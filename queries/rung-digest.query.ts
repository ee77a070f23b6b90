/** What a digest tells: the rungs that named one person since it opened. */
import type { Reader } from '../db/reader.js';
import { nameOfStepRung } from '../domain/escalation/execution-steps.js';
import type { ExecutionStep } from '../domain/review/review-events.js';
import { allRungsOf, PRE_NOTICE, stageOf } from '../domain/route/route.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import { EXECUTION_STEP_LABELS } from '../domain/shared/labels.js';
import { sqlInstant } from './keyset.js';
import type { Rulebook } from './rulebook.js';

/** The first few, and how many there are. */
export type NoticeDigest = {
  readonly total: number;
  readonly lines: readonly {
    readonly code: string;
    readonly stageName: Text;
    readonly rungName: Text;
    readonly unit: string;
    readonly dueAt: Instant | null;
  }[];
};

const MOST_LINES = 20;

const WHOLE_REVIEW: Text = { vi: 'Toàn bộ việc rà soát', en: 'The whole review' };

/** A pre-notice has a letter of its own. What has ended, or rests without a due instant, asks nobody for anything any more. */
const TOLD = `FROM rung_firings f JOIN reviews r ON r.id = f.review_id
  LEFT JOIN tasks t ON t.id = f.term_of LEFT JOIN tracks k ON k.id = f.term_of LEFT JOIN publications b ON b.id = f.term_of
  WHERE f.fired_at >= ? AND f.result = 'fired' AND f.rung_key <> ? AND JSON_CONTAINS(f.told, JSON_QUOTE(?))
  AND CASE WHEN t.id IS NOT NULL THEN t.is_open = 1 AND t.due_at IS NOT NULL
    WHEN f.term_of = r.id THEN r.phase <> 'closed' ELSE COALESCE(k.due_at, b.due_at) IS NOT NULL END`;

type Row = {
  rung_key: string;
  step: string;
  code: string;
  unit: string;
  due_at: Instant | null;
  stage_key: string | null;
  route_key: string;
  route_version: number;
};

/** @param since business time at which the digest opened: from then on its recipient got no letter of a single rung */
export async function readDigest(reader: Reader, rules: Rulebook, recipientId: string, since: string): Promise<NoticeDigest> {
  const params = [sqlInstant(since), PRE_NOTICE, recipientId];
  const total = await reader.row<{ n: string }>(`SELECT COUNT(*) AS n ${TOLD}`, params);
  const rows = await reader.rows<Row>(
    `SELECT m.rung_key, SUBSTRING(m.term_of, LENGTH(m.review_id) + 2) AS step, p.code, u.name AS unit, m.due_at, m.stage_key, m.route_key, m.route_version
     FROM (SELECT f.term_of, f.rung_key, f.review_id, f.planned_at, r.procedure_id, r.route_key, r.route_version, t.stage_key,
         COALESCE(t.due_at, k.due_at, b.due_at) AS due_at, COALESCE(t.unit_id, k.unit_id, b.unit_id, r.owner_unit_id) AS unit_id ${TOLD}) m
     JOIN procedures p ON p.id = m.procedure_id JOIN units u ON u.id = m.unit_id
     ORDER BY COALESCE(m.due_at, m.planned_at), m.term_of, m.planned_at LIMIT ?`,
    [...params, MOST_LINES],
  );
  return {
    total: Number(total?.n ?? 0),
    lines: rows.map((row) => ({ code: row.code, unit: row.unit, dueAt: row.due_at, ...namesOf(rules, row) })),
  };
}

function namesOf(rules: Rulebook, row: Row): { readonly stageName: Text; readonly rungName: Text } {
  const route = rules.route(row.route_key, Number(row.route_version));
  const among = (rungs: readonly { readonly key: string; readonly name: Text }[]): Text =>
    rungs.find((rung) => rung.key === row.rung_key)?.name ?? { vi: row.rung_key, en: row.rung_key };
  if (row.stage_key !== null) {
    const stage = stageOf(route, row.stage_key);
    return { stageName: stage.name, rungName: among(allRungsOf(stage)) };
  }
  if (row.step in EXECUTION_STEP_LABELS) {
    const step = row.step as ExecutionStep;
    return { stageName: EXECUTION_STEP_LABELS[step], rungName: nameOfStepRung(step, row.rung_key) };
  }
  return { stageName: WHOLE_REVIEW, rungName: among(route.reviewLadder ?? []) };
}
