/** A proposal as it is read: its change items, what they make of the published text, what they save. */
import type { ChangeItem } from '../domain/procedure/change-items.js';
import { applyChangeItems } from '../domain/procedure/change-items.js';
import { compareContents, type ContentDiff } from '../domain/procedure/compare.js';
import type { ProcedureContent } from '../domain/procedure/procedure.js';
import { EMPTY_PROPOSAL, type ProposalBody } from '../domain/review/proposal.js';
import type { Instant, LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { costView, type CostView } from './cost-view.js';
import { namePeople, type PersonName } from './people.js';

export type ProposalView = {
  readonly revision: number;
  readonly revisedBy: PersonName | null;
  readonly revisedAt: Instant | null;
  readonly effectiveOn: LocalDate | null;
  readonly note: string;
  readonly items: readonly ChangeItem[];
  /** The published version against what the items make of it, field by field. */
  readonly diff: ContentDiff;
  readonly cost: CostView | null;
};

/** The newest revision a review holds. A review nobody has written for yet has an empty proposal. */
export async function readProposal(reader: Reader, reviewId: string, revision: number, content: ProcedureContent): Promise<ProposalView> {
  const row = await reader.row<{ body: string; revised_by: string; revised_at: Instant; revision: number }>(
    'SELECT body, revised_by, revised_at, revision FROM proposals WHERE review_id = ? AND revision = ?',
    [reviewId, revision],
  );
  const body = row ? (JSON.parse(row.body) as ProposalBody) : EMPTY_PROPOSAL;
  const people = await namePeople(reader, [row?.revised_by]);
  return {
    revision: row ? Number(row.revision) : revision,
    revisedBy: row ? people(row.revised_by) : null,
    revisedAt: row?.revised_at ?? null,
    effectiveOn: body.effectiveOn,
    note: body.note,
    items: body.items,
    diff: compareContents(content, applyChangeItems(content, body.items)),
    cost: costView(body.cost),
  };
}

export type VersionRef = { readonly id: string; readonly number: number; readonly content: ProcedureContent };

/** The published text a review pins. @throws Error when it is not stored: a review names only a stored version */
export async function readVersion(reader: Reader, versionId: string): Promise<VersionRef> {
  const row = await reader.row<{ id: string; number: number; content: string }>('SELECT id, number, content FROM procedure_versions WHERE id = ?', [versionId]);
  if (!row) throw new Error(`version ${versionId} is not stored`);
  return { id: row.id, number: Number(row.number), content: JSON.parse(row.content) as ProcedureContent };
}
