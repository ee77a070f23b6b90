/** What tests on a real database do at a desk: open a review, read its facts, decide on it, and check its chain. */
import { createHash } from 'node:crypto';
import type { Commands } from '../../commands/index.js';
import type { DecisionReceipt } from '../../commands/record-decision.js';
import { coveredDigest } from '../../domain/review/content-digest.js';
import type { CarriedOn } from '../../commands/frame/execution-verb.js';
import type { CompetenceTrack } from '../../domain/procedure/change-items.js';
import type { TrackStep } from '../../domain/review/review.js';
import type { LocalDate } from '../../domain/shared/instant.js';
import type { ProposalBody } from '../../domain/review/proposal.js';
import { fold, isOpen, type ReviewEvent, type ReviewState, type TaskState } from '../../domain/review/review.js';
import type { Verdict } from '../../domain/route/route.js';
import { DomainError, type ErrorCode } from '../../domain/shared/errors.js';
import { parseTaskId, stageIdOf, type ReviewId } from '../../domain/shared/ids.js';
import type { TestDatabase } from './database.js';
import { sha256 } from './law.js';
import { aProposal, launchReviews, type Province, type Seat } from './province.js';

export type Desk = {
  /** A campaign over one new procedure: its review. */
  readonly oneReview: (code: string, draft?: ProposalBody | null, routeKey?: string) => Promise<ReviewId>;
  readonly reviewsOf: (campaignId: string) => Promise<readonly ReviewId[]>;
  readonly factsOf: (streamId: string) => Promise<readonly ReviewEvent[]>;
  readonly stateOf: (reviewId: string) => Promise<ReviewState>;
  /** What the person who sees the open task as it stands would send. */
  readonly verdictOn: (
    reviewId: string,
    stageKey: string,
    verdict?: Verdict,
    comment?: string,
  ) => Promise<{
    readonly taskId: string;
    readonly expectedVersion: number;
    readonly contentDigest: string;
    readonly verdict: Verdict;
    readonly comment: string;
  }>;
  /** Decides, and lets nothing follow. */
  readonly decide: (reviewId: string, stageKey: string, seat: Seat, verdict?: Verdict) => Promise<DecisionReceipt>;
  /** Answers the seat's own task of a stage in which each candidate has one, and opens what follows. */
  readonly answer: (reviewId: ReviewId, stageKey: string, seat: Seat, verdict?: Verdict, comment?: string) => Promise<DecisionReceipt>;
  /** Decides, and opens what follows as the workflow would. */
  readonly decideOn: (reviewId: string, stageKey: string, seat: Seat, verdict?: Verdict) => Promise<DecisionReceipt>;
  /** Opens the tracks of an approved review and records on one of them the text that executes it. */
  readonly enact: (
    reviewId: ReviewId,
    text: { readonly from: string; readonly to?: string; readonly track?: CompetenceTrack; readonly document?: string },
  ) => Promise<CarriedOn>;
  readonly openKeys: (reviewId: string) => Promise<readonly string[]>;
  readonly outboxOf: (
    refId: string,
    kind?: string,
  ) => Promise<
    readonly {
      readonly id: string;
      readonly kind: string;
      readonly payload: { readonly seq: number; readonly rebuild: number } & Readonly<Record<string, unknown>>;
      readonly carriedAt: string | null;
      readonly parkedAt: string | null;
      readonly problem: string | null;
      readonly attempts: number;
    }[]
  >;
  /** Every chain of facts in the database, recomputed: the streams whose hashes do not hold. */
  readonly brokenChains: () => Promise<readonly string[]>;
};

