/** Launches a campaign: its plan is committed at once, its reviews are opened page by page. */
import { DomainError, type ErrorCode } from '../domain/shared/errors.js';
import type { Json } from '../domain/shared/canonical.js';
import type { CampaignId } from '../domain/shared/ids.js';
import { campaignStatusOf, foldCampaign, type CampaignBasis, type CampaignEvent } from '../domain/programme/campaign.js';
import type { ProposalBody } from '../domain/review/proposal.js';
import { insertCampaign } from '../db/repositories/campaign.repository.js';
import { insertFacts, insertOutbox } from '../db/repositories/ledger.repository.js';
import { findProceduresByCode } from '../db/repositories/procedure.repository.js';
import { findCurrentRoute } from '../db/repositories/rules.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { chainFacts, GENESIS } from './frame/audit-chain.js';
import { campaignView } from './frame/campaign-change.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { newId } from './frame/new-id.js';
import { openCampaignPage, PAGE_SIZE } from './open-campaign-page.js';

export type LaunchCampaign = {
  readonly name: string;
  readonly planYear: number;
  readonly basis: CampaignBasis;
  readonly basisDocument: string;
  /** Route to follow; the newest published version is pinned. */
  readonly routeKey: string;
  /** Codes in the order of the plan; a draft becomes the first revision of that procedure's proposal. */
  readonly procedures: readonly { readonly code: string; readonly draft?: ProposalBody }[];
};

export type Launched = { readonly campaignId: CampaignId; readonly itemCount: number };
export type LaunchProblem = { readonly code: string; readonly problem: ErrorCode };
export type LaunchAnswer = Answer<Launched> & { readonly opened: number; readonly problems: readonly LaunchProblem[] };

/**
 * Should it die half-way, the campaign's workflow opens the rest with the same pages; the same key goes on where it stopped.
 * @throws campaign_empty, not_found (`codes`: those no procedure has), route_has_no_holder, key_reused
 * @idempotent by key
 */
export async function launchCampaign(transact: Transact, actor: Actor, key: string, command: LaunchCampaign): Promise<LaunchAnswer> {
  const launched = await transact((tx) =>
    once(tx, actor, key, { kind: 'launchCampaign', ...command, procedures: command.procedures as unknown as Json }, async (): Promise<Launched> => {
      const codes = [...new Set(command.procedures.map((line) => line.code))];
      if (codes.length === 0) throw new DomainError('campaign_empty');
      const found = new Map((await findProceduresByCode(tx, codes)).map((head) => [head.code, head]));
      const unknown = codes.filter((code) => !found.has(code));
      if (unknown.length > 0) throw new DomainError('not_found', { kind: 'procedure', codes: unknown.slice(0, 20), count: unknown.length });
      const route = await findCurrentRoute(tx, command.routeKey);
      if (!route) throw new DomainError('not_found', { kind: 'route', id: command.routeKey });
      const { now } = await tx.clock();
      const campaignId = newId('campaign', now);
      const event: CampaignEvent = {
        type: 'CampaignLaunched',
        at: now,
        by: actor.personId,
        campaignId,
        name: command.name,
        planYear: command.planYear,
        basis: command.basis,
        basisDocument: command.basisDocument,
        routeKey: route.key,
        routeVersion: route.version,
        itemCount: codes.length,
      };
      const state = foldCampaign([event]);
      const chained = chainFacts(campaignId, 0, GENESIS, [event], { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel }, now);
      const drafts = Object.fromEntries(command.procedures.flatMap((line) => (line.draft ? [[line.code, line.draft]] : [])));
      await insertFacts(tx, chained.rows);
      await insertCampaign(
        tx,
        {
          id: campaignId,
          name: command.name,
          planYear: command.planYear,
          basis: command.basis,
          basisDocument: command.basisDocument,
          status: campaignStatusOf(state),
          routeKey: route.key,
          routeVersion: route.version,
          launchedBy: actor.personId,
          launchedAt: now,
          closedAt: null,
          itemCount: codes.length,
          plan: { drafts },
          seq: chained.seq,
          viewSeq: 1,
          chainHead: chained.head,
        },
        codes.map((code, index) => {
          const head = found.get(code);
          if (!head) throw new Error(`procedure ${code} vanished`);
          return { campaignId, position: index + 1, procedureId: head.id, ownerUnitId: head.ownerUnitId, state: 'queued', reviewId: null, problem: null };
        }),
      );
      await insertOutbox(tx, [{ kind: 'campaignMoved', refId: campaignId, payload: campaignView(state, 1) }]);
      return { campaignId, itemCount: codes.length };
    }),
  );
  let opened = 0;
  const problems: LaunchProblem[] = [];
  for (let from = 0; from < launched.itemCount; from += PAGE_SIZE) {
    const page = await openCampaignPage(transact, launched.campaignId, from);
    opened += page.reviews.length;
    problems.push(...page.problems);
  }
  return { ...launched, opened, problems };
}
