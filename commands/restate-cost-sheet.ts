/** A frozen cost stated again under another table: new sheets beside the old. */
import type { Block, Restatable } from '../domain/cost/frozen.js';
import type { VnSheet } from '../domain/cost/vn/sheet.js';
import { DomainError } from '../domain/shared/errors.js';
import type { ReviewId } from '../domain/shared/ids.js';
import { findTariffTable, newestFreeze } from '../db/repositories/cost.repository.js';
import { lockReview } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { requireOperation } from './frame/route-change.js';
import { freezeCostSheets } from './freeze-cost-sheets.js';

export type RestateCost = {
  readonly reviewId: ReviewId;
  readonly of: Restatable;
  readonly tableId: string;
  readonly vintage: string;
  /** Row of the table. */
  readonly row: string;
};
export type Restated = {
  readonly number: number;
  readonly sheets: readonly { readonly id: string; readonly block: Block; readonly digest: string; readonly supersedes: string | null }[];
};

/**
 * The newest freeze of a kind with the hourly income of an approved table in every block. Stated under the table it has
 * already, nothing would change.
 * @throws not_permitted, not_found, cost_sheet_missing, cost_tariff_unapproved, cost_bad_path (the table lacks the row), nothing_changed, key_reused
 * @idempotent by key
 */
export async function restateCostSheets(transact: Transact, actor: Actor, key: string, command: RestateCost): Promise<Answer<Restated>> {
  const { reviewId, of, tableId, vintage, row } = command;
  return transact((tx) =>
    once(tx, actor, key, { kind: 'restateCostSheets', ...command }, async (): Promise<Restated> => {
      if (!(await lockReview(tx, reviewId))) throw new DomainError('not_found', { kind: 'review', id: reviewId });
      await requireOperation(tx, actor.personId, 'costs.restate');
      const frozen = await newestFreeze(tx, reviewId, of);
      const [first] = frozen;
      if (!first) throw new DomainError('cost_sheet_missing', { pointer: '/of' });
      const table = await findTariffTable(tx, tableId, vintage);
      if (!table) throw new DomainError('not_found', { kind: 'tariffTable', id: tableId });
      if (table.approvedBy === null) throw new DomainError('cost_tariff_unapproved', { pointer: '/vintage' });
      const value = table.entries.find((entry) => entry.key === row)?.value;
      if (value === undefined) throw new DomainError('cost_bad_path', { path: `${tableId}.${row}`, pointer: '/row' });
      const under = (body: string): VnSheet => {
        const sheet = JSON.parse(body) as VnSheet;
        const hourlyIncome = { value, year: Number(table.validFrom.slice(0, 4)), scope: table.scope, tableId, vintage };
        return { ...sheet, hourlyIncome };
      };
      const isSame = frozen.every((sheet) => sheet.tableId === tableId && sheet.vintage === vintage && rateOf(sheet.body) === value);
      const rows = isSame
        ? []
        : await freezeCostSheets(
            tx,
            {
              proposal: { reviewId, revision: first.revision, revisedBy: first.writtenBy, revisedAt: first.writtenAt },
              kind: 'restatement',
              by: actor.personId,
              sheets: Object.fromEntries(frozen.map((sheet) => [sheet.block, under(sheet.body)])),
            },
            Object.fromEntries(frozen.map((sheet) => [sheet.block, sheet.id])),
          );
      const [newest] = rows;
      if (!newest) throw new DomainError('nothing_changed');
      return { number: newest.number, sheets: rows.map(({ id, block, digest, supersedes }) => ({ id, block, digest, supersedes })) };
    }),
  );
}

const rateOf = (body: string): string | null => {
  const { value } = (JSON.parse(body) as VnSheet).hourlyIncome;
  return typeof value === 'string' ? value : value !== null && 'value' in value ? value.value : null;
};
