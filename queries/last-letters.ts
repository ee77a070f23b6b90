/** The last letter about a task: one of its own, or the digest that told its last rung. */
import { RUNG_KINDS, type NoticeKind } from '../domain/review/notices.js';
import type { RungRecord } from '../domain/review/review.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { marks } from './keyset.js';

export type LastLetter = { readonly kind: NoticeKind; readonly rung: string; readonly state: string; readonly recipientId: string; readonly at: Instant };

type NoticeRow = { id: string; task_id: string; kind: NoticeKind; rung: string; epoch: number; state: string; recipient_id: string; created_at: Instant };
type DigestRow = { recipient_id: string; state: string; created_at: Instant; model: string };

/** @param firings the rungs of these tasks, in the order in which they were planned */
export async function readLastLetters(
  reader: Reader,
  tasks: readonly { readonly id: string; readonly review_id: string }[],
  firings: ReadonlyMap<string, readonly RungRecord[]>,
): Promise<ReadonlyMap<string, LastLetter>> {
  if (tasks.length === 0) return new Map();
  const [taskIds, reviewIds] = [tasks.map((task) => task.id), [...new Set(tasks.map((task) => task.review_id))]];
  const rows = await reader.rows<NoticeRow>(
    `SELECT n.id, n.task_id, n.kind, n.rung, n.epoch, n.state, n.recipient_id, n.created_at FROM notices n FORCE INDEX (ix_notices_review_id)
     WHERE n.review_id IN (${marks(reviewIds)}) AND n.subject_id IN (${marks(taskIds)}) AND n.task_id = n.subject_id ORDER BY n.created_at, n.id`,
    [...reviewIds, ...taskIds],
  );
  const last = new Map<string, LastLetter>(
    rows.map((row) => [row.task_id, { kind: row.kind, rung: row.rung, state: row.state, recipientId: row.recipient_id, at: row.created_at }]),
  );
  const told = new Set(rows.filter((row) => RUNG_KINDS.some((kind) => kind === row.kind)).map((row) => `${row.task_id} ${Number(row.epoch)} ${row.rung}`));
  const collected = taskIds.flatMap((taskId) => {
    const rung = (firings.get(taskId) ?? []).filter((record) => record.result === 'fired' && record.told.length > 0).at(-1);
    return rung === undefined || told.has(`${taskId} ${rung.epoch} ${rung.key}`) ? [] : [{ taskId, rung }];
  });
  const digests = await digestsOf(reader, [...new Set(collected.flatMap(({ rung }) => rung.told))]);
  for (const { taskId, rung } of collected) {
    const digest = digests.filter((row) => rung.told.some((person) => person === row.recipient_id) && sinceOf(row) <= rung.firedAt).at(-1);
    if (digest) last.set(taskId, { kind: 'ladder.digest', rung: rung.key, state: digest.state, recipientId: digest.recipient_id, at: digest.created_at });
  }
  return last;
}

const sinceOf = (row: DigestRow): Instant => (JSON.parse(row.model) as { since: Instant }).since;

async function digestsOf(reader: Reader, people: readonly string[]): Promise<readonly DigestRow[]> {
  if (people.length === 0) return [];
  return reader.rows<DigestRow>(
    `SELECT n.recipient_id, n.state, n.created_at, n.model FROM notices n WHERE n.kind = 'ladder.digest' AND n.subject_id IN (${marks(people)}) ORDER BY n.id`,
    people,
  );
}
