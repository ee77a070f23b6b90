/** What a running stack tells other programs of this machine: where it is and how to reach its parts. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { holderOf } from './claim.js';

const STATE = z.object({
  phase: z.enum(['starting', 'ready']),
  urls: z.object({
    web: z.string(),
    apiDocs: z.string(),
    openapi: z.string(),
    mail: z.string().optional(),
    temporalUi: z.string().optional(),
  }),
  /** Kept for the next start, so that links in old letters still work. */
  ports: z.object({ web: z.number(), temporalUi: z.number().optional() }),
  /** The settings the processes were started with, secrets included: the file is for its owner alone. */
  environment: z.record(z.string(), z.string()),
});
export type StackState = z.infer<typeof STATE>;

const stateFile = (folder: string): string => join(folder, 'state.json');

/** Replaces the state in one step. */
export function writeState(folder: string, state: StackState): void {
  const file = stateFile(folder);
  writeFileSync(`${file}.tmp`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

/** The last state written here, of a running stack or of a former one. */
export function readState(folder: string): StackState | undefined {
  try {
    return STATE.parse(JSON.parse(readFileSync(stateFile(folder), 'utf8')));
  } catch {
    // Never started here, or written by another version: the next start makes a new one.
    return undefined;
  }
}

/** The stack that runs on this folder now; `undefined` when none does. */
export function findRunning(folder: string): (StackState & { readonly pid: number }) | undefined {
  const pid = holderOf(folder);
  const state = pid === undefined ? undefined : readState(folder);
  return pid === undefined || state === undefined ? undefined : { ...state, pid };
}
