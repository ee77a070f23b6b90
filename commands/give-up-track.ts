/** Gives up a recommendation nobody answered. */
import type { CompetenceTrack } from '../domain/procedure/change-items.js';
import { giveUpTrack as decide } from '../domain/review/execution.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { carryOn, type CarriedOn } from './frame/execution-verb.js';
import type { Answer } from './frame/idempotency.js';

export type GiveUpTrack = { readonly reviewId: string; readonly track: CompetenceTrack; readonly reason: string };

/**
 * @throws not_found, not_eligible (the keeper of the clocks), track_step_invalid, comment_required, key_reused
 * @idempotent by key
 */
export async function giveUpTrack(transact: Transact, actor: Actor, key: string, command: GiveUpTrack): Promise<Answer<CarriedOn>> {
  const reason = command.reason.normalize('NFC');
  return carryOn(transact, actor, key, 'giveUpTrack', { ...command, reason }, ({ state, by, law }) => decide(state, { key: command.track, by, reason }, law));
}
