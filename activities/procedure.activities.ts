/** What a procedure's workflow may ask for. */
import type { Commands } from '../commands/index.js';
import type { MilestoneKind, ProcedureView } from '../domain/procedure/life.js';
import type { ProcedureId } from '../domain/shared/ids.js';
import { throughDoor } from './failures.js';

export type ProcedureActivities = {
  readonly loadProcedure: (input: { readonly procedureId: string }) => Promise<ProcedureView>;
  /** @idempotent by (version, kind) */
  readonly reachMilestone: (input: { readonly procedureId: string; readonly kind: MilestoneKind }) => Promise<ProcedureView>;
};

export function createProcedureActivities(commands: Commands): ProcedureActivities {
  return {
    loadProcedure: ({ procedureId }) => throughDoor(() => commands.readProcedureView(procedureId as ProcedureId)),
    reachMilestone: ({ procedureId, kind }) => throughDoor(() => commands.reachMilestone(procedureId as ProcedureId, kind, 'caller')),
  };
}
