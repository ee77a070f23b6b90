/** People, what they sign in with, and the tokens of their tools. */
import type { Instant } from '../../domain/shared/instant.js';
import type { PersonId } from '../../domain/shared/ids.js';
import { ApiTokenEntity, HoldingEntity, PersonEntity, UnitEntity } from '../entities/organisation.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export async function findCredential(
  tx: Tx,
  login: string,
): Promise<{ readonly personId: PersonId; readonly passwordHash: string | null; readonly active: boolean } | null> {
  const row = await managerOf(tx).findOneBy(PersonEntity, { login });
  return row && { personId: row.id as PersonId, passwordHash: row.passwordHash, active: row.active };
}

export async function insertApiToken(
  tx: Tx,
  row: { readonly tokenHash: string; readonly personId: string; readonly label: string; readonly createdAt: Instant; readonly expiresAt: Instant },
): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(ApiTokenEntity)
    .values({ ...row, revokedAt: null })
    .updateEntity(false)
    .execute();
}

export type UnitRow = Omit<UnitEntity, never>;
export type PersonRow = Omit<PersonEntity, never>;
export type HoldingRow = Omit<HoldingEntity, 'id'>;

/** Writes an organisation chart. @idempotent by unit code, login, and (person, unit, role, from) */
export async function insertOrganisation(
  tx: Tx,
  rows: { readonly units: readonly UnitRow[]; readonly people: readonly PersonRow[]; readonly holdings: readonly HoldingRow[] },
): Promise<void> {
  const manager = managerOf(tx);
  await manager
    .createQueryBuilder()
    .insert()
    .into(UnitEntity)
    .orIgnore()
    .values([...rows.units])
    .updateEntity(false)
    .execute();
  await manager
    .createQueryBuilder()
    .insert()
    .into(PersonEntity)
    .orIgnore()
    .values([...rows.people])
    .updateEntity(false)
    .execute();
  await manager
    .createQueryBuilder()
    .insert()
    .into(HoldingEntity)
    .orIgnore()
    .values([...rows.holdings])
    .updateEntity(false)
    .execute();
}
