/** Reviews: locked, loaded from their facts, and projected whole from their state. */
import { MoreThan, Not } from 'typeorm';
import { inParts } from '../../domain/shared/in-parts.js';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import { clockOf, type ReviewId } from '../../domain/shared/ids.js';
import { mayBeHeld } from '../../domain/escalation/cost-of-delay.js';
import { enactedBy, trackClockRuns } from '../../domain/review/execution.js';
import { isOpen, isPublished, phaseOfReview, publicationOf, type ReviewEvent, type ReviewState } from '../../domain/review/review.js';
import {
  DecisionEntity,
  ProposalEntity,
  PublicationEntity,
  ReviewEntity,
  RungFiringEntity,
  StageEntity,
  TaskCandidateEntity,
  TaskEntity,
  TrackEntity,
} from '../entities/review.entity.js';
import { insertMany } from '../insert-many.js';
import type { Row } from '../stored-row.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';
import { updateMany } from '../update-many.js';
import { rankTasks } from './delay-rank.repository.js';
import { listFacts, listPayloadsOf } from './ledger.repository.js';

/** The counters of a review that are not part of its state. */
export type ReviewHead = {
  readonly id: ReviewId;
  readonly seq: number;
  readonly viewSeq: number;
  readonly rebuild: number;
  readonly chainHead: string;
};

