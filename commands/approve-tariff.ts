/** A second person approves a dated table, exactly as it was entered. */
import { overlapping } from '../domain/cost/tariff-periods.js';
import { DomainError } from '../domain/shared/errors.js';
import { approveTariffTable, findTariffTable, lockApprovedTables } from '../db/repositories/cost.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { requireOperation } from './frame/route-change.js';
import { asPeriod } from './record-tariff.js';

export type ApproveTariff = { readonly tableId: string; readonly vintage: string; /** Of the table the approver read. */ readonly digest: string };
export type TariffApproved = { readonly tableId: string; readonly vintage: string; readonly digest: string };

/**
 * From then on the table counts; no two approved ones claim one day.
 * @throws not_permitted, not_found, stale_content, second_person_needed, cost_tariff_overlap, nothing_changed (approved already), key_reused
 * @idempotent by key, and by the empty place of the approver
 */
export async function approveTariff(
  transact: Transact,
  actor: Actor,
  key: string,
  { tableId, vintage, digest }: ApproveTariff,
): Promise<Answer<TariffApproved>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'approveTariff', tableId, vintage, digest }, async (): Promise<TariffApproved> => {
      await requireOperation(tx, actor.personId, 'tariffs.approve');
      const table = await findTariffTable(tx, tableId, vintage);
      if (!table) throw new DomainError('not_found', { kind: 'tariffTable', id: tableId });
      if (table.digest !== digest) throw new DomainError('stale_content', { contentDigest: table.digest });
      if (table.enteredBy === actor.personId) throw new DomainError('second_person_needed');
      const approved = await lockApprovedTables(tx, table.kind, table.scope);
      if (approved.some((row) => row.tableId === tableId && row.vintage === vintage)) throw new DomainError('nothing_changed');
      const clash = overlapping(
        approved.map((row) => ({ ...asPeriod(row), id: row.tableId, vintage: row.vintage })),
        asPeriod(table),
      );
      if (clash) throw new DomainError('cost_tariff_overlap', { pointer: '/validFrom', with: { tableId: clash.id, vintage: clash.vintage } });
      const { now } = await tx.clock();
      if (!(await approveTariffTable(tx, tableId, vintage, actor.personId, now))) throw new DomainError('nothing_changed');
      return { tableId, vintage, digest };
    }),
  );
}
