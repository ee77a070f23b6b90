/** One line of an export as a fact. */
import type { ExportedFact } from './chain.js';

const HASH = /^[0-9a-f]{64}$/u;
/** No line feed, so that the fields of a hash cannot run into each other. */
const STREAM = /^[\x21-\x7e]{1,100}$/u;
/** A lone surrogate has no bytes of its own in UTF-8: two texts would share one hash. */
const BROKEN = /\p{Surrogate}/u;

/** Null for a line that is no fact. */
export function readFact(line: string): ExportedFact | null {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null) return null;
  const { streamId, seq, type, payload, recordedAt, previousHash, hash } = value as Readonly<Record<string, unknown>>;
  if (typeof streamId !== 'string' || !STREAM.test(streamId)) return null;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) return null;
  if (typeof type !== 'string' || typeof payload !== 'string' || typeof recordedAt !== 'string') return null;
  if (BROKEN.test(payload)) return null;
  if (typeof previousHash !== 'string' || !HASH.test(previousHash) || typeof hash !== 'string' || !HASH.test(hash)) return null;
  return { streamId, seq, type, payload, recordedAt, previousHash, hash };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the caller names the line.
    return null;
  }
}

/** Whether what stands beside the payload says the same as the payload, which alone is under the hash. */
export function agreesWithPayload(fact: ExportedFact): boolean {
  const payload = parsed(fact.payload);
  if (typeof payload !== 'object' || payload === null) return false;
  const { type, at } = payload as Readonly<Record<string, unknown>>;
  if (type !== fact.type) return false;
  return at === undefined || (typeof at === 'string' && sameInstant(at, fact.recordedAt));
}

const sameInstant = (left: string, right: string): boolean => left === right || (!Number.isNaN(Date.parse(left)) && Date.parse(left) === Date.parse(right));