/** Locks a review and answers its counters; null when there is none. */
export async function lockReview(tx: Tx, id: ReviewId): Promise<ReviewHead | null> {
  const row = await managerOf(tx)
    .createQueryBuilder(ReviewEntity, 'review')
    .select(['review.id', 'review.seq', 'review.viewSeq', 'review.rebuild', 'review.chainHead'])
    .where('review.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();
  return row && { id: row.id as ReviewId, seq: row.seq, viewSeq: row.viewSeq, rebuild: row.rebuild, chainHead: row.chainHead };
}

/** Locks several reviews in ascending order of id and answers those that exist. */
export async function lockReviews(tx: Tx, ids: readonly ReviewId[]): Promise<readonly ReviewHead[]> {
  if (ids.length === 0) return [];
  const rows = await managerOf(tx)
    .createQueryBuilder(ReviewEntity, 'review')
    .select(['review.id', 'review.seq', 'review.viewSeq', 'review.rebuild', 'review.chainHead'])
    .where('review.id IN (:...ids)', { ids })
    .orderBy('review.id')
    .setLock('pessimistic_write')
    .getMany();
  return rows.map((row) => ({ id: row.id as ReviewId, seq: row.seq, viewSeq: row.viewSeq, rebuild: row.rebuild, chainHead: row.chainHead }));
}

/** The facts of several reviews, each in its order. */
export async function listFactsOfReviews(tx: Tx, ids: readonly ReviewId[]): Promise<ReadonlyMap<string, readonly ReviewEvent[]>> {
  const payloads = await listPayloadsOf(tx, ids);
  return new Map([...payloads].map(([id, list]) => [id, list.map((payload) => JSON.parse(payload) as ReviewEvent)]));
}

export async function listReviewFacts(tx: Tx, id: ReviewId): Promise<readonly ReviewEvent[]> {
  return (await listFacts(tx, id)).map((fact) => JSON.parse(fact.payload) as ReviewEvent);
}

/** One page of reviews that are not over, by id: deliberated, carried out or published. */
export async function listOpenReviewIds(tx: Tx, after: string, limit: number): Promise<readonly ReviewId[]> {
  const rows = await managerOf(tx).find(ReviewEntity, {
    select: { id: true },
    where: { phase: Not('closed'), id: MoreThan(after) },
    order: { id: 'ASC' },
    take: limit,
  });
  return rows.map((row) => row.id as ReviewId);
}

export type ReviewChange = {
  readonly before: ReviewState | null;
  readonly after: ReviewState;
  readonly head: ReviewHead;
  readonly nextWakeAt: Instant | null;
  /** The calendar whose next version it waits for. */
  readonly wanted: { readonly id: string; readonly version: number } | null;
};

type Rows = {
  readonly stages: Row[];
  readonly tasks: Row[];
  readonly candidates: Row[];
  readonly rungs: Row[];
  readonly decisions: Row[];
  readonly tracks: Row[];
  readonly publications: Row[];
};

/** The cost of a task's delay is no part of a review's state: it is ranked once it is stored. */
const UNRANKED = { delayRank: null, verified: false } as const;

/** The projection of a state: what the tables must hold. */
function rowsOf(state: ReviewState): Rows {
  const clocks = [
    ...state.tasks.map((task) => ({ of: task.id as string, clock: task })),
    ...(state.limitTerm ? [{ of: state.id as string, clock: state.limitTerm }] : []),
    ...state.tracks.flatMap((track) => (track.clock ? [{ of: clockOf(state.id, track.key) as string, clock: track.clock }] : [])),
    ...state.tracks.flatMap(({ key, publication }) => (publication ? [{ of: clockOf(state.id, publicationOf(key)) as string, clock: publication.clock }] : [])),
  ];
  return {
    stages: state.stages.map((stage) => ({
      id: stage.id,
      reviewId: state.id,
      stageKey: stage.key,
      round: stage.round,
      status: stage.status,
      outcome: stage.outcome,
      openedBy: stage.openedBy,
      openedAt: stage.openedAt,
      closedAt: stage.closedAt,
      closedBy: stage.closedBy,
    })),
    tasks: state.tasks.map((task) => ({
      id: task.id,
      reviewId: state.id,
      stageId: task.stageId,
      stageKey: task.stageKey,
      round: task.round,
      slot: task.slot,
      unitId: task.unitId,
      ownerUnitId: state.ownerUnitId,
      role: task.role,
      status: task.status,
      isOpen: isOpen(task),
      version: task.version,
      openedAt: task.openedAt,
      dueAt: task.term.dueAt,
      provisional: task.term.provisional,
      breachedAt: task.breachedAt,
      term: task.term,
      rungLevel: task.rungs.filter(
        (rung) => rung.result === 'fired' && rung.epoch === task.term.epoch && task.term.dueAt !== null && rung.plannedAt >= task.term.dueAt,
      ).length,
      decisionId: task.decisionId,
      held: mayBeHeld(task.term, state.disputed),
      ...UNRANKED,
    })),
    candidates: state.tasks.flatMap((task) => task.candidates.map((personId) => ({ taskId: task.id, personId, isOpen: isOpen(task), dueAt: task.term.dueAt }))),
    rungs: clocks.flatMap(({ of, clock }) =>
      clock.rungs.map((rung) => ({
        termOf: of,
        epoch: rung.epoch,
        rungKey: rung.key,
        reviewId: state.id,
        result: rung.result,
        plannedAt: rung.plannedAt,
        firedAt: rung.firedAt,
        told: rung.told,
      })),
    ),
    decisions: state.decisions.map((decision) => ({
      id: decision.id,
      reviewId: state.id,
      taskId: decision.taskId,
      taskVersion: decision.taskVersion,
      stageKey: decision.stageKey,
      round: decision.round,
      verdict: decision.verdict,
      comment: decision.comment,
      actorId: decision.actor,
      onBehalfOf: decision.onBehalfOf,
      unitId: decision.unitId,
      channel: decision.channel,
      assurance: decision.assurance,
      contentDigest: decision.contentDigest,
      recordedAt: decision.recordedAt,
      receivedAt: decision.receivedAt,
      late: decision.late,
    })),
    tracks: state.tracks.map((track) => {
      const enacted = enactedBy(track);
      return {
        id: clockOf(state.id, track.key),
        reviewId: state.id,
        trackKey: track.key,
        unitId: track.unitId,
        itemCount: track.itemIds.length,
        step: track.steps.at(-1)?.step ?? null,
        outcome: track.outcome,
        saving: track.saving,
        document: enacted?.document ?? null,
        effectiveFrom: enacted?.effectiveFrom ?? null,
        effectiveTo: enacted?.effectiveTo ?? null,
        openedAt: track.openedAt,
        closedAt: track.closedAt,
        dueAt: track.clock !== null && trackClockRuns(track) ? track.clock.term.dueAt : null,
      };
    }),
    publications: state.tracks.flatMap((track) =>
      track.publication === null
        ? []
        : [
            {
              id: clockOf(state.id, publicationOf(track.key)),
              reviewId: state.id,
              trackKey: track.key,
              unitId: track.unitId,
              openedAt: track.publication.openedAt,
              dueAt: isPublished(track) ? null : track.publication.clock.term.dueAt,
              decisionNumber: track.publication.published?.decisionNumber ?? null,
              publishedOn: track.publication.published?.publishedOn ?? null,
              databaseEnteredOn: track.publication.published?.databaseEnteredOn ?? null,
            },
          ],
    ),
  };
}

const EMPTY: Rows = { stages: [], tasks: [], candidates: [], rungs: [], decisions: [], tracks: [], publications: [] };

const keyOf = (row: Row): string =>
  `${String(row['id'] ?? row['taskId'] ?? row['termOf'])}|${String(row['personId'] ?? row['rungKey'] ?? '')}|${String(row['epoch'] ?? '')}`;

type Moved = { readonly added: Row[]; readonly changed: Row[]; readonly columns: ReadonlySet<string>; readonly gone: Row[] };

/** Rows that are new, differ (and in which columns), or are no longer among what the state before projected. */
function moved(before: readonly Row[], after: readonly Row[]): Moved {
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const kept = new Set(after.map(keyOf));
  const columns = new Set<string>();
  const changed = after.filter((row) => {
    const old = known.get(keyOf(row));
    const differing = old === undefined ? [] : Object.keys(row).filter((name) => JSON.stringify(old[name]) !== JSON.stringify(row[name]));
    for (const name of differing) columns.add(name);
    return differing.length > 0;
  });
  return { gone: before.filter((row) => !kept.has(keyOf(row))), added: after.filter((row) => !known.has(keyOf(row))), changed, columns };
}

const CHUNK = 500;

/** Where the rows of a state stand. */
const TABLES = [
  ['stages', StageEntity],
  ['tasks', TaskEntity],
  ['candidates', TaskCandidateEntity],
  ['rungs', RungFiringEntity],
  ['decisions', DecisionEntity],
  ['tracks', TrackEntity],
  ['publications', PublicationEntity],
] as const;

const headRow = ({ after, head, nextWakeAt, wanted }: Omit<ReviewChange, 'before'>): Row => ({
  id: after.id,
  procedureId: after.procedureId,
  openProcedureId: after.outcome === null ? after.procedureId : null,
  versionId: after.versionId,
  campaignId: after.campaignId,
  ownerUnitId: after.ownerUnitId,
  routeKey: after.routeKey,
  routeVersion: after.routeVersion,
  outcome: after.outcome,
  phase: phaseOfReview(after),
  openedAt: after.openedAt,
  closedAt: after.closedAt,
  revision: after.revision,
  seq: head.seq,
  viewSeq: head.viewSeq,
  rebuild: head.rebuild,
  chainHead: head.chainHead,
  nextWakeAt,
  wantedCalendarId: wanted?.id ?? null,
  wantedCalendarVersion: wanted?.version ?? null,
});

/** What every change of a review moves, apart from its state. */
const COUNTERS = ['seq', 'viewSeq', 'chainHead', 'nextWakeAt', 'wantedCalendarId', 'wantedCalendarVersion'] as const;

/** Inserts rows, or writes them over those that have their keys. Only for tables where no other unique key can be met. */
async function overwrite(
  tx: Tx,
  target: typeof TaskEntity | typeof TaskCandidateEntity | typeof ReviewEntity | typeof RungFiringEntity,
  rows: readonly Row[],
): Promise<void> {
  const manager = managerOf(tx);
  const columns = manager.connection.getMetadata(target).columns.map((column) => column.databaseName);
  for (const part of inParts(rows, CHUNK))
    await manager
      .createQueryBuilder()
      .insert()
      .into(target)
      .values(part as never[])
      .orUpdate(columns)
      .updateEntity(false)
      .execute();
}

/** Writes what a review's facts come to over whatever its tables say. The review must be locked. */
export async function restateReview(tx: Tx, change: Omit<ReviewChange, 'before'>): Promise<void> {
  const manager = managerOf(tx);
  const { after } = change;
  const rows = rowsOf(after);
  await overwrite(tx, ReviewEntity, [headRow(change)]);
  await overwrite(tx, TaskEntity, rows.tasks);
  await overwrite(tx, TaskCandidateEntity, rows.candidates);
  await overwrite(tx, RungFiringEntity, rows.rungs);
  const seats = new Set(rows.candidates.map((row) => `${String(row['taskId'])} ${String(row['personId'])}`));
  for (const task of after.tasks) {
    for (const found of await manager.findBy(TaskCandidateEntity, { taskId: task.id })) {
      if (!seats.has(`${found.taskId} ${found.personId}`)) await manager.delete(TaskCandidateEntity, { taskId: found.taskId, personId: found.personId });
    }
  }
  const fired = new Set(rows.rungs.map((row) => `${String(row['termOf'])} ${String(row['epoch'])} ${String(row['rungKey'])}`));
  for (const found of await manager.findBy(RungFiringEntity, { reviewId: after.id })) {
    const { termOf, epoch, rungKey } = found;
    if (!fired.has(`${termOf} ${epoch} ${rungKey}`)) await manager.delete(RungFiringEntity, { reviewId: after.id, termOf, epoch, rungKey });
  }
  await rankTasks(tx, [after.id]);
}

/** Writes the projections of several reviews; each must be locked or new. Unique keys refuse a rival. */
export async function projectReviews(tx: Tx, changes: readonly ReviewChange[]): Promise<void> {
  const manager = managerOf(tx);
  const heads = changes.map(headRow);
  await insertMany(
    tx,
    ReviewEntity,
    heads.filter((_, index) => changes[index]?.before === null),
  );
  const kept = changes.filter(({ before }) => before !== null);
  const moving = kept.flatMap(({ before, ...change }) => [...moved([headRow({ ...change, after: before as ReviewState })], [headRow(change)]).columns]);
  await updateMany(tx, ReviewEntity, kept.map(headRow), new Set([...moving, ...COUNTERS]));
  const projected = changes.map(({ before, after }) => ({ before: before ? rowsOf(before) : EMPTY, after: rowsOf(after) }));
  for (const [name, target] of TABLES) {
    const parts = projected.map((rows) => moved(rows.before[name], rows.after[name]));
    await insertMany(
      tx,
      target,
      parts.flatMap((part) => part.added),
    );
    // Only candidates ever go: a task that was moved is nobody else's work any more.
    for (const row of parts.flatMap((part) => part.gone)) {
      await manager.createQueryBuilder().delete().from(TaskCandidateEntity).where('taskId = :taskId AND personId = :personId', row).execute();
    }
    const changed = parts.flatMap((part) => part.changed);
    await updateMany(tx, target, changed, new Set(parts.flatMap((part) => [...part.columns])));
  }
  // A review that has just opened has no proposal yet: it is ranked when that is stored.
  const grown = kept.filter(({ before, after }) => after.tasks.length > (before?.tasks.length ?? 0));
  await rankTasks(
    tx,
    grown.map(({ after }) => after.id),
  );
}

/** Raises the view number alone: the state is the same, but its instants moved on the wall. */
export async function setViewSeq(tx: Tx, id: ReviewId, viewSeq: number): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(ReviewEntity).set({ viewSeq }).where('id = :id', { id }).execute();
}

