/** "Chi phí tuân thủ" of one review: sheets, figures, causes, what to look at again, and every sheet frozen so far. */
import { compare } from '../domain/cost/compare.js';
import type { Block, FreezeKind } from '../domain/cost/frozen.js';
import { gamingGuard, type BaselineEdit } from '../domain/cost/gaming.js';
import { numberText, tryNumber, type NumberText } from '../domain/cost/number.js';
import { cellNumber, VN_ROLE, type VnRow, type VnSheet } from '../domain/cost/vn/sheet.js';
import { stageOf, type StageKey } from '../domain/route/route.js';
import type { Hash } from '../domain/review/content-digest.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { costFigures, explainedVolumeOf, moneyOf, type CostFigures, type Money, type Sheets } from './cost-figures.js';
import { modelOf, readCostProposal, type CostProposal } from './cost-proposal.js';
import { namePeople, type PersonName } from './people.js';
import { loadRulebook } from './rulebook.js';

export type FrozenSheet = {
  readonly id: string;
  readonly block: Block;
  readonly digest: string;
  /** The stored bytes still give the digest. */
  readonly intact: boolean;
  readonly revision: number;
  readonly writtenBy: PersonName;
  readonly writtenAt: Instant;
  readonly tableId: string | null;
  readonly vintage: string | null;
  readonly hourlyIncome: NumberText | null;
  readonly supersedes: string | null;
  readonly total: Money;
  readonly complete: boolean;
  readonly sheet: VnSheet;
};

/** One freeze: what was kept at one turn of the review. */
export type Frozen = {
  readonly kind: FreezeKind;
  readonly number: number;
  readonly frozenAt: Instant;
  /** Null when the law or a date froze it. */
  readonly frozenBy: PersonName | null;
  readonly sheets: readonly FrozenSheet[];
  readonly saving: Money | null;
  readonly percent: string | null;
};

/** A before-value that was raised after the target had been announced, and what that adds to the before total. */
export type RaisedAfterTarget = { readonly row: string; readonly field: string; readonly from: NumberText; readonly amount: Money };

export type ReviewCost = CostFigures & {
  readonly reviewId: string;
  readonly revision: number;
  /** The sheets may be written now, by the owning unit. */
  readonly editable: boolean;
  readonly writtenBy: PersonName | null;
  readonly writtenAt: Instant | null;
  readonly sheets: Sheets;
  readonly raisedAfterTarget: readonly RaisedAfterTarget[];
  /** In order of time. */
  readonly frozen: readonly Frozen[];
};

/** Null when there is no such review. */
export async function findReviewCost(reader: Reader, reviewId: string, hash: Hash): Promise<ReviewCost | null> {
  const proposal = await readCostProposal(reader, reviewId);
  if (!proposal) return null;
  const { revision, sheets, items, writtenBy, writtenAt } = proposal;
  const rows = await frozenRows(reader, reviewId);
  const people = await namePeople(reader, [writtenBy, ...rows.flatMap((row) => [row.written_by, row.frozen_by])]);
  const groups = [...new Set(rows.map((row) => `${row.kind} ${row.number}`))].map((name) => rows.filter((row) => `${row.kind} ${row.number}` === name));
  const baseline = rows.find((row) => row.kind === 'baseline');
  return {
    ...costFigures(sheets, explainedVolumeOf(items)),
    reviewId,
    revision,
    editable: await isEditable(reader, proposal),
    writtenBy: writtenBy === null ? null : people(writtenBy),
    writtenAt,
    sheets,
    raisedAfterTarget: baseline ? raisedSince(JSON.parse(baseline.body) as VnSheet, proposal) : [],
    frozen: groups.map((group) => frozenOf(group, people, hash)),
  };
}

async function isEditable(reader: Reader, { reviewId, outcome, route }: CostProposal): Promise<boolean> {
  if (outcome !== null) return false;
  const open = await reader.rows<{ stage_key: StageKey }>("SELECT stage_key FROM stages WHERE review_id = ? AND status = 'open'", [reviewId]);
  const law = (await loadRulebook(reader)).route(route.key, route.version);
  return open.some((stage) => stageOf(law, stage.stage_key).kind === 'author');
}

type FrozenRow = {
  id: string;
  kind: FreezeKind;
  number: number;
  block: Block;
  revision: number;
  body: string;
  digest: string;
  table_id: string | null;
  vintage: string | null;
  written_by: string;
  written_at: Instant;
  frozen_by: string | null;
  frozen_at: Instant;
  supersedes: string | null;
};

