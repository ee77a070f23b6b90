/** The one way a procedure's life changes: facts, projection and the view for its workflow in one transaction. */
import { epochMs } from '../../domain/shared/instant.js';
import { DomainError } from '../../domain/shared/errors.js';
import type { ProcedureId } from '../../domain/shared/ids.js';
import { foldProcedure, milestonesOf, phaseOf, type ProcedureEvent, type ProcedureState, type ProcedureView } from '../../domain/procedure/life.js';
import { insertFacts, insertOutbox, type FactRow, type OutboxRow } from '../../db/repositories/ledger.repository.js';
import { listProcedureFacts, lockProcedures, updateProcedure, type ProcedureHead } from '../../db/repositories/procedure.repository.js';
import type { Tx } from '../../db/transaction.js';
import { chainFacts, type Cause } from './audit-chain.js';
import type { Tell } from './review-change.js';

/** Milestones fall on local midnight; Vietnam keeps one time zone. */
export const ZONE_OFFSET_MINUTES = 7 * 60;

export type LoadedProcedure = { readonly head: ProcedureHead; readonly state: ProcedureState };

/** Locks procedures in ascending id and loads their lives. */
export async function loadProcedures(tx: Tx, ids: readonly ProcedureId[]): Promise<readonly LoadedProcedure[]> {
  const heads = await lockProcedures(tx, ids);
  const facts = await listProcedureFacts(
    tx,
    heads.map((head) => head.id),
  );
  return heads.map((head) => ({ head, state: foldProcedure(facts.get(head.id) ?? []) }));
}

/** @throws not_found */
export async function loadProcedure(tx: Tx, id: ProcedureId): Promise<LoadedProcedure> {
  const [loaded] = await loadProcedures(tx, [id]);
  if (!loaded) throw new DomainError('not_found', { kind: 'procedure', id });
  return loaded;
}

export async function procedureView(tx: Tx, state: ProcedureState, seq: number): Promise<ProcedureView> {
  const offsetMs = await tx.offsetMs();
  return {
    procedureId: state.id,
    seq,
    milestones: milestonesOf(state, ZONE_OFFSET_MINUTES).map(({ kind, at }) => ({ kind, at: epochMs(at) - offsetMs })),
  };
}

/** Writes the next facts of several procedures. @idempotent by (stream, seq) */
export async function writeProcedures(
  tx: Tx,
  planned: readonly { readonly loaded: LoadedProcedure; readonly events: readonly ProcedureEvent[] }[],
  cause: Cause,
  tell: Tell,
): Promise<readonly ProcedureView[]> {
  const { now } = await tx.clock();
  const facts: FactRow[] = [];
  const outbox: OutboxRow[] = [];
  const views: ProcedureView[] = [];
  for (const { loaded, events } of planned) {
    const state = foldProcedure(events, loaded.state);
    if (events.length === 0) {
      views.push(await procedureView(tx, state, loaded.head.viewSeq));
      continue;
    }
    const chained = chainFacts(state.id, loaded.head.seq, loaded.head.chainHead, events, cause, now);
    facts.push(...chained.rows);
    const milestones = milestonesOf(state, ZONE_OFFSET_MINUTES);
    const viewSeq = loaded.head.viewSeq + 1;
    await updateProcedure(tx, state.id, {
      phase: phaseOf(state),
      currentVersionId: state.currentVersionId,
      nextMilestoneAt: milestones[0]?.at ?? null,
      seq: chained.seq,
      viewSeq,
      chainHead: chained.head,
    });
    const view = await procedureView(tx, state, viewSeq);
    views.push(view);
    // A procedure with nothing ahead needs no run: its workflow hears only of dated events.
    if (tell === 'workflow' && (milestones.length > 0 || milestonesOf(loaded.state, ZONE_OFFSET_MINUTES).length > 0)) {
      outbox.push({ kind: 'procedureMoved', refId: state.id, payload: view });
    }
  }
  await insertFacts(tx, facts);
  await insertOutbox(tx, outbox);
  return views;
}
