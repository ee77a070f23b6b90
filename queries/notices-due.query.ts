/** Notices that should be under way and are not: what the outbox sweep hands to the queue again. */
import type { Reader } from '../db/reader.js';

export type DueNotice = {
  readonly noticeId: string;
  readonly outboxId: string;
  /** Number of the coming attempt, for the job's id. */
  readonly attempt: number;
};

/**
 * Due by the database's clock and without a live lease: never queued, lost with Redis, put off, or left by a dead worker.
 * Fresh ones are left to the relay for `graceSeconds`. Oldest first; ask again while the page is full.
 */
export async function listNoticesDue(reader: Reader, graceSeconds: number, limit: number): Promise<readonly DueNotice[]> {
  const rows = await reader.rows<{ notice_id: string; outbox_id: string; attempts: number }>(
    `SELECT n.id AS notice_id, MAX(o.id) AS outbox_id, n.attempts
     FROM notices n JOIN outbox o ON o.ref_id = n.id AND o.kind = 'notice'
     WHERE (n.state IN ('pending', 'deferred') AND n.next_at <= NOW(3) - INTERVAL ? SECOND)
        OR (n.state = 'leased' AND n.lease_until <= NOW(3))
     GROUP BY n.id, n.attempts, n.next_at ORDER BY n.next_at, n.id LIMIT ?`,
    [graceSeconds, limit],
  );
  return rows.map((row) => ({ noticeId: row.notice_id, outboxId: String(row.outbox_id), attempt: Number(row.attempts) + 1 }));
}
