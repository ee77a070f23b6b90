/** What an executed or ended track does to its procedure, within the transaction that records it. */
import { localDateOf, type LocalDate } from '../../domain/shared/instant.js';
import type { CompetenceTrack } from '../../domain/procedure/change-items.js';
import { foldProcedure, measureDateOf, type ProcedureEvent, type ProcedureState } from '../../domain/procedure/life.js';
import { enactedBy } from '../../domain/review/execution.js';
import type { ReviewEvent, ReviewState } from '../../domain/review/review.js';
import { findVersion, insertVersions, setVersionStatus } from '../../db/repositories/procedure.repository.js';
import type { Tx } from '../../db/transaction.js';
import type { Cause } from './audit-chain.js';
import { loadProcedure, writeProcedures, ZONE_OFFSET_MINUTES } from './procedure-change.js';
import { textOn, versionOfText } from './text-on.js';

/**
 * An executed track gives its items their days; once no track is open, a whole that never came about is dropped.
 * @idempotent by the closing of the track, which happens once
 * @throws change_target_unknown, change_conflict
 */
export async function settleExecution(tx: Tx, review: ReviewState, events: readonly ReviewEvent[], cause: Cause): Promise<void> {
  const closed = events.flatMap((event) => (event.type === 'TrackClosed' ? [event] : []));
  if (closed.length === 0) return;
  const loaded = await loadProcedure(tx, review.procedureId);
  const facts: ProcedureEvent[] = [];
  let state = loaded.state;
  const add = (more: readonly ProcedureEvent[]): void => {
    facts.push(...more);
    if (more.length > 0) state = foldProcedure(more, state);
  };
  for (const { key, outcome } of closed) if (outcome === 'executed') add(await dateForce(tx, review, key, state));
  const whole = state.undated.find((version) => version.reviewId === review.id);
  if (whole && review.tracks.every((track) => track.outcome !== null)) {
    await setVersionStatus(tx, whole.versionId, { status: 'dropped' });
    add([{ type: 'AdoptionDropped', at: (await tx.clock()).now, reviewId: review.id, versionId: whole.versionId }]);
  }
  await writeProcedures(tx, [{ loaded, events: facts }], cause, 'workflow');
}

/** The version that the executed items make on their day, and those after it made anew with them. */
async function dateForce(tx: Tx, review: ReviewState, key: CompetenceTrack, state: ProcedureState): Promise<readonly ProcedureEvent[]> {
  const { now } = await tx.clock();
  const today = localDateOf(now, ZONE_OFFSET_MINUTES);
  const track = review.tracks.find((candidate) => candidate.key === key);
  const enacted = track && enactedBy(track);
  if (!track || !enacted || enacted.effectiveFrom === null) throw new Error(`track ${key} of ${review.id} was executed by no text`);
  const { effectiveFrom, effectiveTo } = enacted;
  // A text that has come and gone before anybody recorded it changes nothing any more.
  if (effectiveTo !== null && effectiveTo < today) return [];
  const provision = { reviewId: review.id, track: key, itemIds: track.itemIds, effectiveFrom, effectiveTo };
  const source = { rootVersionId: state.rootVersionId, provisions: [...state.provisions, provision] };
  const text = await textOn(tx, source, effectiveFrom > today ? effectiveFrom : today);
  const whole = state.undated.find((version) => version.reviewId === review.id);
  const adopted = whole && (await sameText(tx, whole.versionId, text.digest)) ? whole : null;
  let number = state.versionCount;
  const make = async (of: { readonly text: typeof text; readonly from: LocalDate; readonly to: LocalDate | null }) => {
    number += 1;
    const row = await versionOfText(tx, of.text, {
      procedureId: review.procedureId,
      number,
      status: 'adopted',
      effectiveFrom: of.from,
      effectiveTo: of.to,
      reviewId: review.id,
    });
    await insertVersions(tx, [row]);
    return { versionId: row.id, number };
  };
  const made = adopted ?? (await make({ text, from: effectiveFrom, to: effectiveTo }));
  if (adopted) await setVersionStatus(tx, adopted.versionId, { effectiveFrom, effectiveTo });
  for (const replaced of state.coming.filter((version) => version.effectiveFrom === effectiveFrom))
    await setVersionStatus(tx, replaced.versionId, { status: 'dropped' });
  const facts: ProcedureEvent[] = [
    {
      type: 'ForceDated',
      at: now,
      ...provision,
      track: key,
      versionId: made.versionId,
      number: made.number,
      digest: text.digest,
      measureOn: measureDateOf(effectiveFrom),
    },
  ];
  for (const later of state.coming.filter(
    (version) => version.effectiveFrom > effectiveFrom && (effectiveTo === null || version.effectiveFrom <= effectiveTo),
  )) {
    const anew = await textOn(tx, source, later.effectiveFrom);
    const version = await make({ text: anew, from: later.effectiveFrom, to: null });
    await setVersionStatus(tx, later.versionId, { status: 'dropped' });
    facts.push({ type: 'VersionRebuilt', at: now, replaces: later.versionId, ...version, digest: anew.digest, effectiveFrom: later.effectiveFrom });
  }
  return facts;
}

async function sameText(tx: Tx, versionId: Parameters<typeof setVersionStatus>[1], digest: string): Promise<boolean> {
  return (await findVersion(tx, versionId))?.digest === digest;
}
