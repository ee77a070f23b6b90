/** Notices: told once, leased by one mailer at a time, wiped of their message at the end. */
import { In } from 'typeorm';
import { inParts } from '../../domain/shared/in-parts.js';
import type { PersonId, ReviewId, TaskId } from '../../domain/shared/ids.js';
import { epochMs, type Instant } from '../../domain/shared/instant.js';
import { RUNG_KINDS, type NoticeDraft, type NoticeKind } from '../../domain/review/notices.js';
import type { Standing } from '../../domain/review/overtaken.js';
import { PRE_NOTICE } from '../../domain/route/route.js';
import type { NoticeProof } from '../../domain/review/silence.js';
import { NoticeEntity, DecisionTokenEntity } from '../entities/notice.entity.js';
import { PersonEntity } from '../entities/organisation.entity.js';
import { ReviewEntity, RungFiringEntity, TaskCandidateEntity, TaskEntity } from '../entities/review.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export const NOTICE_STATES = ['pending', 'leased', 'deferred', 'accepted', 'suppressed', 'bounced', 'expired', 'poison'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];
export type NoticeEnd = Exclude<NoticeState, 'pending' | 'leased' | 'deferred'>;

const CHUNK = 500;

/** A notice to be stored; it goes out no earlier than `notBefore` of the wall clock. */
export type NewNotice = NoticeDraft & { readonly id: string; readonly notBefore?: Instant };

/**
 * Inserts notices as pending and answers the ids of those that are new: the same thing is told once.
 * @idempotent by (kind, subject, round, epoch, rung, recipient)
 */
export async function insertNotices(tx: Tx, rows: readonly NewNotice[]): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const manager = managerOf(tx);
  const { wallNow } = await tx.clock();
  const told: string[] = [];
  for (const part of inParts(rows, CHUNK)) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(NoticeEntity)
      .values(
        part.map(({ notBefore = wallNow, ...row }) => ({
          ...row,
          model: row.model as object,
          state: notBefore > wallNow ? 'deferred' : 'pending',
          reason: null,
          createdAt: wallNow,
          nextAt: notBefore,
          leaseUntil: null,
          attempts: 0,
          ambiguous: 0,
          phase: null,
          renderFailures: 0,
          messageId: null,
          sealed: null,
          archived: null,
          endedAt: null,
        })),
      )
      .orIgnore()
      .updateEntity(false)
      .execute();
    const found = await manager.find(NoticeEntity, { select: { id: true }, where: { id: In(part.map((row) => row.id)) } });
    const inserted = new Set(found.map((row) => row.id));
    told.push(...part.filter((row) => inserted.has(row.id)).map((row) => row.id));
  }
  return told;
}

/** How many rungs each person was told of by single letters since an instant of the wall clock. */
export async function countRecentRungs(tx: Tx, people: readonly PersonId[], since: Instant): Promise<ReadonlyMap<PersonId, number>> {
  if (people.length === 0) return new Map();
  const rows = await managerOf(tx)
    .createQueryBuilder(NoticeEntity, 'notice')
    .select('notice.recipientId', 'id')
    .addSelect('COUNT(*)', 'n')
    .where('notice.recipientId IN (:...people) AND notice.createdAt > :since', { people, since: new Date(since) })
    .andWhere('notice.kind IN (:...kinds) AND notice.rung <> :pre', {
      kinds: RUNG_KINDS,
      pre: PRE_NOTICE,
    })
    .groupBy('notice.recipientId')
    .getRawMany<{ id: PersonId; n: string }>();
  return new Map(rows.map((row) => [row.id, Number(row.n)]));
}

/** A digest of one person; `waits`: no mailer has taken it up. */
export type RecentDigest = { readonly id: string; readonly epoch: number; readonly since: Instant; readonly waits: boolean };

