/** Records a step of carrying an approved change out on one track. */
import type { CompetenceTrack } from '../domain/procedure/change-items.js';
import { advanceTrack as decide } from '../domain/review/execution.js';
import type { TrackStep } from '../domain/review/review.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { carryOn, type CarriedOn } from './frame/execution-verb.js';
import type { Answer } from './frame/idempotency.js';

export type AdvanceTrack = { readonly reviewId: string; readonly track: CompetenceTrack; readonly step: TrackStep };

/**
 * A text that was issued gives what it executes its day of effect in the same transaction.
 * @throws not_found, not_eligible, track_step_invalid, evidence_required, date_invalid, change_target_unknown, change_conflict, key_reused
 * @idempotent by key
 */
export async function advanceTrack(transact: Transact, actor: Actor, key: string, command: AdvanceTrack): Promise<Answer<CarriedOn>> {
  const { step } = command;
  const told: TrackStep = {
    ...step,
    document: step.document.normalize('NFC').trim(),
    article: step.article && step.article.normalize('NFC').trim(),
    note: step.note.normalize('NFC'),
  };
  return carryOn(transact, actor, key, 'advanceTrack', { ...command, step: told }, ({ state, by, law }) =>
    decide(state, { key: command.track, by, step: told }, law),
  );
}
