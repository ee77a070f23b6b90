/** Somebody is back before, or on, the date given. */
import { DomainError } from '../domain/shared/errors.js';
import { localDateOf, type LocalDate } from '../domain/shared/instant.js';
import { endAbsenceRow, findAbsence } from '../db/repositories/authority.repository.js';
import { readDirectory } from '../db/repositories/rules.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { holdReviewsInUnitsOf, recordAuthority, refreshCandidates } from './frame/authority-change.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';

export type EndAbsence = { readonly absenceId: string };

/**
 * Untouched tasks return at once; what the substitute has claimed stays with him until released.
 * @throws not_found, not_eligible (the absent person, the substitute, or the coordinator), key_reused
 * @idempotent by key
 */
export async function endAbsence(
  transact: Transact,
  actor: Actor,
  key: string,
  { absenceId }: EndAbsence,
): Promise<Answer<{ readonly absenceId: string; readonly endedOn: LocalDate }>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'endAbsence', absenceId }, async () => {
      const row = await findAbsence(tx, absenceId);
      if (!row) throw new DomainError('not_found', { kind: 'absence', id: absenceId });
      const held = await holdReviewsInUnitsOf(tx, row.personId, null);
      const { now } = await tx.clock();
      const today = localDateOf(now, ZONE_OFFSET_MINUTES);
      const { holdings } = await readDirectory(tx, today);
      const may =
        [row.personId, row.substituteId].includes(actor.personId) ||
        holdings.some((holding) => holding.personId === actor.personId && holding.role === 'coordinator');
      if (!may) throw new DomainError('not_eligible', { why: [{ code: 'not_owner' }] });
      if (await endAbsenceRow(tx, absenceId, actor.personId, now)) {
        const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
        await recordAuthority(tx, absenceId, { type: 'AbsenceEnded', at: now, by: actor.personId }, cause);
        await refreshCandidates(tx, held, cause);
      }
      return { absenceId, endedOn: row.endedAt === null ? today : localDateOf(row.endedAt, ZONE_OFFSET_MINUTES) };
    }),
  );
}
