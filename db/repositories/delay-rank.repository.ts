/** What the overdue board ranks tasks by, kept beside them so that a page of it is read in its order. */
import { In } from 'typeorm';
import { inParts } from '../../domain/shared/in-parts.js';
import { SENT_ON } from '../../domain/cost/frozen.js';
import { delayRankOf } from '../../domain/escalation/cost-of-delay.js';
import type { ReviewId } from '../../domain/shared/ids.js';
import { CostSheetEntity } from '../entities/cost.entity.js';
import { ProposalEntity, ReviewEntity, TaskEntity } from '../entities/review.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';
import { updateMany } from '../update-many.js';

const CHUNK = 500;

/** Ranks the tasks of reviews by the present revision of their proposals. @idempotent by task */
export async function rankTasks(tx: Tx, reviewIds: readonly ReviewId[]): Promise<void> {
  const manager = managerOf(tx);
  for (const part of inParts(reviewIds, CHUNK)) {
    const tasks = await manager
      .createQueryBuilder(TaskEntity, 't')
      .innerJoin(ReviewEntity, 'r', 'r.id = t.reviewId')
      .leftJoin(ProposalEntity, 'p', 'p.reviewId = r.id AND p.revision = r.revision')
      .select(['t.id AS id', 't.reviewId AS review', 'r.revision AS revision', 't.delayRank AS delayRank', 't.verified AS verified'])
      .addSelect(['p.costBefore AS costBefore', 'p.costAfter AS costAfter'])
      .where('t.reviewId IN (:...part)', { part })
      .getRawMany<{
        id: string;
        review: string;
        revision: number;
        delayRank: string | null;
        verified: number;
        costBefore: string | null;
        costAfter: string | null;
      }>();
    const sheets = await manager.find(CostSheetEntity, {
      select: { id: true, reviewId: true, revision: true },
      where: { reviewId: In([...part]), kind: In(SENT_ON) },
    });
    const sentOn = new Set(sheets.map((sheet) => `${sheet.reviewId} ${sheet.revision}`));
    const ranked = tasks.map(({ id, review, revision, costBefore, costAfter, ...was }) => {
      const rank = delayRankOf(costBefore === null || costAfter === null ? null : Number(costBefore) - Number(costAfter));
      return { id, delayRank: rank === null ? null : String(rank), verified: sentOn.has(`${review} ${revision}`), was };
    });
    const moved = ranked.filter(
      ({ delayRank, verified, was }) => delayRank !== (was.delayRank === null ? null : String(was.delayRank)) || verified !== (Number(was.verified) === 1),
    );
    await updateMany(tx, TaskEntity, moved, new Set(['delayRank', 'verified']));
  }
}
