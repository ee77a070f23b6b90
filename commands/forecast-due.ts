/** Notes what will fall due within the next day, so that tomorrow's sweep knows what was to be expected. */
import { FORECAST_AHEAD_MS, FORECAST_KEPT_MS } from '../domain/escalation/fuse.js';
import { plusMs } from '../domain/shared/instant.js';
import { findFuse, foresee, forgetForecasts } from '../db/repositories/fuse.repository.js';
import type { Transact } from '../db/transaction.js';

/** Nothing is foreseen by a clock that is under suspicion. @idempotent by (task, due instant) */
export async function forecastDue(transact: Transact): Promise<void> {
  await transact(async (tx) => {
    if ((await findFuse(tx))?.blown) return;
    const { now, wallNow } = await tx.clock();
    await foresee(tx, now, plusMs(now, FORECAST_AHEAD_MS));
    await forgetForecasts(tx, plusMs(wallNow, -FORECAST_KEPT_MS));
  });
}
