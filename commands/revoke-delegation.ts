/** Takes a delegated post back before its last date. */
import { DomainError } from '../domain/shared/errors.js';
import { localDateOf, type LocalDate } from '../domain/shared/instant.js';
import { findDelegation, revokeDelegationRow } from '../db/repositories/authority.repository.js';
import { readDirectory } from '../db/repositories/rules.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { holdReviewsInUnitsOf, recordAuthority, refreshCandidates } from './frame/authority-change.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';

export type RevokeDelegation = { readonly delegationId: string };

/**
 * It loses its force at once; revoked again it changes nothing.
 * @throws not_found, not_eligible (its owner, or the coordinator), key_reused
 * @idempotent by key
 */
export async function revokeDelegation(
  transact: Transact,
  actor: Actor,
  key: string,
  { delegationId }: RevokeDelegation,
): Promise<Answer<{ readonly delegationId: string; readonly endedOn: LocalDate }>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'revokeDelegation', delegationId }, async () => {
      const row = await findDelegation(tx, delegationId);
      if (!row) throw new DomainError('not_found', { kind: 'delegation', id: delegationId });
      const held = await holdReviewsInUnitsOf(tx, row.ownerId, row.unitId);
      const { now } = await tx.clock();
      const today = localDateOf(now, ZONE_OFFSET_MINUTES);
      const { holdings } = await readDirectory(tx, today);
      const may = row.ownerId === actor.personId || holdings.some((holding) => holding.personId === actor.personId && holding.role === 'coordinator');
      if (!may) throw new DomainError('not_eligible', { why: [{ code: 'not_owner' }] });
      if (await revokeDelegationRow(tx, delegationId, actor.personId, now)) {
        const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
        await recordAuthority(tx, delegationId, { type: 'DelegationRevoked', at: now, by: actor.personId }, cause);
        await refreshCandidates(tx, held, cause);
      }
      return { delegationId, endedOn: row.revokedAt === null ? today : localDateOf(row.revokedAt, ZONE_OFFSET_MINUTES) };
    }),
  );
}
