/** Receipts handed out earlier: what a stream's head was at some position. */

/** Proof from outside: the stream once had this hash at this position. */
export type Receipt = { readonly streamId: string; readonly seq: number; readonly hash: string };

const HASH = /^[0-9a-f]{64}$/u;

/**
 * Reads receipts of decisions (`reviewId`, `seq`, `chainHead`), heads of an earlier verification (`heads`), or lists of either,
 * as one JSON document or one a line.
 * @throws Error when the text holds no receipt, or something else beside them
 */
export function readReceipts(text: string): readonly Receipt[] {
  const whole = parsed(text);
  const values =
    whole === undefined
      ? text
          .split(/\r?\n/u)
          .filter((line) => line.trim() !== '')
          .map(parsed)
      : [whole];
  const receipts = values.flatMap(receiptsOf);
  if (receipts.length === 0) throw new Error('no receipt found');
  return receipts;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, '')) as unknown;
  } catch {
    // One document a line is tried next; a line that is none is refused by receiptsOf.
    return undefined;
  }
}

function receiptsOf(value: unknown): readonly Receipt[] {
  if (Array.isArray(value)) return value.flatMap(receiptsOf);
  if (typeof value !== 'object' || value === null) throw new Error('not a receipt');
  const record = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(record['heads'])) return record['heads'].flatMap(receiptsOf);
  const streamId = record['streamId'] ?? record['reviewId'];
  const seq = record['seq'];
  const hash = record['chainHead'] ?? record['hash'];
  if (typeof streamId !== 'string' || typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1 || typeof hash !== 'string' || !HASH.test(hash)) {
    throw new Error('not a receipt');
  }
  return [{ streamId, seq, hash }];
}
