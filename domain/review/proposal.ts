/** The content of a proposal, field by field: what digests, differences and approvals refer to. */
import type { ChangeItem } from '../procedure/change-items.js';
import type { VnSheet } from '../cost/vn/sheet.js';
import type { Json } from '../shared/canonical.js';
import { DomainError } from '../shared/errors.js';
import type { LocalDate } from '../shared/instant.js';

export type ProposalBody = {
  readonly items: readonly ChangeItem[];
  /** Day the change should take effect; null leaves it to the day after approval. */
  readonly effectiveOn: LocalDate | null;
  /** Compliance cost today and after, in the Vietnamese form; null while not entered. */
  readonly cost: { readonly before: VnSheet | null; readonly after: VnSheet | null };
  readonly note: string;
};

export const EMPTY_PROPOSAL: ProposalBody = { items: [], effectiveOn: null, cost: { before: null, after: null }, note: '' };

/**
 * Every reviewable field of a proposal by its path.
 * @throws content_id_repeated: of two items under one id only one would be covered by approvals
 */
export function proposalFields(body: ProposalBody): Readonly<Record<string, Json>> {
  const ids = body.items.map((item) => item.id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new DomainError('content_id_repeated', { id: repeated });
  const items = Object.fromEntries(body.items.map((item) => [`items/${item.id}`, item as unknown as Json]));
  return {
    ...items,
    effectiveOn: body.effectiveOn,
    note: body.note,
    'cost/before': body.cost.before as unknown as Json,
    'cost/after': body.cost.after as unknown as Json,
  };
}
