/** Whether rungs and silence are held, judged afresh when the last judgement is older than the business clock allows. */
import { allowedAtOnce, blows, JUDGEMENT_LASTS_MS, type FuseEvent } from '../../domain/escalation/fuse.js';
import { epochMs } from '../../domain/shared/instant.js';
import { countUnexpected, findFuse, lockFuse, updateFuse, type FuseRow } from '../../db/repositories/fuse.repository.js';
import { insertFacts, lastFact } from '../../db/repositories/ledger.repository.js';
import type { Tx } from '../../db/transaction.js';
import { chainFacts, GENESIS, type Cause } from './audit-chain.js';

/** The stream of the fuse's facts. */
export const FUSE_STREAM = 'fuse';

/** Chains one fact; the caller holds the fuse's lock. */
export async function writeFuseFact(tx: Tx, event: FuseEvent, cause: Cause): Promise<void> {
  const last = await lastFact(tx, FUSE_STREAM);
  await insertFacts(tx, chainFacts(FUSE_STREAM, last?.seq ?? 0, last?.hash ?? GENESIS, [event], cause, event.at).rows);
}

const WHOLE: Omit<FuseRow, 'judgedAt'> = {
  blown: false,
  blownAt: null,
  unexpected: 0,
  allowed: 0,
  openTasks: 0,
  releasedAt: null,
  releasedBy: null,
  releaseReason: null,
};

/** Counts and decides. A blown fuse stays blown until a person releases it. */
export async function judge(tx: Tx): Promise<FuseRow> {
  const { now } = await tx.clock();
  const fuse = await lockFuse(tx, { ...WHOLE, judgedAt: now });
  if (fuse.blown) return fuse;
  const count = await countUnexpected(tx, now);
  const blown = blows(count);
  const next: FuseRow = {
    ...fuse,
    judgedAt: now,
    blown,
    blownAt: blown ? now : fuse.blownAt,
    unexpected: count.unexpected,
    allowed: allowedAtOnce(count.open),
    openTasks: count.open,
  };
  await updateFuse(tx, next);
  if (blown) {
    const { unexpected, allowed } = next;
    await writeFuseFact(tx, { type: 'FuseBlown', at: now, unexpected, allowed, open: count.open }, { key: 'fuse.judge', actorId: null, channel: 'system' });
  }
  return next;
}

/** Whether rungs and silence wait for a person. */
export async function holdsRungs(tx: Tx): Promise<boolean> {
  const { now } = await tx.clock();
  const known = await findFuse(tx);
  if (known !== null && (known.blown || Math.abs(epochMs(now) - epochMs(known.judgedAt)) <= JUDGEMENT_LASTS_MS)) return known.blown;
  return (await judge(tx)).blown;
}
