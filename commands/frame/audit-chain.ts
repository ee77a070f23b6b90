/**
 * The tamper evidence of a stream: each fact's hash covers its bytes and the hash before it.
 * `hash = SHA-256(previous hash ‖ 0x0a ‖ stream ‖ 0x0a ‖ seq ‖ 0x0a ‖ canonical JSON)`, text in UTF-8, hashes in lower-case hex.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../domain/shared/canonical.js';
import type { Instant } from '../../domain/shared/instant.js';
import type { FactRow } from '../../db/repositories/ledger.repository.js';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What a stream starts from. */
export const GENESIS = '0'.repeat(64);

export type Cause = { readonly key: string; readonly actorId: string | null; readonly channel: string };

/** Facts as chained rows, following `head` at `seq`. */
export function chainFacts(
  streamId: string,
  seq: number,
  head: string,
  events: readonly { readonly type: string }[],
  cause: Cause,
  at: Instant,
): { readonly rows: readonly FactRow[]; readonly seq: number; readonly head: string } {
  let previousHash = head;
  const rows = events.map((event, index): FactRow => {
    const payload = canonicalJson(event as unknown as Json);
    const number = seq + index + 1;
    const hash = sha256([previousHash, streamId, number, payload].join('\n'));
    const row = {
      streamId,
      seq: number,
      type: event.type,
      payload,
      actorId: cause.actorId,
      channel: cause.channel,
      cause: cause.key,
      recordedAt: at,
      previousHash,
      hash,
    };
    previousHash = hash;
    return row;
  });
  return { rows, seq: seq + rows.length, head: previousHash };
}
