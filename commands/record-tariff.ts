/** A vintage of a dated table, entered by one person. */
import { overlapping } from '../domain/cost/tariff-periods.js';
import type { Table } from '../domain/cost/tariff.js';
import { parseNumber } from '../domain/cost/number.js';
import { canonicalJson, type Json } from '../domain/shared/canonical.js';
import { DomainError } from '../domain/shared/errors.js';
import { insertTariffTable, lockApprovedTables, type TariffTableRow } from '../db/repositories/cost.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { sha256 } from './frame/audit-chain.js';
import { once, type Answer } from './frame/idempotency.js';
import { requireOperation } from './frame/route-change.js';

/** What a person enters; who and when are ours. */
export type RecordTariff = Omit<Table, 'enteredBy' | 'approvedBy'>;
export type TariffRecorded = { readonly tableId: string; readonly vintage: string; readonly digest: string };

/** The table as the domain picks from it. */
export const asPeriod = ({ kind, scope, validFrom, validTo }: TariffTableRow): Pick<Table, 'kind' | 'scope' | 'validFrom' | 'validTo'> => ({
  kind,
  scope,
  validFrom,
  ...(validTo === null ? {} : { validTo }),
});

/**
 * It counts only after a second person has approved it.
 * @throws not_permitted, cost_bad_number, cost_negative_value, cost_duplicate_id, date_invalid, cost_tariff_overlap, nothing_changed (that vintage is there already), key_reused
 * @idempotent by key, and by (table, vintage)
 */
export async function recordTariff(transact: Transact, actor: Actor, key: string, command: RecordTariff): Promise<Answer<TariffRecorded>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'recordTariff', table: command as unknown as Json }, async (): Promise<TariffRecorded> => {
      await requireOperation(tx, actor.personId, 'tariffs.record');
      requireSound(command);
      const clash = overlapping(
        (await lockApprovedTables(tx, command.kind, command.scope)).map((row) => ({ ...asPeriod(row), id: row.tableId, vintage: row.vintage })),
        command,
      );
      if (clash) throw new DomainError('cost_tariff_overlap', { pointer: '/validFrom', with: { tableId: clash.id, vintage: clash.vintage } });
      const { id: tableId, rows: entries, validTo, basis, ...rest } = command;
      const digest = sha256(canonicalJson(command as unknown as Json));
      const { now } = await tx.clock();
      const inserted = await insertTariffTable(tx, {
        ...rest,
        tableId,
        entries,
        validTo: validTo ?? null,
        basis: basis ?? null,
        digest,
        enteredBy: actor.personId,
        enteredAt: now,
        approvedBy: null,
        approvedAt: null,
      });
      if (!inserted) throw new DomainError('nothing_changed');
      return { tableId, vintage: command.vintage, digest };
    }),
  );
}

function requireSound({ rows, validFrom, validTo }: RecordTariff): void {
  if (validTo !== undefined && validTo < validFrom) throw new DomainError('date_invalid', { pointer: '/validTo' });
  rows.forEach((row, index) => {
    const pointer = `/rows/${index}/value`;
    try {
      if (parseNumber(row.value, pointer).s < 0n) throw new DomainError('cost_negative_value', { pointer });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'cost_bad_number') throw new DomainError('cost_bad_number', { ...error.details, pointer });
      throw error;
    }
    if (rows.findIndex((other) => other.key === row.key) !== index) throw new DomainError('cost_duplicate_id', { pointer: `/rows/${index}/key` });
  });
}
