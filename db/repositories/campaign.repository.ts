/** Campaigns and their plan lines. */
import { inParts } from '../../domain/shared/in-parts.js';
import type { CampaignId, ProcedureId, ReviewId, UnitId } from '../../domain/shared/ids.js';
import type { Instant } from '../../domain/shared/instant.js';
import type { CampaignEvent, CampaignStatus } from '../../domain/programme/campaign.js';
import { CampaignEntity, CampaignItemEntity } from '../entities/campaign.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';
import { listFacts } from './ledger.repository.js';

export type CampaignRow = {
  readonly id: CampaignId;
  readonly name: string;
  readonly planYear: number;
  readonly basis: string;
  readonly basisDocument: string;
  readonly status: CampaignStatus;
  readonly routeKey: string;
  readonly routeVersion: number;
  readonly launchedBy: string;
  readonly launchedAt: Instant;
  readonly closedAt: Instant | null;
  readonly itemCount: number;
  readonly plan: unknown;
  readonly seq: number;
  readonly viewSeq: number;
  readonly chainHead: string;
};

export type CampaignItemRow = {
  readonly campaignId: CampaignId;
  /** From 1, in the order of the plan. */
  readonly position: number;
  readonly procedureId: ProcedureId;
  readonly ownerUnitId: UnitId;
  readonly state: 'queued' | 'opened' | 'refused';
  readonly reviewId: ReviewId | null;
  readonly problem: string | null;
};

const CHUNK = 500;

export async function insertCampaign(tx: Tx, row: CampaignRow, items: readonly CampaignItemRow[]): Promise<void> {
  const manager = managerOf(tx);
  await manager
    .createQueryBuilder()
    .insert()
    .into(CampaignEntity)
    .values(row as never)
    .updateEntity(false)
    .execute();
  for (const part of inParts(items, CHUNK)) await manager.createQueryBuilder().insert().into(CampaignItemEntity).values(part).updateEntity(false).execute();
}

export async function lockCampaign(tx: Tx, id: CampaignId): Promise<CampaignRow | null> {
  return (await managerOf(tx)
    .createQueryBuilder(CampaignEntity, 'campaign')
    .where('campaign.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne()) as CampaignRow | null;
}

export async function listCampaignFacts(tx: Tx, id: CampaignId): Promise<readonly CampaignEvent[]> {
  return (await listFacts(tx, id)).map((fact) => JSON.parse(fact.payload) as CampaignEvent);
}

export async function updateCampaign(
  tx: Tx,
  id: CampaignId,
  values: Partial<Pick<CampaignRow, 'status' | 'closedAt' | 'seq' | 'viewSeq' | 'chainHead'>>,
): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(CampaignEntity).set(values).where('id = :id', { id }).execute();
}

/** Plan lines `from` (not included) up to `from + limit`. */
export async function listCampaignItems(tx: Tx, id: CampaignId, from: number, limit: number): Promise<readonly CampaignItemRow[]> {
  return (await managerOf(tx)
    .createQueryBuilder(CampaignItemEntity, 'item')
    .where('item.campaignId = :id AND item.position > :from AND item.position <= :to', { id, from, to: from + limit })
    .orderBy('item.position')
    .getMany()) as CampaignItemRow[];
}

export async function updateCampaignItem(
  tx: Tx,
  id: CampaignId,
  position: number,
  values: Pick<CampaignItemRow, 'state' | 'reviewId' | 'problem'>,
): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .update(CampaignItemEntity)
    .set(values)
    .where('campaignId = :id AND position = :position', { id, position })
    .execute();
}
