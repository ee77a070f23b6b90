/** Hands a post on for a time, on a paper. */
import { DomainError } from '../domain/shared/errors.js';
import { parseId, type PersonId, type UnitId } from '../domain/shared/ids.js';
import { localDateOf, type LocalDate } from '../domain/shared/instant.js';
import type { Role } from '../domain/route/route.js';
import type { DelegationKind } from '../domain/review/directory.js';
import { checkDelegation } from '../domain/review/stand-ins.js';
import { insertDelegation, lockStandIns, standInsFrom } from '../db/repositories/authority.repository.js';
import { readDirectory } from '../db/repositories/rules.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { holdReviewsInUnitsOf, recordAuthority, refreshCandidates } from './frame/authority-change.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';
import { idOfAct } from './frame/task-verb.js';

export type GrantDelegation = {
  /** Whose post; the actor's own unless the coordinator records it for somebody. */
  readonly ownerId?: PersonId;
  readonly delegateId: PersonId;
  readonly kind: DelegationKind;
  readonly unitId: UnitId;
  readonly role: Role;
  readonly from: LocalDate;
  /** First date on which it no longer holds; null for no end. */
  readonly to: LocalDate | null;
  /** Number and symbol of the paper it rests on. */
  readonly document: string;
};

/**
 * The owner stays accountable; open tasks of the post are offered to the delegate at once.
 * @throws not_eligible, delegation_invalid, delegation_cycle, date_invalid, evidence_required, key_reused
 * @idempotent by key
 */
export async function grantDelegation(
  transact: Transact,
  actor: Actor,
  key: string,
  command: GrantDelegation,
): Promise<Answer<{ readonly delegationId: string }>> {
  const delegationId = idOfAct('dlg', actor, key);
  const ownerId = command.ownerId ?? actor.personId;
  parseId('person', command.delegateId);
  return transact((tx) =>
    once(tx, actor, key, { ...command, kind: 'grantDelegation', delegationKind: command.kind }, async () => {
      await lockStandIns(tx, [ownerId, command.delegateId]);
      const held = await holdReviewsInUnitsOf(tx, ownerId, command.unitId);
      const { now } = await tx.clock();
      const today = localDateOf(now, ZONE_OFFSET_MINUTES);
      const directory = await readDirectory(tx, today);
      const keeps = directory.holdings.some((holding) => holding.personId === actor.personId && holding.role === 'coordinator');
      if (ownerId !== actor.personId && !keeps) throw new DomainError('not_eligible', { why: [{ code: 'not_owner' }] });
      const known = await standInsFrom(tx, today);
      checkDelegation({ ...command, ownerId }, [...known.delegations, ...known.absences], directory, today);
      const document = command.document.normalize('NFC').trim();
      await insertDelegation(tx, {
        id: delegationId,
        kind: command.kind,
        ownerId,
        delegateId: command.delegateId,
        unitId: command.unitId,
        role: command.role,
        document,
        validFrom: command.from,
        validTo: command.to,
        grantedBy: actor.personId,
        grantedAt: now,
      });
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      await recordAuthority(tx, delegationId, { type: 'DelegationGranted', at: now, by: actor.personId, ...command, ownerId, document }, cause);
      await refreshCandidates(tx, held, cause);
      return { delegationId };
    }),
  );
}
