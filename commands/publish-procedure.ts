/** Records the publication decision for the text of one track. */
import type { CompetenceTrack } from '../domain/procedure/change-items.js';
import type { LocalDate } from '../domain/shared/instant.js';
import { publish } from '../domain/review/execution.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { carryOn, type CarriedOn } from './frame/execution-verb.js';
import type { Answer } from './frame/idempotency.js';

export type PublishProcedure = {
  readonly reviewId: string;
  readonly track: CompetenceTrack;
  readonly decisionNumber: string;
  readonly publishedOn: LocalDate;
  /** Left null, the term of the entry in the national database begins. */
  readonly databaseEnteredOn: LocalDate | null;
};

/**
 * @throws not_found, not_eligible, track_step_invalid, evidence_required, date_invalid, key_reused
 * @idempotent by key
 */
export async function publishProcedure(transact: Transact, actor: Actor, key: string, command: PublishProcedure): Promise<Answer<CarriedOn>> {
  const told = { ...command, decisionNumber: command.decisionNumber.normalize('NFC').trim() };
  const { track, decisionNumber, publishedOn, databaseEnteredOn } = told;
  return carryOn(transact, actor, key, 'publishProcedure', told, ({ state, by, law }) =>
    publish(state, { key: track, by, decisionNumber, publishedOn, databaseEnteredOn }, law),
  );
}
