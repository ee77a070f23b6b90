/** A procedure's dated milestones: an adopted version comes into force on its day; a change is measured again at its date. */
import { addDays } from '../domain/shared/instant.js';
import type { ProcedureId } from '../domain/shared/ids.js';
import { reachMilestone as decide, type MilestoneKind, type ProcedureView } from '../domain/procedure/life.js';
import { failpoint } from '../config/failpoint.js';
import { setVersionStatus } from '../db/repositories/procedure.repository.js';
import type { Transact } from '../db/transaction.js';
import { loadProcedure, procedureView, writeProcedures, ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';
import type { Tell } from './frame/review-change.js';
import { freezeExecution } from './freeze-cost-sheets.js';

/**
 * Asked too early, or again, it changes nothing and answers the present view.
 * @throws not_found
 * @idempotent by (version, kind)
 */
export async function reachMilestone(transact: Transact, procedureId: ProcedureId, kind: MilestoneKind, tell: Tell): Promise<ProcedureView> {
  return transact(async (tx) => {
    const loaded = await loadProcedure(tx, procedureId);
    const { now } = await tx.clock();
    const events = decide(loaded.state, kind, now, ZONE_OFFSET_MINUTES);
    for (const event of events) {
      if (event.type !== 'VersionBroughtIntoForce') continue;
      await setVersionStatus(tx, loaded.state.currentVersionId, { status: 'superseded', effectiveTo: addDays(event.effectiveFrom, -1) });
      await setVersionStatus(tx, event.versionId, { status: 'inForce' });
      await freezeExecution(tx, event.versionId);
    }
    const [view] = await writeProcedures(tx, [{ loaded, events }], { key: `${kind}.${procedureId}`, actorId: null, channel: 'system' }, tell);
    await failpoint('reach-milestone/before-commit');
    if (!view) throw new Error('nothing was written');
    return view;
  });
}

/** The present view of a procedure, for its workflow. @throws not_found */
export async function readProcedureView(transact: Transact, procedureId: ProcedureId): Promise<ProcedureView> {
  return transact(async (tx) => {
    const { head, state } = await loadProcedure(tx, procedureId);
    return procedureView(tx, state, head.viewSeq);
  });
}
