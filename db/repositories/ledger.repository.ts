/** Facts, receipts of commands, outbox rows: what every change of the world writes. */
import { inParts } from '../../domain/shared/in-parts.js';
import type { Instant } from '../../domain/shared/instant.js';
import { CommandReceiptEntity, FactEntity, OutboxEntity } from '../entities/ledger.entity.js';
import { insertMany } from '../insert-many.js';
import { isDuplicate, type Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type FactRow = {
  readonly streamId: string;
  readonly seq: number;
  readonly type: string;
  readonly payload: string;
  readonly actorId: string | null;
  readonly channel: string;
  readonly cause: string;
  readonly recordedAt: Instant;
  readonly previousHash: string;
  readonly hash: string;
};

const CHUNK = 500;

export async function insertFacts(tx: Tx, rows: readonly FactRow[]): Promise<void> {
  await insertMany(tx, FactEntity, rows);
}

/** The facts of one stream in order, as recorded. */
export async function listFacts(tx: Tx, streamId: string): Promise<readonly { readonly type: string; readonly payload: string }[]> {
  return managerOf(tx).find(FactEntity, { select: { id: true, type: true, payload: true }, where: { streamId }, order: { seq: 'ASC' } });
}

/** The payloads of several streams, each in its order. */
export async function listPayloadsOf(tx: Tx, streamIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>(streamIds.map((id) => [id, []]));
  for (const part of inParts(streamIds, CHUNK)) {
    const rows = await managerOf(tx)
      .createQueryBuilder(FactEntity, 'fact')
      .select('fact.streamId', 'id')
      .addSelect('fact.payload', 'payload')
      .where('fact.streamId IN (:...part)', { part })
      .orderBy('fact.streamId')
      .addOrderBy('fact.seq')
      .getRawMany<{ id: string; payload: string }>();
    for (const row of rows) found.get(row.id)?.push(row.payload);
  }
  return found;
}

/** The last fact of a stream; null before the first. */
export async function lastFact(tx: Tx, streamId: string): Promise<{ readonly seq: number; readonly hash: string } | null> {
  return managerOf(tx).findOne(FactEntity, { select: { id: true, seq: true, hash: true }, where: { streamId }, order: { seq: 'DESC' } });
}

export type ReceiptRow = { readonly requestDigest: string; readonly response: unknown };

/**
 * Puts a command's key in first. Null when it is new; the earlier receipt when it is known.
 * A rival with the same key waits here until the first one has committed.
 */
export async function claimKey(tx: Tx, key: string, actorId: string, requestDigest: string): Promise<ReceiptRow | null> {
  const manager = managerOf(tx);
  try {
    await manager
      .createQueryBuilder()
      .insert()
      .into(CommandReceiptEntity)
      .values({ commandKey: key, actorId, requestDigest, createdAt: () => 'UTC_TIMESTAMP(3)' })
      .updateEntity(false)
      .execute();
    return null;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const known = await manager.findOneByOrFail(CommandReceiptEntity, { commandKey: key });
    return { requestDigest: known.requestDigest, response: known.response };
  }
}

export async function writeReceipt(tx: Tx, key: string, response: unknown): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .update(CommandReceiptEntity)
    .set({ response: response as object })
    .where('commandKey = :key', { key })
    .execute();
}

export type OutboxRow = { readonly kind: 'reviewMoved' | 'procedureMoved' | 'campaignMoved' | 'notice'; readonly refId: string; readonly payload: unknown };

export async function insertOutbox(tx: Tx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { wallNow } = await tx.clock();
  await insertMany(
    tx,
    OutboxEntity,
    rows.map((row) => ({ ...row, createdAt: wallNow, nextAt: wallNow, attempts: 0, carriedAt: null, parkedAt: null, problem: null })),
  );
}
