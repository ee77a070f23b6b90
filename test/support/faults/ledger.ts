/** What people meant to do and what they were told, forced to disk before and after each call. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export type LedgerOp = {
  readonly id: string;
  /** The idempotency key; every retry carries the same. */
  readonly key: string;
  readonly personId: string;
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
};

/** Without an end an intended act is in doubt: it may be recorded or not, never twice. */
export type Fate =
  | { readonly word: 'acknowledged'; readonly status: number; readonly body: unknown }
  | { readonly word: 'refused'; readonly status: number; readonly code: string; readonly body: unknown }
  | { readonly word: 'inDoubt' };

export type LedgerEntry = { readonly word: 'intended'; readonly op: LedgerOp } | { readonly word: 'ended'; readonly id: string; readonly fate: Fate };

export type Ledger = {
  /** Every key of this ledger begins with it. */
  readonly prefix: string;
  readonly intend: (op: LedgerOp) => void;
  readonly end: (op: LedgerOp, fate: Fate) => void;
  readonly entries: () => readonly LedgerEntry[];
  readonly close: () => void;
};

export function openLedger(file: string, prefix: string): Ledger {
  const handle = openSync(file, 'a');
  const write = (entry: LedgerEntry): void => {
    writeSync(handle, `${JSON.stringify(entry)}\n`);
    fsyncSync(handle);
  };
  return {
    prefix,
    intend: (op) => write({ word: 'intended', op }),
    end: ({ id }, fate) => write({ word: 'ended', id, fate }),
    entries: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => JSON.parse(text) as LedgerEntry),
    close: () => closeSync(handle),
  };
}

/** Each act with how it ended. */
export function settledOps(entries: readonly LedgerEntry[]): readonly { readonly op: LedgerOp; readonly fate: Fate }[] {
  const ends = new Map(entries.flatMap((entry): [string, Fate][] => (entry.word === 'ended' ? [[entry.id, entry.fate]] : [])));
  return entries.flatMap((entry) => (entry.word === 'intended' ? [{ op: entry.op, fate: ends.get(entry.op.id) ?? { word: 'inDoubt' as const } }] : []));
}
