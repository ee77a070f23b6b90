/** Walks a launched review along its route, as people would. */
import type { Commands } from '../../commands/index.js';
import { sha256 } from '../../commands/frame/audit-chain.js';
import { coveredDigest } from '../../domain/review/content-digest.js';
import { fold, isOpen, type ReviewEvent, type ReviewState, type TaskState } from '../../domain/review/review.js';
import type { Verdict } from '../../domain/route/route.js';
import { parseTaskId, type ReviewId, type StageId } from '../../domain/shared/ids.js';
import type { ProposalBody } from '../../domain/review/proposal.js';
import type { TestDatabase } from './database.js';
import { launchReviews, type Province, type Seat } from './province.js';

export async function stateOf(database: TestDatabase, reviewId: string): Promise<ReviewState> {
  const rows = await database.reader.rows<{ payload: string }>('SELECT payload FROM facts WHERE stream_id = ? ORDER BY seq', [reviewId]);
  return fold(rows.map((row) => JSON.parse(row.payload) as ReviewEvent));
}

export function openTaskOf(state: ReviewState, stageKey: string): TaskState {
  const task = state.tasks.find((candidate) => candidate.stageKey === stageKey && isOpen(candidate));
  if (!task) throw new Error(`no open task in ${stageKey}`);
  return task;
}

/** Imports one procedure and launches a review of it. */
export async function launchOne(database: TestDatabase, commands: Commands, province: Province, code: string, draft?: ProposalBody): Promise<ReviewId> {
  const launched = await launchReviews(commands, province, [code], draft);
  if (launched.problems.length > 0) throw new Error(JSON.stringify(launched.problems));
  const row = await database.reader.row<{ review_id: ReviewId }>('SELECT review_id FROM campaign_items WHERE campaign_id = ?', [launched.campaignId]);
  if (!row) throw new Error('no review');
  return row.review_id;
}

/** A verdict in the portal, then the workflow's next step. */
export async function decideInPortal(
  database: TestDatabase,
  commands: Commands,
  province: Province,
  reviewId: string,
  stageKey: string,
  seat: Seat,
  verdict: Verdict = 'approve',
  comment = '',
): Promise<void> {
  const state = await stateOf(database, reviewId);
  const task = openTaskOf(state, stageKey);
  await commands.recordDecision(province.actor(seat), `walk-${reviewId.slice(-10)}-${stageKey}-${task.round}-${seat}`, {
    taskId: task.id,
    expectedVersion: task.version,
    contentDigest: coveredDigest(state.content, ['*'], sha256),
    verdict,
    comment,
  });
  await openNext(commands, task.id);
}

/** What the workflow asks for once a stage has closed. */
export async function openNext(commands: Commands, taskId: string): Promise<void> {
  const { reviewId, stageKey, round } = parseTaskId(taskId);
  await commands.openNextStages({ reviewId, after: `stg_${reviewId.slice(4)}-${stageKey}-${round}` as StageId, rebuild: 0 }, 'caller');
}
