/** Open reviews that something should have happened to, and procedures whose dated milestone has passed. */
import type { Reader } from '../db/reader.js';
import type { ProcedureId, ReviewId } from '../domain/shared/ids.js';

const NOW = 'NOW(3) + INTERVAL (SELECT offset_ms FROM business_clock WHERE id = 1) * 1000 MICROSECOND';

/** Reviews unserved for more than `lateSeconds`, the longest waiting first. */
export async function listDueReviews(
  reader: Reader,
  lateSeconds: number,
  limit: number,
): Promise<readonly { readonly reviewId: ReviewId; readonly lateSeconds: number }[]> {
  const rows = await reader.rows<{ id: ReviewId; late: string }>(
    `SELECT id, TIMESTAMPDIFF(SECOND, next_wake_at, ${NOW}) AS late FROM reviews
     WHERE next_wake_at < ${NOW} - INTERVAL ? SECOND ORDER BY next_wake_at, id LIMIT ?`,
    [lateSeconds, limit],
  );
  return rows.map((row) => ({ reviewId: row.id, lateSeconds: Number(row.late) }));
}

export type DueProcedure = { readonly procedureId: ProcedureId };

export async function listDueProcedures(reader: Reader, lateSeconds: number, limit: number): Promise<readonly DueProcedure[]> {
  const rows = await reader.rows<{ id: ProcedureId }>(
    `SELECT id FROM procedures WHERE next_milestone_at < ${NOW} - INTERVAL ? SECOND ORDER BY next_milestone_at, id LIMIT ?`,
    [lateSeconds, limit],
  );
  return rows.map((row) => ({ procedureId: row.id }));
}

/** One page of reviews that are not over, by id, with their run numbers: the reconciler's side of MySQL. */
export async function listOpenRuns(
  reader: Reader,
  after: string,
  limit: number,
): Promise<readonly { readonly reviewId: ReviewId; readonly rebuild: number }[]> {
  const rows = await reader.rows<{ id: ReviewId; rebuild: number }>("SELECT id, rebuild FROM reviews WHERE phase <> 'closed' AND id > ? ORDER BY id LIMIT ?", [
    after,
    limit,
  ]);
  return rows.map((row) => ({ reviewId: row.id, rebuild: Number(row.rebuild) }));
}

/** Procedures with a date ahead and campaigns that run: whose workflows must exist. */
export async function listLivingWorkflows(reader: Reader): Promise<{ readonly procedures: readonly ProcedureId[]; readonly campaigns: readonly string[] }> {
  const procedures = await reader.rows<{ id: ProcedureId }>('SELECT id FROM procedures WHERE next_milestone_at IS NOT NULL ORDER BY id');
  const campaigns = await reader.rows<{ id: string }>('SELECT id FROM campaigns WHERE closed_at IS NULL ORDER BY id');
  return { procedures: procedures.map((row) => row.id), campaigns: campaigns.map((row) => row.id) };
}
