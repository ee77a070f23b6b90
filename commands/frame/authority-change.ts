/** What a change of delegations or absences does beside its own row: an audited fact, and fresh candidates on the open tasks it touches. */
import type { PersonId, UnitId } from '../../domain/shared/ids.js';
import type { Role } from '../../domain/route/route.js';
import { candidateChanges } from '../../domain/review/stand-ins.js';
import { listReviewsAtSeatsOf } from '../../db/repositories/authority.repository.js';
import { insertFacts, lastFact } from '../../db/repositories/ledger.repository.js';
import type { Tx } from '../../db/transaction.js';
import { chainFacts, GENESIS, type Cause } from './audit-chain.js';
import { changeReview } from './review-change.js';

/** Chains one fact onto a register entry's own stream. The caller holds the entry's lock. */
export async function recordAuthority(
  tx: Tx,
  streamId: string,
  fact: { readonly type: string } & Readonly<Record<string, unknown>>,
  cause: Cause,
): Promise<void> {
  const { now } = await tx.clock();
  const last = await lastFact(tx, streamId);
  await insertFacts(tx, chainFacts(streamId, last?.seq ?? 0, last?.hash ?? GENESIS, [fact], cause, now).rows);
}

/** Reviews in ascending id, each locked as it is reached. @returns how many changed */
export async function refreshCandidates(
  tx: Tx,
  personId: PersonId,
  seat: { readonly unitId: UnitId; readonly role: Role } | null,
  cause: Cause,
): Promise<number> {
  let changed = 0;
  for (const id of await listReviewsAtSeatsOf(tx, personId, seat)) {
    const written = await changeReview(tx, id, cause, 'workflow', ({ state, law }) => candidateChanges(state, law));
    if (written.events.length > 0) changed += 1;
  }
  return changed;
}
