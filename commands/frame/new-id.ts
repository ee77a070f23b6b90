/** Fresh ids: a UUIDv7 (time first, so that ids sort by birth) under the prefix of its kind. */
import { randomBytes } from 'node:crypto';
import { idFromUuid, type Id, type IdKind } from '../../domain/shared/ids.js';
import { epochMs, type Instant } from '../../domain/shared/instant.js';

/** @param at an instant of the transaction; a UUIDv7 carries its milliseconds */
export function newId<K extends IdKind>(kind: K, at: Instant): Id<K> {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(epochMs(at), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  return idFromUuid(kind, bytes.toString('hex'));
}
