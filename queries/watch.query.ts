/** What watches over the ladder, as people see it: the fuse, the beats, what is set apart. */
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';

/** Business instants. `blown`: rungs and silence are held until somebody releases them. */
export type FuseState = {
  readonly blown: boolean;
  readonly blownAt: Instant | null;
  readonly unexpected: number;
  readonly allowed: number;
  readonly releasedAt: Instant | null;
};

const NEVER_JUDGED: FuseState = { blown: false, blownAt: null, unexpected: 0, allowed: 0, releasedAt: null };

export async function readFuse(reader: Reader): Promise<FuseState> {
  const row = await reader.row<{ blown: number; blown_at: Instant | null; unexpected: number; allowed: number; released_at: Instant | null }>(
    'SELECT blown, blown_at, unexpected, allowed, released_at FROM fuses WHERE id = 1',
  );
  return row === null
    ? NEVER_JUDGED
    : { blown: Number(row.blown) === 1, blownAt: row.blown_at, unexpected: Number(row.unexpected), allowed: Number(row.allowed), releasedAt: row.released_at };
}

export type Beat = { readonly beatAt: Instant; readonly ageSeconds: number; readonly detail: Readonly<Record<string, unknown>> };

/** The last beat of a loop by the database's clock; null when it never beat. */
export async function readBeat(reader: Reader, name: string): Promise<Beat | null> {
  const row = await reader.row<{ beat_at: Instant; age: string; detail: string }>(
    'SELECT beat_at, TIMESTAMPDIFF(SECOND, beat_at, NOW(3)) AS age, detail FROM heartbeats WHERE name = ?',
    [name],
  );
  return row && { beatAt: row.beat_at, ageSeconds: Number(row.age), detail: JSON.parse(row.detail) as Readonly<Record<string, unknown>> };
}

/** Seconds of the business clock by which the reading of received mail lags behind; null where no mail is taken in. */
export async function readMailLag(reader: Reader): Promise<number | null> {
  const row = await reader.row<{ lag: string | null }>(
    `SELECT TIMESTAMPDIFF(SECOND, MIN(read_through), NOW(3) + INTERVAL (SELECT offset_ms FROM business_clock WHERE id = 1) * 1000 MICROSECOND) AS lag FROM mail_sources`,
  );
  return row?.lag === undefined || row.lag === null ? null : Number(row.lag);
}

/** Reviews and procedures the sweep has set apart. */
export async function countQuarantined(reader: Reader, tries: number): Promise<number> {
  const row = await reader.row<{ n: string }>('SELECT COUNT(*) AS n FROM sweep_troubles WHERE tries >= ?', [tries]);
  return Number(row?.n ?? 0);
}
