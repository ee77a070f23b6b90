/** What an ended review does to its procedure, within the transaction that ends it. */
import { addDays, localDateOf, type LocalDate } from '../domain/shared/instant.js';
import { canonicalJson, type Json } from '../domain/shared/canonical.js';
import { applyChangeItems } from '../domain/procedure/change-items.js';
import { measureDateOf, type ProcedureEvent } from '../domain/procedure/life.js';
import { qualityFlags } from '../domain/procedure/quality-gate.js';
import type { ProposalBody } from '../domain/review/proposal.js';
import type { ReviewState } from '../domain/review/review.js';
import { findVersion, insertVersions } from '../db/repositories/procedure.repository.js';
import type { Tx } from '../db/transaction.js';
import { sha256, type Cause } from './frame/audit-chain.js';
import { newId } from './frame/new-id.js';
import { freezeProposal } from './freeze-cost-sheets.js';
import { loadProcedure, writeProcedures, ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';

/** The day an approved change takes effect where nothing is left to carry out: as proposed, never before the day after approval. @policy day after approval */
export async function adoptionDay(tx: Tx, proposed: LocalDate | null): Promise<LocalDate> {
  const { now } = await tx.clock();
  const earliest = addDays(localDateOf(now, ZONE_OFFSET_MINUTES), 1);
  return proposed !== null && proposed > earliest ? proposed : earliest;
}

/** Ends the procedure's review; an approved one adopts the next version, without a day while it is still to be carried out. */
export async function endReviewOfProcedure(tx: Tx, state: ReviewState, proposal: ProposalBody, adoptsOn: LocalDate | null, cause: Cause): Promise<void> {
  if (state.outcome === null) throw new Error(`review ${state.id} has not ended`);
  const { now } = await tx.clock();
  const loaded = await loadProcedure(tx, state.procedureId);
  const events: ProcedureEvent[] = [{ type: 'ReviewEnded', at: now, reviewId: state.id, outcome: state.outcome }];
  if (state.outcome === 'approved') {
    // A person's approval froze the sheets already, and the same bytes are kept once; here it is for an approval by law.
    await freezeProposal(tx, state.id, state.revision, 'decision', cause.actorId);
    const effectiveFrom = state.executes ? null : adoptsOn;
    const base = await findVersion(tx, state.versionId);
    if (!base) throw new Error(`version ${state.versionId} is gone`);
    const content = applyChangeItems(base.content, proposal.items);
    const versionId = newId('procedureVersion', now);
    const number = loaded.state.versionCount + 1;
    const digest = sha256(canonicalJson(content as unknown as Json));
    await insertVersions(tx, [
      {
        id: versionId,
        procedureId: state.procedureId,
        number,
        status: 'adopted',
        content,
        digest,
        flags: qualityFlags(content),
        effectiveFrom,
        effectiveTo: null,
        reviewId: state.id,
        importBatchId: null,
        createdAt: now,
      },
    ]);
    events.push({
      type: 'VersionAdopted',
      at: now,
      reviewId: state.id,
      versionId,
      number,
      digest,
      effectiveFrom,
      measureOn: effectiveFrom && measureDateOf(effectiveFrom),
    });
  }
  await writeProcedures(tx, [{ loaded, events }], cause, 'workflow');
}
