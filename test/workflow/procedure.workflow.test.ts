import type { ProcedureView } from '../../domain/procedure/life.js';
import { procedureWorkflow } from '../../workflows/procedure.workflow.js';
import { PROCEDURE_MOVED } from '../../workflows/messages.js';
import { eventually, recordHistory, startTestWorker, type TestWorker } from '../support/temporal.js';

jest.setTimeout(60_000);

const views = new Map<string, ProcedureView>();
const reached: string[] = [];
let worker: TestWorker;

beforeAll(async () => {
  worker = await startTestWorker({
    loadProcedure: ({ procedureId }: { procedureId: string }) => Promise.resolve(views.get(procedureId)),
    reachMilestone: ({ procedureId, kind }: { procedureId: string; kind: string }) => {
      reached.push(`${procedureId} ${kind}`);
      const view = views.get(procedureId) as ProcedureView;
      const next = { ...view, seq: view.seq + 1, milestones: view.milestones.slice(1) };
      views.set(procedureId, next);
      return Promise.resolve(next);
    },
  });
});
afterAll(() => worker.close());

test('a version comes into force on its day, the change is measured at its date, and then the run ends', async () => {
  const procedureId = 'prc_one' as ProcedureView['procedureId'];
  const soon = Date.now() + 1_500;
  views.set(procedureId, {
    procedureId,
    seq: 1,
    milestones: [
      { kind: 'bringIntoForce', at: soon },
      { kind: 'measureAgain', at: soon + 1_000 },
    ],
  });
  const workflowId = worker.uniqueId('procedure');
  const handle = await worker.client.workflow.start(procedureWorkflow, { workflowId, taskQueue: worker.taskQueue, args: [{ procedureId }] });
  await handle.result();
  expect(reached).toEqual(['prc_one bringIntoForce', 'prc_one measureAgain']);
  await recordHistory(worker.client, workflowId, 'procedureWorkflow/r1/in-force-then-measured');
});

test('a moved date re-arms the wait', async () => {
  const procedureId = 'prc_two' as ProcedureView['procedureId'];
  const far: ProcedureView = { procedureId, seq: 1, milestones: [{ kind: 'bringIntoForce', at: Date.now() + 86_400_000 }] };
  views.set(procedureId, far);
  const workflowId = worker.uniqueId('procedure');
  const handle = await worker.client.workflow.start(procedureWorkflow, { workflowId, taskQueue: worker.taskQueue, args: [{ procedureId }] });
  const near: ProcedureView = { ...far, seq: 2, milestones: [{ kind: 'bringIntoForce', at: Date.now() + 500 }] };
  views.set(procedureId, near);
  await handle.signal(PROCEDURE_MOVED, near);
  await eventually('the day came', () => reached.includes('prc_two bringIntoForce'));
  await handle.result();
  await recordHistory(worker.client, workflowId, 'procedureWorkflow/r1/date-moved');
});

test('a provision lapses by itself on the day after its last', async () => {
  const procedureId = 'prc_three' as ProcedureView['procedureId'];
  const soon = Date.now() + 1_200;
  views.set(procedureId, {
    procedureId,
    seq: 1,
    milestones: [
      { kind: 'bringIntoForce', at: soon },
      { kind: 'lapse', at: soon + 800 },
    ],
  });
  const workflowId = worker.uniqueId('procedure');
  const handle = await worker.client.workflow.start(procedureWorkflow, { workflowId, taskQueue: worker.taskQueue, args: [{ procedureId }] });
  await handle.result();
  expect(reached.filter((line) => line.startsWith('prc_three'))).toEqual(['prc_three bringIntoForce', 'prc_three lapse']);
  await recordHistory(worker.client, workflowId, 'procedureWorkflow/r1/provision-lapsed');
});

test('a whole life: adopted while nothing else lies ahead, in force on its day, a provision lapses, the change is measured', async () => {
  const procedureId = 'prc_four' as ProcedureView['procedureId'];
  const soon = Date.now() + 60_000;
  const measured: ProcedureView = { procedureId, seq: 1, milestones: [{ kind: 'measureAgain', at: soon }] };
  views.set(procedureId, measured);
  const workflowId = worker.uniqueId('procedure');
  const handle = await worker.client.workflow.start(procedureWorkflow, { workflowId, taskQueue: worker.taskQueue, args: [{ procedureId }] });
  // Adopted while an earlier change still waits to be measured: what is ahead is told anew, and the first of it comes first.
  const at = Date.now() + 1_200;
  const adopted: ProcedureView = {
    procedureId,
    seq: 2,
    milestones: [
      { kind: 'bringIntoForce', at },
      { kind: 'lapse', at: at + 1_000 },
      { kind: 'measureAgain', at: at + 2_000 },
    ],
  };
  views.set(procedureId, adopted);
  await handle.signal(PROCEDURE_MOVED, adopted);
  await handle.signal(PROCEDURE_MOVED, measured);
  await handle.result();
  expect(reached.filter((line) => line.startsWith('prc_four'))).toEqual(['prc_four bringIntoForce', 'prc_four lapse', 'prc_four measureAgain']);
  await recordHistory(worker.client, workflowId, 'procedureWorkflow/r1/adopted-in-force-lapsed-measured');
});