/**
 * The last digest each person was given since an instant of the wall clock. People and digests stay locked until this
 * transaction ends: nobody else collects for them meanwhile, and what waits is not taken up before what is added to it is there.
 */
export async function lockRecentDigests(tx: Tx, people: readonly PersonId[], since: Instant): Promise<ReadonlyMap<PersonId, RecentDigest>> {
  const manager = managerOf(tx);
  await manager
    .createQueryBuilder(PersonEntity, 'person')
    .select('person.id')
    .where('person.id IN (:...people)', { people })
    .orderBy('person.id')
    .setLock('pessimistic_write')
    .getMany();
  const rows = await manager
    .createQueryBuilder(NoticeEntity, 'notice')
    .select(['notice.id', 'notice.recipientId', 'notice.epoch', 'notice.state', 'notice.attempts', 'notice.model'])
    .where("notice.kind = 'ladder.digest' AND notice.subjectId IN (:...people) AND notice.createdAt > :since", { people, since: new Date(since) })
    .orderBy('notice.id')
    .setLock('pessimistic_write')
    .getMany();
  return new Map(
    rows.map(({ id, recipientId, epoch, state, attempts, model }) => [
      recipientId as PersonId,
      { id, epoch, since: (model as { since: Instant }).since, waits: state === 'deferred' && attempts === 0 },
    ]),
  );
}

/** Lets a digest that waits tell of an earlier instant too. */
export async function extendDigest(tx: Tx, id: string, since: Instant): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .update(NoticeEntity)
    .set({ model: { since } as never })
    .where('id = :id', { id })
    .execute();
}

export type NoticeRecord = NoticeDraft & {
  readonly id: string;
  readonly state: NoticeState;
  readonly createdAt: Instant;
  readonly nextAt: Instant;
  readonly leaseUntil: Instant | null;
  readonly attempts: number;
  readonly ambiguous: number;
  readonly phase: 'render' | 'smtp' | null;
  readonly renderFailures: number;
  readonly messageId: string | null;
  readonly sealed: Buffer | null;
};

/** Locks a notice; null when there is none. */
export async function lockNotice(tx: Tx, id: string): Promise<NoticeRecord | null> {
  const row = await managerOf(tx).createQueryBuilder(NoticeEntity, 'notice').where('notice.id = :id', { id }).setLock('pessimistic_write').getOne();
  return row && (row as unknown as NoticeRecord);
}

/** What the claim judges a notice by. Nothing of it is locked: whoever changes it afterwards makes a fact that is later than this letter. */
export async function readStanding(tx: Tx, notice: NoticeRecord): Promise<Standing> {
  const manager = managerOf(tx);
  const person = await manager.findOne(PersonEntity, { select: { id: true, active: true, email: true }, where: { id: notice.recipientId } });
  const review = await manager.findOne(ReviewEntity, { select: { id: true, phase: true }, where: { id: notice.reviewId } });
  const task =
    notice.taskId === null
      ? null
      : await manager.findOne(TaskEntity, {
          select: { id: true, isOpen: true, version: true, dueAt: true, term: true as never },
          where: { id: notice.taskId },
        });
  const candidate =
    notice.taskId === null ? null : await manager.findOne(TaskCandidateEntity, { where: { taskId: notice.taskId, personId: notice.recipientId } });
  const token = await manager.findOne(DecisionTokenEntity, { select: { tokenHash: true, taskVersion: true }, where: { noticeId: notice.id, state: 'live' } });
  return {
    recipient: { active: person?.active ?? false, hasAddress: (person?.email ?? null) !== null, isCandidate: candidate?.isOpen ?? false },
    task: task && { open: task.isOpen, version: task.version, dueAt: task.dueAt, epoch: (task.term as { epoch: number }).epoch },
    reviewOpen: review !== null && review.phase !== 'closed',
    epoch: notice.epoch,
    linkedVersion: token?.taskVersion ?? null,
    assignment: notice.kind === 'task.withdrawn' ? await assignmentOf(tx, notice) : 'left',
    laterRung: notice.kind === 'task.reminder' && (await hasLaterRung(tx, notice)),
  };
}

