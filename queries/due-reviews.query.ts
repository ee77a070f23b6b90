/** Open reviews that something should have happened to, and procedures whose dated milestone has passed. */
import type { Reader } from '../db/reader.js';
import type { ProcedureId, ReviewId } from '../domain/shared/ids.js';

const NOW = 'NOW(3) + INTERVAL (SELECT offset_ms FROM business_clock WHERE id = 1) * 1000 MICROSECOND';

/** Not set apart, or tried last more than an hour ago. */
const NOT_SET_APART = `NOT EXISTS (SELECT 1 FROM sweep_troubles q WHERE q.subject_id = r.id AND q.tries >= 5 AND q.last_at > NOW(3) - INTERVAL 1 HOUR)`;

/** Reviews unserved for more than `lateSeconds`, the longest waiting first. */
export async function listDueReviews(
  reader: Reader,
  lateSeconds: number,
  limit: number,
): Promise<readonly { readonly reviewId: ReviewId; readonly lateSeconds: number }[]> {
  const rows = await reader.rows<{ id: ReviewId; late: string }>(
    `SELECT r.id, TIMESTAMPDIFF(SECOND, r.next_wake_at, ${NOW}) AS late FROM reviews r
     WHERE r.next_wake_at < ${NOW} - INTERVAL ? SECOND AND ${NOT_SET_APART} ORDER BY r.next_wake_at, r.id LIMIT ?`,
    [lateSeconds, limit],
  );
  return rows.map((row) => ({ reviewId: row.id, lateSeconds: Number(row.late) }));
}

/** Of those, the ones with a stage that closed lately and opened nothing yet: work that goes on while rungs are held. */
export async function listAwaitingNext(
  reader: Reader,
  lateSeconds: number,
  limit: number,
): Promise<readonly { readonly reviewId: ReviewId; readonly lateSeconds: number }[]> {
  const rows = await reader.rows<{ id: ReviewId; late: string }>(
    `SELECT r.id, TIMESTAMPDIFF(SECOND, r.next_wake_at, ${NOW}) AS late FROM reviews r
     WHERE r.next_wake_at < ${NOW} - INTERVAL ? SECOND AND ${NOT_SET_APART} AND EXISTS (
       SELECT 1 FROM stages s WHERE s.review_id = r.id AND s.status = 'closed' AND s.closed_at > ${NOW} - INTERVAL 1 DAY
         AND NOT EXISTS (SELECT 1 FROM stages n WHERE n.review_id = r.id AND n.opened_by = s.id))
     ORDER BY r.next_wake_at, r.id LIMIT ?`,
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
