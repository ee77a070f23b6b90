/** Any total of a review's cost, opened down to the inputs and sources that make it. */
import { explain, treeLines, type Tree } from '../domain/cost/explain.js';
import { DomainError } from '../domain/shared/errors.js';
import type { Reader } from '../db/reader.js';
import { modelOf, readCostProposal } from './cost-proposal.js';

export type CostExplanation = {
  readonly path: string;
  readonly revision: number;
  readonly tree: Tree;
  /** The same tree, indented. */
  readonly lines: { readonly vi: readonly string[]; readonly en: readonly string[] };
};

/** @throws not_found, cost_sheet_missing, cost_bad_path */
export async function explainReviewCost(reader: Reader, reviewId: string, path: string): Promise<CostExplanation> {
  const proposal = await readCostProposal(reader, reviewId);
  if (!proposal) throw new DomainError('not_found', { kind: 'review', id: reviewId });
  const model = modelOf(reviewId, proposal.sheets);
  const needsAfter = path.startsWith('after') || path === 'saving' || path === 'change';
  if (!model || (needsAfter && model.after === undefined)) throw new DomainError('cost_sheet_missing', { path });
  const tree = explain(model, path, 'vnCompliance');
  return { path, revision: proposal.revision, tree, lines: { vi: treeLines(tree, 'vi'), en: treeLines(tree, 'en') } };
}
