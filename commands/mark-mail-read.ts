/** Notes how far a mailbox has been read: what silence is allowed to rest on. */
import type { Instant } from '../domain/shared/instant.js';
import { advanceMailSource } from '../db/repositories/mail-source.repository.js';
import type { Transact } from '../db/transaction.js';

/** `through`: business instant before which all mail of the source has been read and acted on. */
export type MailRead = { readonly source: string; readonly through: Instant };

/** A source is known from its first mark on; marks that come late or twice change nothing. @idempotent by (source, instant) */
export async function markMailRead(transact: Transact, { source, through }: MailRead): Promise<void> {
  await transact((tx) => advanceMailSource(tx, source, through));
}