const frozenRows = (reader: Reader, reviewId: string): Promise<FrozenRow[]> =>
  reader.rows<FrozenRow>(
    `SELECT id, kind, number, block, revision, body, digest, table_id, vintage, written_by, written_at, frozen_by, frozen_at, supersedes
   FROM cost_sheets WHERE review_id = ? ORDER BY frozen_at, kind, number, block DESC`,
    [reviewId],
  );

function frozenOf(rows: readonly FrozenRow[], people: (id: string) => PersonName, hash: Hash): Frozen {
  const [first] = rows as readonly [FrozenRow, ...FrozenRow[]];
  const sheetOf = (block: Block): VnSheet | null => {
    const row = rows.find((candidate) => candidate.block === block);
    return row ? (JSON.parse(row.body) as VnSheet) : null;
  };
  const figures = costFigures({ before: sheetOf('before'), after: sheetOf('after') });
  return {
    kind: first.kind,
    number: Number(first.number),
    frozenAt: first.frozen_at,
    frozenBy: first.frozen_by === null ? null : people(first.frozen_by),
    saving: figures.comparison?.saving ?? null,
    percent: figures.comparison?.percent?.shown ?? null,
    sheets: rows.map((row) => {
      const sheet = JSON.parse(row.body) as VnSheet;
      const total = figures[row.block]?.total;
      if (!total) throw new Error(`frozen sheet ${row.id} was not measured`);
      return {
        id: row.id,
        block: row.block,
        digest: row.digest,
        intact: hash(row.body) === row.digest,
        revision: Number(row.revision),
        writtenBy: people(row.written_by),
        writtenAt: row.written_at,
        tableId: row.table_id,
        vintage: row.vintage,
        hourlyIncome: cellNumber(sheet.hourlyIncome.value),
        supersedes: row.supersedes,
        total: { dong: total.dong, exact: total.exact },
        complete: total.status === 'complete',
        sheet,
      };
    }),
  };
}

/** Fields of a row as the model names them, each with the number it states. */
function fieldsOf(row: VnRow): readonly (readonly [string, NumberText | null])[] {
  const minutes = tryNumber(cellNumber(row.minutes));
  const hours = row.minutes !== undefined && row.hours === undefined ? minutes && numberText(minutes.div(60)) : cellNumber(row.hours);
  return [
    [`hours:${VN_ROLE}`, hours],
    ['externalPerCase', cellNumber(row.service)],
    [row.feesAre === 'cash' ? 'cashPerCase' : 'feePerCase', cellNumber(row.fees)],
    ['frequency', cellNumber(row.timesPerYear)],
    ['population', cellNumber(row.subjectsPerYear)],
  ];
}

/** Every number of the before sheet that differs from the baseline; a row the baseline lacks counted nothing there. */
function editsSince(baseline: VnSheet, now: VnSheet, at: Instant): readonly BaselineEdit[] {
  return now.rows.flatMap((row): readonly BaselineEdit[] => {
    const old = baseline.rows.find((candidate) => candidate.id === row.id);
    if (!old) return [{ line: row.id, field: 'population', from: '0', at }];
    const known = new Map(fieldsOf(old));
    return fieldsOf(row).flatMap(([field, value]) => {
      const from = known.get(field) ?? null;
      return value === null || from === null || from === value || tryNumber(from) === null ? [] : [{ line: row.id, field, from, at }];
    });
  });
}

function raisedSince(baseline: VnSheet, { sheets, writtenAt, announcedAt, reviewId }: CostProposal): readonly RaisedAfterTarget[] {
  if (!sheets.before || writtenAt === null || announcedAt === null) return [];
  const model = modelOf(reviewId, { before: sheets.before, after: sheets.after ?? sheets.before });
  if (!model) return [];
  const guard = gamingGuard(model, compare(model, { concept: 'vnCompliance' }), {
    baselineEdits: editsSince(baseline, sheets.before, writtenAt),
    targetAnnouncedAt: announcedAt,
  });
  return guard.raisedAfterTarget.map(({ edit, amount }) => ({
    row: edit.line,
    field: edit.field,
    from: typeof edit.from === 'string' ? edit.from : '',
    amount: moneyOf(amount),
  }));
}
