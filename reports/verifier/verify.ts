/**
 * Walks an export of facts, finds the first entry that was tampered with.
 *
 * Each stream must count 1, 2, 3 … in the order of the file, each fact must carry the hash of its own bytes, and follow the
 * hash before it. Receipts held by people prove what a chain alone cannot: that its tail was cut, or that it was rewritten
 * as a whole.
 */
import { CHAIN_START, hashOf, type ExportedFact } from './chain.js';
import { agreesWithPayload, readFact } from './read-fact.js';
import type { Receipt } from './receipts.js';

/**
 * `unreadable` a line is no fact · `altered` an entry does not match its hash or the entry after it · `deleted` entries are
 * absent · `reordered` an entry stands before its time · `repeated` a position comes twice · `rewritten` a sound chain that
 * a receipt contradicts · `cutTail` entries a receipt proves are absent at the end.
 */
export const FAULT_KINDS = ['unreadable', 'altered', 'deleted', 'reordered', 'repeated', 'rewritten', 'cutTail'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  readonly kind: FaultKind;
  /** Null for an unreadable line. */
  readonly streamId: string | null;
  /** Position in its stream of the first bad entry; null for an unreadable line. */
  readonly seq: number | null;
  /** Last position that may be the bad one; equal to `seq` when the entry is known exactly. */
  readonly throughSeq: number | null;
  /** Line of the file, from 1, where it shows; null when it shows at the end only. */
  readonly line: number | null;
};

export type Head = { readonly streamId: string; readonly seq: number; readonly hash: string };
export type Verification = {
  readonly ok: boolean;
  readonly entries: number;
  readonly streams: number;
  readonly receipts: number;
  readonly fault: Fault | null;
  /** Where each stream ends, to be kept as receipts of the whole export; empty after a fault. */
  readonly heads: readonly Head[];
};

export type Verifier = {
  /** The next line of the export. Blank lines count as lines and say nothing. */
  readonly take: (line: string) => void;
  /** To be called once, after the last line. */
  readonly end: () => Verification;
};

type Stream = { readonly seq: number; readonly hash: string; readonly line: number; readonly proven: number };

/** A finding whose name depends on what follows in the file. */
type Open =
  | { readonly awaits: 'missingEntry'; readonly fact: ExportedFact; readonly expected: number; readonly line: number }
  | { readonly awaits: 'nextLink'; readonly fact: ExportedFact; readonly line: number; readonly before: Stream };

const NEW_STREAM: Stream = { seq: 0, hash: CHAIN_START, line: 0, proven: 0 };

export function createVerifier(receipts: readonly Receipt[] = []): Verifier {
  const streams = new Map<string, Stream>();
  const promised = new Map<string, Map<number, string>>();
  let fault: Fault | null = null;
  let open: Open | null = null;
  let line = 0;
  let entries = 0;

  for (const { streamId, seq, hash } of receipts) {
    const known = promised.get(streamId) ?? new Map<number, string>();
    // Two receipts that contradict each other cannot both be met: the second is put where no hash is.
    known.set(seq, known.has(seq) && known.get(seq) !== hash ? 'contradicted' : hash);
    promised.set(streamId, known);
  }

  const found = (kind: FaultKind, at: { readonly streamId: string; readonly seq: number; readonly through?: number; readonly line: number | null }): void => {
    fault = { kind, streamId: at.streamId, seq: at.seq, throughSeq: at.through ?? at.seq, line: at.line };
  };

  const settle = (waiting: Open, fact: ExportedFact): void => {
    if (fact.streamId !== waiting.fact.streamId) return;
    if (waiting.awaits === 'missingEntry' && fact.seq === waiting.expected) {
      found('reordered', { streamId: waiting.fact.streamId, seq: waiting.fact.seq, line: waiting.line });
    } else if (waiting.awaits === 'nextLink' && fact.seq === waiting.fact.seq + 1) {
      // Whoever follows the newer of two that do not fit vouches for it.
      if (fact.previousHash === waiting.fact.hash) found('altered', { streamId: fact.streamId, seq: waiting.before.seq, line: waiting.before.line });
      else found('altered', { streamId: fact.streamId, seq: waiting.fact.seq, line: waiting.line });
    }
  };

  const accept = (fact: ExportedFact, before: Stream): void => {
    const promise = promised.get(fact.streamId)?.get(fact.seq);
    if (promise !== undefined && promise !== fact.hash) {
      found('rewritten', { streamId: fact.streamId, seq: before.proven + 1, through: fact.seq, line });
      return;
    }
    entries += 1;
    streams.set(fact.streamId, { seq: fact.seq, hash: fact.hash, line, proven: promise === undefined ? before.proven : fact.seq });
  };

  const judge = (fact: ExportedFact): void => {
    const before = streams.get(fact.streamId) ?? NEW_STREAM;
    if (hashOf(fact) !== fact.hash || !agreesWithPayload(fact)) found('altered', { streamId: fact.streamId, seq: fact.seq, line });
    else if (fact.seq <= before.seq) found('repeated', { streamId: fact.streamId, seq: fact.seq, line });
    else if (fact.seq > before.seq + 1) open = { awaits: 'missingEntry', fact, expected: before.seq + 1, line };
    else if (fact.previousHash === before.hash) accept(fact, before);
    else if (before.seq === 0) found('altered', { streamId: fact.streamId, seq: fact.seq, line });
    else open = { awaits: 'nextLink', fact, line, before };
  };

  return {
    take: (text) => {
      line += 1;
      if (fault !== null || text.trim() === '') return;
      const fact = readFact(line === 1 ? text.replace(/^\uFEFF/u, '') : text);
      if (open !== null) {
        if (fact !== null) settle(open, fact);
      } else if (fact === null) fault = { kind: 'unreadable', streamId: null, seq: null, throughSeq: null, line };
      else judge(fact);
    },
    end: () => {
      if (fault === null && open !== null) {
        const { fact } = open;
        if (open.awaits === 'missingEntry') found('deleted', { streamId: fact.streamId, seq: open.expected, through: fact.seq - 1, line: open.line });
        else found('altered', { streamId: fact.streamId, seq: open.before.seq, through: fact.seq, line: open.line });
      }
      if (fault === null) {
        for (const [streamId, promises] of promised) {
          const last = streams.get(streamId)?.seq ?? 0;
          const promisedSeq = Math.max(...promises.keys());
          if (promisedSeq > last) {
            found('cutTail', { streamId, seq: last + 1, through: promisedSeq, line: null });
            break;
          }
        }
      }
      return {
        ok: fault === null,
        entries,
        streams: streams.size,
        receipts: receipts.length,
        fault,
        heads: fault === null ? [...streams].map(([streamId, { seq, hash }]) => ({ streamId, seq, hash })) : [],
      };
    },
  };
}

/** Verifies a whole export. */
export async function verifyLines(lines: AsyncIterable<string> | Iterable<string>, receipts: readonly Receipt[] = []): Promise<Verification> {
  const verifier = createVerifier(receipts);
  for await (const line of lines) verifier.take(line);
  return verifier.end();
}
