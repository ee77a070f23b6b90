/** MySQL and Temporal side by side: each open review has its run, each open step its timer, no run is stuck. */
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Reader } from '../../db/reader.js';
import { viewOf } from '../../domain/escalation/review-view.js';
import { phaseOfReview } from '../../domain/review/review.js';
import { parseReviewWorkflowId, reviewWorkflowId } from '../../domain/shared/ids.js';
import type { KnownReview, Records } from './records.js';
import { reporter, type Report, type Violation } from './violation.js';

/** A step looks at least once a week, spread over an hour. */
const WEEK_MS = 7 * 24 * 3_600_000;
const SPREAD_MS = 3_600_000;
/** A wait is at least a second, and set when the view was heard. */
const NEAR_MS = 5_000;

type PendingTimer = { readonly step: string; readonly startedAt: number; readonly firesAt: number };
type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

const ms = (value: { seconds?: unknown; nanos?: unknown } | null | undefined): number => Number(value?.seconds ?? 0) * 1000 + Number(value?.nanos ?? 0) / 1e6;

/** Timers that were started and have neither fired nor been cancelled; the step is what the run calls it in its history. */
function pendingTimers({ events }: History): readonly PendingTimer[] {
  const pending = new Map<string, PendingTimer>();
  for (const event of events ?? []) {
    const started = event.timerStartedEventAttributes;
    if (started?.timerId) {
      const at = ms(event.eventTime);
      const summary = event.userMetadata?.summary?.data;
      const said = summary ? (JSON.parse(Buffer.from(summary).toString('utf8')) as string) : '';
      pending.set(started.timerId, { step: said.slice(said.lastIndexOf('·') + 1).trim(), startedAt: at, firesAt: at + ms(started.startToFireTimeout) });
    }
    const ended = event.timerFiredEventAttributes?.timerId ?? event.timerCanceledEventAttributes?.timerId;
    if (ended) pending.delete(ended);
  }
  return [...pending.values()];
}

/** Reasons of failed workflow tasks; a signal that came in between is none. */
const UNHANDLED_COMMAND = 1;
const failedTasks = ({ events }: History): readonly string[] =>
  (events ?? []).flatMap((event) => {
    const failed = event.workflowTaskFailedEventAttributes;
    return failed && Number(failed.cause) !== UNHANDLED_COMMAND ? [failed.failure?.message ?? String(failed.cause)] : [];
  });

/** The steps a run waits on, by the names it uses, with the wall instant each is next looked at. */
function openSteps({ id, state, law }: KnownReview, offsetMs: number): ReadonlyMap<string, number | null> {
  const view = viewOf(state, 0, 0, offsetMs, law);
  const steps: [string, number | null][] =
    view.phase === 'deliberate'
      ? [
          ...view.stages
            .filter((stage) => stage.status === 'open')
            .map((stage): [string, number | null] => [stage.id.slice(stage.id.indexOf('-') + 1), stage.wakeAt]),
          ['reviewLimit', view.limitWakeAt],
        ]
      : view.tracks.flatMap(({ key, status, wakeAt, publication }): readonly [string, number | null][] => [
          ...(status === 'open' ? [[`track/${key}`, wakeAt] as [string, number | null]] : []),
          ...(publication?.status === 'open' ? [[`publication/${key}`, publication.wakeAt] as [string, number | null]] : []),
        ]);
  if (new Set(steps.map(([name]) => name)).size !== steps.length) throw new Error(`two open steps of ${id} have one name`);
  return new Map(steps);
}

function checkTimers(review: KnownReview, timers: readonly PendingTimer[], offsetMs: number, report: Report): void {
  const steps = openSteps(review, offsetMs);
  for (const [step, wakeAt] of steps) {
    const mine = timers.filter((timer) => timer.step === step);
    const [timer] = mine;
    if (mine.length !== 1 || !timer) {
      report(review.id, `step ${step} has ${mine.length} timers`);
      continue;
    }
    const capped = timer.firesAt >= timer.startedAt + WEEK_MS - NEAR_MS && timer.firesAt <= timer.startedAt + WEEK_MS + SPREAD_MS + NEAR_MS;
    const onTime = wakeAt !== null && Math.abs(timer.firesAt - wakeAt) <= NEAR_MS;
    const early = capped && (wakeAt === null || wakeAt >= timer.firesAt - NEAR_MS);
    if (!onTime && !early) {
      const due = wakeAt === null ? 'by people alone' : new Date(wakeAt).toISOString();
      report(review.id, `the timer of ${step} fires ${new Date(timer.firesAt).toISOString()}, the step is looked at ${due}`);
    }
  }
  for (const timer of timers) if (!steps.has(timer.step)) report(review.id, `a timer runs for ${timer.step || 'nothing'}, which is not open`);
}

const isBusy = ({ raw }: WorkflowExecutionDescription): boolean => (raw.pendingActivities ?? []).length > 0 || Boolean(raw.pendingWorkflowTask);

export async function wrongRuns(reader: Reader, client: Client, records: Records): Promise<readonly Violation[]> {
  const { report, violations } = reporter('each open step has its timer in a sound run');
  const rebuilds = new Map((await reader.rows<{ id: string; rebuild: number }>('SELECT id, rebuild FROM reviews')).map((row) => [row.id, Number(row.rebuild)]));
  const open = new Set<string>();
  for (const review of records.reviews.filter(({ state }) => phaseOfReview(state) !== 'closed')) {
    const workflowId = reviewWorkflowId(review.id, rebuilds.get(review.id) ?? 0);
    open.add(workflowId);
    const handle = client.workflow.getHandle(workflowId);
    const run = await handle.describe().catch(() => null);
    if (run?.status.name !== 'RUNNING') {
      report(review.id, `its run ${workflowId} is ${run?.status.name ?? 'missing'}`);
      continue;
    }
    if (isBusy(run))
      report(review.id, `its run is busy: ${(run.raw.pendingActivities ?? []).map((act) => act.activityType?.name).join() || 'a workflow task'}`);
    const history = await handle.fetchHistory();
    for (const reason of failedTasks(history)) report(review.id, `a workflow task failed: ${reason}`);
    checkTimers(review, pendingTimers(history), records.offsetMs, report);
  }
  for await (const run of client.workflow.list({ query: "WorkflowType = 'reviewWorkflow' AND ExecutionStatus = 'Running'" })) {
    if (open.has(run.workflowId) || parseReviewWorkflowId(run.workflowId) === null) continue;
    // Visibility follows the runs after a moment: what it lists is asked itself.
    if ((await client.workflow.getHandle(run.workflowId).describe()).status.name === 'RUNNING') report(run.workflowId, 'runs without an open review');
  }
  return violations;
}