export function openDesk(database: TestDatabase, commands: Commands, province: Province): Desk {
  const { rows } = database.reader;
  const factsOf = async (streamId: string): Promise<readonly ReviewEvent[]> =>
    (await rows<{ payload: string }>('SELECT payload FROM facts WHERE stream_id = ? ORDER BY seq', [streamId])).map(
      (row) => JSON.parse(row.payload) as ReviewEvent,
    );
  const stateOf = async (reviewId: string): Promise<ReviewState> => fold(await factsOf(reviewId));
  const openTask = (state: ReviewState, stageKey: string): TaskState => {
    const task = state.tasks.find((candidate) => candidate.stageKey === stageKey && isOpen(candidate));
    if (!task) throw new Error(`no open task in ${stageKey}`);
    return task;
  };
  const desk: Desk = {
    factsOf,
    stateOf,
    reviewsOf: async (campaignId) =>
      (
        await rows<{ review_id: ReviewId }>('SELECT review_id FROM campaign_items WHERE campaign_id = ? AND review_id IS NOT NULL ORDER BY position', [
          campaignId,
        ])
      ).map((row) => row.review_id),
    oneReview: async (code, draft = aProposal(), routeKey) => {
      const launched = await launchReviews(commands, province, [code], draft, routeKey);
      const [review] = await desk.reviewsOf(launched.campaignId);
      if (!review) throw new Error(`no review of ${code}: ${JSON.stringify(launched.problems)}`);
      return review;
    },
    verdictOn: async (reviewId, stageKey, verdict = 'approve', comment = verdict === 'reject' || verdict === 'return' ? 'Thiếu căn cứ' : '') => {
      const state = await stateOf(reviewId);
      const task = openTask(state, stageKey);
      return { taskId: task.id, expectedVersion: task.version, contentDigest: coveredDigest(state.content, ['*'], sha256), verdict, comment };
    },
    decide: async (reviewId, stageKey, seat, verdict) => {
      const command = await desk.verdictOn(reviewId, stageKey, verdict);
      return commands.recordDecision(province.actor(seat), `k-${sha256(`${command.taskId}${command.expectedVersion}${seat}`).slice(0, 24)}`, command);
    },
    answer: async (reviewId, stageKey, seat, verdict = 'approve', comment = verdict === 'approve' || verdict === 'noOpinion' ? '' : 'Thiếu căn cứ') => {
      const state = await stateOf(reviewId);
      const task = state.tasks.find((one) => one.stageKey === stageKey && isOpen(one) && one.candidates[0] === province.people[seat]);
      if (!task) throw new Error(`${seat} has no open task in ${stageKey}`);
      const receipt = await commands.recordDecision(province.actor(seat), `a-${sha256(`${task.id}${task.version}${seat}`).slice(0, 24)}`, {
        taskId: task.id,
        expectedVersion: task.version,
        contentDigest: coveredDigest(state.content, ['*'], sha256),
        verdict,
        comment,
      });
      await commands.openNextStages({ reviewId, after: task.stageId, rebuild: 0 }, 'caller');
      return receipt;
    },
    decideOn: async (reviewId, stageKey, seat, verdict) => {
      const receipt = await desk.decide(reviewId, stageKey, seat, verdict);
      const { reviewId: id, round } = parseTaskId(receipt.taskId);
      await commands.openNextStages({ reviewId: id, after: stageIdOf(id, stageKey, round), rebuild: 0 }, 'caller');
      return receipt;
    },
    enact: async (reviewId, { from, to, track = 'province', document = '15/2026/QĐ-UBND' }) => {
      await commands.openTracks({ reviewId, rebuild: 0 }, 'caller');
      const [{ today }] = (await rows<{ today: LocalDate }>(
        'SELECT DATE(NOW(3) + INTERVAL (SELECT offset_ms FROM business_clock WHERE id = 1) * 1000 MICROSECOND + INTERVAL 7 HOUR) AS today',
      )) as [{ today: LocalDate }];
      const record = (step: TrackStep['step'], dates: Pick<TrackStep, 'article' | 'effectiveFrom' | 'effectiveTo'>): Promise<CarriedOn> =>
        commands.advanceTrack(province.actor('head'), `enact-${step}-${sha256(`${reviewId}${track}${document}`).slice(0, 20)}`, {
          reviewId,
          track,
          step: { step, on: today, document, note: '', ...dates },
        });
      if (track !== 'province') await record('sent', { article: null, effectiveFrom: null, effectiveTo: null });
      return record('enacted', { article: 'Điều 1', effectiveFrom: from as LocalDate, effectiveTo: (to ?? null) as LocalDate | null });
    },
    openKeys: async (reviewId) =>
      (await stateOf(reviewId)).stages
        .filter((stage) => stage.status === 'open')
        .map((stage) => stage.key)
        .sort(),
    outboxOf: async (refId, kind = 'reviewMoved') => {
      const found = await rows<{
        id: string;
        kind: string;
        payload: string;
        carried_at: string | null;
        parked_at: string | null;
        problem: string | null;
        attempts: number;
      }>('SELECT id, kind, payload, carried_at, parked_at, problem, attempts FROM outbox WHERE ref_id = ? AND kind = ? ORDER BY id', [refId, kind]);
      return found.map((row) => ({
        id: String(row.id),
        kind: row.kind,
        payload: JSON.parse(row.payload) as never,
        carriedAt: row.carried_at,
        parkedAt: row.parked_at,
        problem: row.problem,
        attempts: Number(row.attempts),
      }));
    },
    brokenChains: async () => {
      const facts = await rows<{ stream_id: string; seq: number; payload: string; previous_hash: string; hash: string }>(
        'SELECT stream_id, seq, payload, previous_hash, hash FROM facts ORDER BY stream_id, seq',
      );
      const heads = new Map<string, { readonly seq: number; readonly hash: string }>();
      const broken = new Set<string>();
      for (const fact of facts) {
        const head = heads.get(fact.stream_id) ?? { seq: 0, hash: '0'.repeat(64) };
        const hash = createHash('sha256')
          .update([head.hash, fact.stream_id, head.seq + 1, fact.payload].join('\n'))
          .digest('hex');
        if (Number(fact.seq) !== head.seq + 1 || fact.previous_hash !== head.hash || fact.hash !== hash) broken.add(fact.stream_id);
        heads.set(fact.stream_id, { seq: head.seq + 1, hash });
      }
      return [...broken];
    },
  };
  return desk;
}

/** The code a command is refused with, or `accepted`. */
export async function codeOf(act: Promise<unknown>): Promise<ErrorCode | 'accepted'> {
  try {
    await act;
    return 'accepted';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

/** Runs something while a failpoint is armed. */
export async function withFailpoints<T>(points: string, act: () => Promise<T>): Promise<T> {
  process.env['FAILPOINTS'] = points;
  try {
    return await act();
  } finally {
    delete process.env['FAILPOINTS'];
  }
}
