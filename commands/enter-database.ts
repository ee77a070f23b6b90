/** Records the entry of a published procedure in the national database. */
import type { CompetenceTrack } from '../domain/procedure/change-items.js';
import type { LocalDate } from '../domain/shared/instant.js';
import { enterDatabase as decide } from '../domain/review/execution.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { carryOn, type CarriedOn } from './frame/execution-verb.js';
import type { Answer } from './frame/idempotency.js';

export type EnterDatabase = { readonly reviewId: string; readonly track: CompetenceTrack; readonly enteredOn: LocalDate };

/**
 * @throws not_found, not_eligible, track_step_invalid, date_invalid, key_reused
 * @idempotent by key
 */
export async function enterDatabase(transact: Transact, actor: Actor, key: string, command: EnterDatabase): Promise<Answer<CarriedOn>> {
  return carryOn(transact, actor, key, 'enterDatabase', command, ({ state, by, law }) => decide(state, { key: command.track, by, on: command.enteredOn }, law));
}
