/**
 * The life of one procedure: a version comes into force on its day, a provision lapses by itself, and the change is measured
 * again at its date. It begins with the procedure's first dated event and waits for the next one as long as there is any.
 */
import { condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { workflowNow } from './clock.js';
import { PROCEDURE_MOVED, type ProcedureInput, type ProcedureView } from './messages.js';
import { acting, waitUntil } from './options.js';

const procedureMoved = defineSignal<[ProcedureView]>(PROCEDURE_MOVED);

export async function procedureWorkflow(input: ProcedureInput): Promise<void> {
  let view: ProcedureView | null = null;
  const hear = (next: ProcedureView): void => {
    if (view === null || next.seq > view.seq) view = next;
  };
  setHandler(procedureMoved, hear);
  hear(await acting('xem thủ tục · load').loadProcedure(input));

  for (let next = first(); next !== undefined; next = first()) {
    const { kind, at } = next;
    const moved = await condition(() => first()?.kind !== kind || first()?.at !== at, waitUntil(at, workflowNow()), { summary: WAITS[kind] });
    if (!moved) hear(await acting(WAITS[kind]).reachMilestone({ ...input, kind }));
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof procedureWorkflow>(input);
  }

  function first(): ProcedureView['milestones'][number] | undefined {
    return view?.milestones[0];
  }
}

const WAITS = {
  bringIntoForce: 'hiệu lực · bring into force',
  measureAgain: 'đo lại · measure again',
  lapse: 'hết hiệu lực · lapse',
} as const satisfies Record<ProcedureView['milestones'][number]['kind'], string>;
