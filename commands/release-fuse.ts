/** A person looked at what fell due at once and lets the ladder go on: overdue rungs then fire by the rules of catching up. */
import { DomainError } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import { findFuse, foresee, lockFuse, updateFuse } from '../db/repositories/fuse.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { writeFuseFact } from './frame/fuse.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { requireOperation } from './frame/route-change.js';

export type ReleaseFuse = { readonly reason: string };
/** Business instants: the interval in which rungs and silence were held. */
export type FuseReleased = { readonly heldFrom: Instant; readonly releasedAt: Instant };

/**
 * What is past due at this moment counts as foreseen from now on.
 * @throws not_permitted without the post that keeps the clocks, fuse_whole when nothing is held, key_reused
 * @idempotent by key
 */
export async function releaseFuse(transact: Transact, actor: Actor, key: string, command: ReleaseFuse): Promise<Answer<FuseReleased>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'releaseFuse', ...command }, async () => {
      await requireOperation(tx, actor.personId, 'fuse.release');
      const known = await findFuse(tx);
      const fuse = known === null ? null : await lockFuse(tx, known);
      const { now } = await tx.clock();
      if (fuse === null || !fuse.blown || fuse.blownAt === null) throw new DomainError('fuse_whole');
      await foresee(tx, null, now);
      await updateFuse(tx, { blown: false, judgedAt: now, releasedAt: now, releasedBy: actor.personId, releaseReason: command.reason });
      await writeFuseFact(
        tx,
        { type: 'FuseReleased', at: now, by: actor.personId, reason: command.reason, heldFrom: fuse.blownAt },
        { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel },
      );
      return { heldFrom: fuse.blownAt, releasedAt: now };
    }),
  );
}
