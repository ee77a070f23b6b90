/** Carries outbox rows to Temporal and BullMQ, at least once; receivers do not mind a second time. */
import type { ReviewId } from '../domain/shared/ids.js';
import type { Outbox, WaitingRow } from '../db/repositories/outbox.repository.js';
import type { Log } from '../config/log.js';
import { failpoint } from '../config/failpoint.js';
import type { CampaignView, ProcedureView, ReviewView } from '../workflows/messages.js';
import { backoffMs, failureOf } from './failures.js';
import type { JobGateway } from './job.gateway.js';
import type { TemporalGateway } from './temporal.gateway.js';

export type OutboxRelayDeps = {
  readonly outbox: Outbox;
  readonly temporal: TemporalGateway;
  readonly jobs: JobGateway;
  /** Orders a new run for an open review whose run has closed; false when the review has ended too. */
  readonly rebuild: (reviewId: ReviewId, seen: number) => Promise<boolean>;
  readonly log: Log;
};

const BATCH = 200;
const AT_ONCE = 16;

/** Carries one batch. @returns how many rows were taken: a full batch means there is more */
export async function carryOutbox(deps: OutboxRelayDeps): Promise<number> {
  const rows = await deps.outbox.lease(BATCH);
  await failpoint('outbox-relay/between-read-and-signal');
  const groups = [...groupByTarget(rows).values()];
  for (let start = 0; start < groups.length; start += AT_ONCE) {
    await Promise.all(groups.slice(start, start + AT_ONCE).map((group) => carryGroup(deps, group)));
  }
  return rows.length;
}

/** Views of one target say it all in the newest; notices travel alone. */
function groupByTarget(rows: readonly WaitingRow[]): ReadonlyMap<string, readonly WaitingRow[]> {
  const groups = new Map<string, WaitingRow[]>();
  for (const row of rows) {
    const target = row.kind === 'notice' ? row.id : `${row.kind}/${row.refId}`;
    groups.set(target, [...(groups.get(target) ?? []), row]);
  }
  return groups;
}

const seqOf = (row: WaitingRow): number => (row.payload as { seq?: number }).seq ?? 0;

/** Carries a group or puts it off; what goes wrong with it stays with it. */
async function carryGroup(deps: OutboxRelayDeps, group: readonly WaitingRow[]): Promise<void> {
  const { outbox, log } = deps;
  const newest = group.reduce((best, row) => (seqOf(row) >= seqOf(best) ? row : best));
  try {
    await carry(
      deps,
      newest,
      group.map((row) => row.id),
    );
  } catch (error) {
    const failure = failureOf(error);
    log.warn({ kind: newest.kind, refId: newest.refId, attempts: newest.attempts, failure }, 'outbox row not carried');
    for (const row of group) {
      if (failure.kind === 'refused') await outbox.park(row.id, failure.problem);
      else await outbox.putOff(row.id, backoffMs(row.attempts, row.id), failure.kind === 'transient' ? failure.problem : failure.kind);
    }
  }
}

async function carry({ outbox, temporal, jobs, rebuild, log }: OutboxRelayDeps, newest: WaitingRow, ids: readonly string[]): Promise<void> {
  try {
    switch (newest.kind) {
      case 'reviewMoved':
        await temporal.reviewMoved(newest.payload as ReviewView);
        break;
      case 'procedureMoved':
        await temporal.procedureMoved(newest.payload as ProcedureView);
        break;
      case 'campaignMoved':
        await temporal.campaignMoved(newest.payload as CampaignView);
        break;
      case 'notice':
        await jobs.notice({ outboxId: newest.id, noticeId: newest.refId }, newest.attempts);
        break;
      default:
        throw new TypeError(`no taker for outbox kind ${newest.kind}`);
    }
    await failpoint('outbox-relay/after-signal-before-mark');
  } catch (error) {
    if (failureOf(error).kind !== 'runClosed') throw error;
    const { reviewId, rebuild: seen } = newest.payload as ReviewView;
    const ordered = await rebuild(reviewId, seen);
    if (ordered) log.warn({ reviewId, seen }, 'the run of an open review had closed; a new one is ordered');
  }
  await outbox.markCarried(ids);
}