/** Raises `rebuild` from the number seen; false when somebody else did. */
export async function raiseRebuild(tx: Tx, id: ReviewId, seen: number): Promise<boolean> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .update(ReviewEntity)
    .set({ rebuild: seen + 1 })
    .where('id = :id AND rebuild = :seen', { id, seen })
    .execute();
  return result.affected === 1;
}

export type ProposalRow = {
  readonly reviewId: ReviewId;
  readonly revision: number;
  readonly body: unknown;
  readonly revisedBy: string;
  readonly revisedAt: Instant;
  readonly costBefore: string | null;
  readonly costAfter: string | null;
};

/** Stores proposals, and ranks by their costs the tasks of those reviews whose present revision they are. */
export async function insertProposals(tx: Tx, rows: readonly ProposalRow[]): Promise<void> {
  for (const part of inParts(rows, CHUNK)) {
    await managerOf(tx)
      .createQueryBuilder()
      .insert()
      .into(ProposalEntity)
      .values(part as never[])
      .updateEntity(false)
      .execute();
  }
  await rankTasks(
    tx,
    rows.map((row) => row.reviewId),
  );
}

export async function findProposal(tx: Tx, reviewId: ReviewId, revision: number): Promise<ProposalRow | null> {
  const row = await managerOf(tx).findOneBy(ProposalEntity, { reviewId, revision });
  return row && { ...row, reviewId };
}

/** The proposal as it was last written. */
export async function findLastProposal(tx: Tx, reviewId: ReviewId): Promise<ProposalRow | null> {
  const row = await managerOf(tx).findOne(ProposalEntity, { where: { reviewId }, order: { revision: 'DESC' } });
  return row && { ...row, reviewId };
}

/** Whether every track of a review has a text in force on a day; true for a review without any, which takes effect by itself. */
export async function isWhollyExecuted(tx: Tx, reviewId: ReviewId, on: LocalDate): Promise<boolean> {
  const tracks = await managerOf(tx).findBy(TrackEntity, { reviewId });
  return tracks.every(
    ({ outcome, effectiveFrom, effectiveTo }) =>
      outcome === 'executed' && effectiveFrom !== null && effectiveFrom <= on && (effectiveTo === null || effectiveTo >= on),
  );
}
