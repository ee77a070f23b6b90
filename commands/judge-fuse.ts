/** Judges, before a sweep acts on many, whether what falls due now was foreseen. */
import type { Transact } from '../db/transaction.js';
import type { FuseRow } from '../db/repositories/fuse.repository.js';
import { judge } from './frame/fuse.js';

/** @idempotent: a blown fuse stays as it is until somebody releases it */
export const judgeFuse = (transact: Transact): Promise<FuseRow> => transact(judge);
