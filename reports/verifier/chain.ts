/**
 * The hash rule of a stream of facts, written a second time on purpose: a witness does not borrow the defendant's code.
 * `hash = SHA-256(previousHash ‖ LF ‖ streamId ‖ LF ‖ seq ‖ LF ‖ payload)`, text in UTF-8, hashes in lower-case hex.
 */
import { createHash } from 'node:crypto';

/** What the first fact of a stream follows. */
export const CHAIN_START = '0'.repeat(64);

/** A fact as exported. `payload` is the canonical JSON text that was hashed, byte for byte. */
export type ExportedFact = {
  readonly streamId: string;
  readonly seq: number;
  readonly type: string;
  readonly payload: string;
  readonly recordedAt: string;
  readonly previousHash: string;
  readonly hash: string;
};

/** The hash a fact must carry, lower-case hex. */
export const hashOf = (fact: Pick<ExportedFact, 'streamId' | 'seq' | 'payload' | 'previousHash'>): string =>
  createHash('sha256').update(`${fact.previousHash}\n${fact.streamId}\n${fact.seq}\n${fact.payload}`, 'utf8').digest('hex');
