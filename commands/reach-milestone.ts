/** A procedure's dated milestones: a version comes into force on its day, a provision lapses, a change is measured again. */
import { addDays } from '../domain/shared/instant.js';
import type { ProcedureId } from '../domain/shared/ids.js';
import { holdsOn, lapsing, reachMilestone as decide, type MilestoneKind, type ProcedureEvent, type ProcedureView } from '../domain/procedure/life.js';
import { failpoint } from '../config/failpoint.js';
import { insertVersions, setVersionStatus } from '../db/repositories/procedure.repository.js';
import type { Transact, Tx } from '../db/transaction.js';
import { loadProcedure, procedureView, writeProcedures, ZONE_OFFSET_MINUTES, type LoadedProcedure } from './frame/procedure-change.js';
import type { Tell } from './frame/review-change.js';
import { freezeExecution } from './freeze-cost-sheets.js';
import { textOn, versionOfText } from './frame/text-on.js';

/**
 * Asked too early, or again, it changes nothing and answers the present view.
 * @throws not_found
 * @idempotent by (version, kind)
 */
export async function reachMilestone(transact: Transact, procedureId: ProcedureId, kind: MilestoneKind, tell: Tell): Promise<ProcedureView> {
  return transact(async (tx) => {
    const loaded = await loadProcedure(tx, procedureId);
    const { now } = await tx.clock();
    const events = kind === 'lapse' ? await lapse(tx, loaded) : decide(loaded.state, kind, now, ZONE_OFFSET_MINUTES);
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

/** What rested on a text that has ended is gone: the version without it is in force from the day after. */
async function lapse(tx: Tx, { state, head }: LoadedProcedure): Promise<readonly ProcedureEvent[]> {
  const { now } = await tx.clock();
  const due = lapsing(state, now, ZONE_OFFSET_MINUTES);
  if (!due) return [];
  const left = { rootVersionId: state.rootVersionId, provisions: state.provisions.filter((provision) => !due.provisions.includes(provision)) };
  const text = await textOn(tx, left, due.on);
  const holding = left.provisions.findLast((provision) => holdsOn(provision, due.on));
  const number = state.versionCount + 1;
  const row = await versionOfText(tx, text, {
    procedureId: head.id,
    number,
    status: 'inForce',
    effectiveFrom: due.on,
    effectiveTo: null,
    reviewId: holding?.reviewId ?? null,
  });
  await insertVersions(tx, [row]);
  await setVersionStatus(tx, state.currentVersionId, { status: 'lapsed', effectiveTo: addDays(due.on, -1) });
  return [
    {
      type: 'ProvisionLapsed',
      at: now,
      lapsed: due.provisions.map(({ reviewId, track }) => ({ reviewId, track })),
      versionId: row.id,
      number,
      digest: text.digest,
      on: due.on,
    },
  ];
}

/** The present view of a procedure, for its workflow. @throws not_found */
export async function readProcedureView(transact: Transact, procedureId: ProcedureId): Promise<ProcedureView> {
  return transact(async (tx) => {
    const { head, state } = await loadProcedure(tx, procedureId);
    return procedureView(tx, state, head.viewSeq);
  });
}
