/** Open tasks that are late or nearly so, counted by due instant and unit: what the overdue board's figures are made of. */
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { sqlInstant, type SqlPart } from './keyset.js';
import type { SeenUnit } from './visibility.js';

export type LateGroup = {
  readonly dueAt: Instant;
  readonly unit: SeenUnit;
  /** Some of these tasks' time may be charged to nobody. */
  readonly held: boolean;
  readonly tasks: number;
  /** Those whose ladder has climbed past the due instant. */
  readonly escalated: number;
  readonly costUnknown: number;
  /** đồng a year together, of those that lose something and whose figures are verified. */
  readonly sure: bigint;
};

type Row = { due_at: Instant; unit_id: string; held: number; n: string; escalated: string; unknown_cost: string; sure: string | null };

/** Every column is in the index and the groups stand in its order: one walk over it, whatever else a task holds. */
export async function readLateGroups(reader: Reader, visible: SqlPart, units: readonly SeenUnit[], until: Instant): Promise<readonly LateGroup[]> {
  const rows = await reader.rows<Row>(
    `SELECT t.due_at, t.unit_id, t.held, COUNT(*) AS n, SUM(t.rung_level > 0) AS escalated, SUM(t.delay_rank IS NULL) AS unknown_cost,
       SUM(CASE WHEN t.delay_rank < 0 AND t.verified = 1 THEN -t.delay_rank END) AS sure
     FROM tasks t FORCE INDEX (ix_tasks_overdue_counts) WHERE t.is_open = 1 AND t.due_at <= ? AND (${visible.sql})
     GROUP BY t.due_at, t.unit_id, t.held ORDER BY t.due_at, t.unit_id, t.held`,
    [sqlInstant(until), ...visible.params],
  );
  const known = new Map(units.map((unit) => [unit.id, unit]));
  return rows.flatMap((row) => {
    const unit = known.get(row.unit_id);
    if (!unit) return [];
    return [
      {
        dueAt: row.due_at,
        unit,
        held: Number(row.held) === 1,
        tasks: Number(row.n),
        escalated: Number(row.escalated),
        costUnknown: Number(row.unknown_cost),
        sure: BigInt(row.sure ?? 0),
      },
    ];
  });
}
