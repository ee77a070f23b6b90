/** The text of a procedure on a day: its root with every provision that holds then. */
import { canonicalJson, type Json } from '../../domain/shared/canonical.js';
import type { LocalDate } from '../../domain/shared/instant.js';
import { applyChangeItems } from '../../domain/procedure/change-items.js';
import { holdsOn, type ProcedureState, type Provision } from '../../domain/procedure/life.js';
import type { ProcedureContent } from '../../domain/procedure/procedure.js';
import { qualityFlags } from '../../domain/procedure/quality-gate.js';
import { findVersion, type VersionRow } from '../../db/repositories/procedure.repository.js';
import type { Tx } from '../../db/transaction.js';
import { sha256 } from './audit-chain.js';
import { newId } from './new-id.js';
import { lastProposalOf } from './proposal.js';

export type TextOn = { readonly content: ProcedureContent; readonly digest: string };

export type TextSource = Pick<ProcedureState, 'rootVersionId'> & { readonly provisions: readonly Omit<Provision, 'versionId'>[] };

/**
 * Items of one review are read together against the text before it, as its proposal was.
 * @throws change_target_unknown, change_conflict where a later text has taken the place an item changes
 */
export async function textOn(tx: Tx, { rootVersionId, provisions }: TextSource, day: LocalDate): Promise<TextOn> {
  const root = await findVersion(tx, rootVersionId);
  if (!root) throw new Error(`version ${rootVersionId} is gone`);
  let { content } = root;
  const holding = provisions.filter((provision) => holdsOn(provision, day));
  for (const reviewId of new Set(holding.map((provision) => provision.reviewId))) {
    const own = holding.filter((provision) => provision.reviewId === reviewId);
    const { items } = await lastProposalOf(tx, reviewId);
    content = applyChangeItems(
      content,
      items.filter((item) => own.some((provision) => provision.itemIds === null || provision.itemIds.includes(item.id))),
    );
  }
  return { content, digest: sha256(canonicalJson(content as unknown as Json)) };
}

/** A text as the next version of its procedure. */
export async function versionOfText(
  tx: Tx,
  text: TextOn,
  of: Pick<VersionRow, 'procedureId' | 'number' | 'status' | 'effectiveFrom' | 'effectiveTo' | 'reviewId'>,
): Promise<VersionRow> {
  const { now } = await tx.clock();
  return {
    id: newId('procedureVersion', now),
    ...of,
    content: text.content,
    digest: text.digest,
    flags: qualityFlags(text.content),
    importBatchId: null,
    createdAt: now,
  };
}
