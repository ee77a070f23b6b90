/** How far received mail has been read. */
import type { Instant } from '../../domain/shared/instant.js';
import { MailSourceEntity } from '../entities/mail.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

/** The instant before which all received mail has been read, whatever its source; null where no mail is taken in. */
export async function readInboundWatermark(tx: Tx): Promise<Instant | null> {
  const [least] = await managerOf(tx).find(MailSourceEntity, { order: { readThrough: 'ASC' }, take: 1 });
  return least?.readThrough ?? null;
}

/** Moves a source forward, and makes it known the first time; never back. @idempotent by (source, instant) */
export async function advanceMailSource(tx: Tx, name: string, readThrough: Instant): Promise<void> {
  const manager = managerOf(tx);
  await manager.createQueryBuilder().insert().into(MailSourceEntity).orIgnore().values({ name, readThrough }).updateEntity(false).execute();
  await manager
    .createQueryBuilder()
    .update(MailSourceEntity)
    .set({ readThrough })
    .where('name = :name AND read_through < :readThrough', { name, readThrough: readThrough.replace('T', ' ').replace('Z', '') })
    .execute();
}