async function assignmentOf(tx: Tx, notice: NoticeRecord): Promise<Standing['assignment']> {
  const rows = await managerOf(tx).find(NoticeEntity, {
    select: { id: true, state: true, ambiguous: true },
    where: { kind: 'task.assigned', subjectId: notice.subjectId, recipientId: notice.recipientId },
  });
  if (rows.some((row) => row.state === 'accepted' || row.ambiguous > 0)) return 'left';
  return rows.some((row) => row.state === 'leased') ? 'underway' : 'neverLeft';
}

async function hasLaterRung(tx: Tx, notice: NoticeRecord): Promise<boolean> {
  const firings = await managerOf(tx).findBy(RungFiringEntity, { reviewId: notice.reviewId, termOf: notice.subjectId, epoch: notice.epoch });
  const own = firings.find((firing) => firing.rungKey === notice.rung);
  return firings.some(
    (firing) =>
      own !== undefined && firing.result === 'fired' && firing.plannedAt > own.plannedAt && (firing.told as readonly string[]).includes(notice.recipientId),
  );
}

/** What a notice is about; null when there is none, or it is about no task. */
export async function findNoticeTask(tx: Tx, id: string): Promise<{ readonly reviewId: ReviewId; readonly taskId: TaskId } | null> {
  const row = await managerOf(tx).findOne(NoticeEntity, { select: { id: true, reviewId: true, taskId: true }, where: { id } });
  return row === null || row.taskId === null ? null : { reviewId: row.reviewId as ReviewId, taskId: row.taskId as TaskId };
}

/** The address a person's letters go to; null without one. */
export async function findAddress(tx: Tx, personId: string): Promise<string | null> {
  return (await managerOf(tx).findOne(PersonEntity, { select: { id: true, email: true }, where: { id: personId } }))?.email ?? null;
}

type Change = Partial<Omit<NoticeRecord, 'id' | keyof NoticeDraft | 'createdAt'>> & {
  readonly reason?: string | null;
  readonly archived?: string | null;
  readonly endedAt?: Instant | null;
};

/** Writes a notice this transaction has locked. */
export async function updateNotice(tx: Tx, id: string, change: Change): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .update(NoticeEntity)
    .set(change as never)
    .where('id = :id', { id })
    .execute();
}

/** Notices of some kinds about one task to one person, written since an instant of the wall clock. */
export async function countNoticesSince(tx: Tx, kind: NoticeKind, taskId: string, recipientId: string, rungPrefix: string, since: Instant): Promise<number> {
  return managerOf(tx)
    .createQueryBuilder(NoticeEntity, 'notice')
    .where('notice.kind = :kind AND notice.subjectId = :taskId AND notice.recipientId = :recipientId', { kind, taskId, recipientId })
    .andWhere('notice.rung LIKE :rung AND notice.createdAt > :since', { rung: `${rungPrefix}%`, since: new Date(since) })
    .getCount();
}

/** What became of the pre-notices of a task, one row a letter. */
export async function listNoticeProofs(tx: Tx, taskId: TaskId): Promise<readonly NoticeProof[]> {
  const rows = await managerOf(tx).find(NoticeEntity, {
    select: { id: true, recipientId: true, epoch: true, state: true, createdAt: true, endedAt: true },
    where: { taskId, rung: PRE_NOTICE },
    order: { id: 'ASC' },
  });
  return rows.map((row) => ({
    noticeId: row.id,
    recipientId: row.recipientId as PersonId,
    epoch: row.epoch,
    bounced: row.state === 'bounced',
    takenAfterMs: row.state === 'accepted' && row.endedAt !== null ? Math.max(0, epochMs(row.endedAt) - epochMs(row.createdAt)) : null,
  }));
}
