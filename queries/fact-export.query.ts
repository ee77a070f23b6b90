/** The recorded facts of a database as lines of JSON, for a witness outside. */
import type { Reader } from '../db/reader.js';

const PAGE = 1_000;

type Row = {
  readonly streamId: string;
  readonly seq: number;
  readonly type: string;
  readonly payload: string;
  readonly recordedAt: string;
  readonly previousHash: string;
  readonly hash: string;
};

/**
 * Streams one after the other, each in its own order. A stream only grows at its end, so an export taken while people work
 * may lack the newest facts and never one in between.
 */
export async function* factLines(reader: Reader, streamId: string | null): AsyncGenerator<string> {
  let at = { stream: streamId ?? '', seq: 0 };
  for (;;) {
    const rows =
      streamId === null
        ? await reader.rows<Row>(
            `SELECT stream_id AS streamId, seq, type, payload, recorded_at AS recordedAt, previous_hash AS previousHash, hash
         FROM facts WHERE stream_id >= ? AND (stream_id > ? OR seq > ?) ORDER BY stream_id, seq LIMIT ?`,
            [at.stream, at.stream, at.seq, PAGE],
          )
        : await reader.rows<Row>(
            `SELECT stream_id AS streamId, seq, type, payload, recorded_at AS recordedAt, previous_hash AS previousHash, hash
         FROM facts WHERE stream_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
            [at.stream, at.seq, PAGE],
          );
    for (const row of rows) yield JSON.stringify({ ...row, seq: Number(row.seq) });
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    at = { stream: last.streamId, seq: Number(last.seq) };
  }
}
