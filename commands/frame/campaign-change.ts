/** The one way a campaign changes: facts, projection and the view for its workflow in one transaction. */
import { DomainError } from '../../domain/shared/errors.js';
import type { CampaignId } from '../../domain/shared/ids.js';
import { campaignStatusOf, foldCampaign, type CampaignEvent, type CampaignState, type CampaignView } from '../../domain/programme/campaign.js';
import { insertFacts, insertOutbox } from '../../db/repositories/ledger.repository.js';
import { listCampaignFacts, lockCampaign, updateCampaign, type CampaignRow } from '../../db/repositories/campaign.repository.js';
import type { Tx } from '../../db/transaction.js';
import { chainFacts, type Cause } from './audit-chain.js';
import type { Tell } from './review-change.js';

export type LoadedCampaign = { readonly row: CampaignRow; readonly facts: readonly CampaignEvent[]; readonly state: CampaignState };

/** @throws not_found */
export async function loadCampaign(tx: Tx, id: CampaignId): Promise<LoadedCampaign> {
  const row = await lockCampaign(tx, id);
  if (!row) throw new DomainError('not_found', { kind: 'campaign', id });
  const facts = await listCampaignFacts(tx, id);
  return { row, facts, state: foldCampaign(facts) };
}

export const campaignView = (state: CampaignState, seq: number): CampaignView => ({
  campaignId: state.id,
  seq,
  itemCount: state.itemCount,
  taken: state.taken,
  closed: state.closedAt !== null,
});

/** @idempotent by (stream, seq) */
export async function writeCampaign(tx: Tx, loaded: LoadedCampaign, events: readonly CampaignEvent[], cause: Cause, tell: Tell): Promise<CampaignView> {
  if (events.length === 0) return campaignView(loaded.state, loaded.row.viewSeq);
  const { now } = await tx.clock();
  const state = foldCampaign([...loaded.facts, ...events]);
  const chained = chainFacts(state.id, loaded.row.seq, loaded.row.chainHead, events, cause, now);
  const viewSeq = loaded.row.viewSeq + 1;
  await insertFacts(tx, chained.rows);
  await updateCampaign(tx, state.id, { status: campaignStatusOf(state), closedAt: state.closedAt, seq: chained.seq, viewSeq, chainHead: chained.head });
  const view = campaignView(state, viewSeq);
  if (tell === 'workflow') await insertOutbox(tx, [{ kind: 'campaignMoved', refId: state.id, payload: view }]);
  return view;
}
