/** Says who is away when, with who stands in meanwhile. */
import { DomainError } from '../domain/shared/errors.js';
import { parseId, type PersonId } from '../domain/shared/ids.js';
import { localDateOf, type LocalDate } from '../domain/shared/instant.js';
import { checkAbsence } from '../domain/review/stand-ins.js';
import { insertAbsence, lockStandIns, standInsFrom } from '../db/repositories/authority.repository.js';
import { readDirectory } from '../db/repositories/rules.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { holdReviewsInUnitsOf, recordAuthority, refreshCandidates } from './frame/authority-change.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';
import { idOfAct } from './frame/task-verb.js';

export type RecordAbsence = {
  /** Who is away; the actor unless the coordinator, or the head of his unit, records it. */
  readonly personId?: PersonId;
  readonly substituteId: PersonId;
  readonly from: LocalDate;
  /** First date back; null while unknown. */
  readonly to: LocalDate | null;
};

/** `mutualLater`: the two stand in for each other at other times. */
export type AbsenceRecorded = { readonly absenceId: string; readonly mutualLater: boolean };

/**
 * While it holds, the substitute is an extra candidate of the absent person's open tasks.
 * @throws not_eligible, absence_invalid, delegation_cycle, date_invalid, key_reused
 * @idempotent by key
 */
export async function recordAbsence(transact: Transact, actor: Actor, key: string, command: RecordAbsence): Promise<Answer<AbsenceRecorded>> {
  const absenceId = idOfAct('abs', actor, key);
  const personId = command.personId ?? actor.personId;
  parseId('person', command.substituteId);
  return transact((tx) =>
    once(tx, actor, key, { ...command, kind: 'recordAbsence' }, async () => {
      await lockStandIns(tx, [personId, command.substituteId]);
      const held = await holdReviewsInUnitsOf(tx, personId, null);
      const { now } = await tx.clock();
      const today = localDateOf(now, ZONE_OFFSET_MINUTES);
      const { holdings } = await readDirectory(tx, today);
      const units = holdings.filter((holding) => holding.personId === personId).map((holding) => holding.unitId);
      const orders = holdings.some(
        (holding) => holding.personId === actor.personId && (holding.role === 'coordinator' || (holding.role === 'unitHead' && units.includes(holding.unitId))),
      );
      if (personId !== actor.personId && !orders) throw new DomainError('not_eligible', { why: [{ code: 'not_supervisor' }] });
      if (!holdings.some((holding) => holding.personId === command.substituteId)) throw new DomainError('absence_invalid', { pointer: '/substituteId' });
      const known = await standInsFrom(tx, today);
      const { mutualLater } = checkAbsence({ ...command, personId }, [...known.delegations, ...known.absences], today);
      await insertAbsence(tx, {
        id: absenceId,
        personId,
        substituteId: command.substituteId,
        source: personId === actor.personId ? 'self' : 'clerk',
        validFrom: command.from,
        validTo: command.to,
        recordedBy: actor.personId,
        recordedAt: now,
      });
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      await recordAuthority(tx, absenceId, { type: 'AbsenceRecorded', at: now, by: actor.personId, ...command, personId }, cause);
      await refreshCandidates(tx, held, cause);
      return { absenceId, mutualLater };
    }),
  );
}
