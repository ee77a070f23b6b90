/** Jest's tear-down for the levels that need servers. */
// As in global-setup: found by Node itself.
import { stopServices } from './services';

/** Ends what the set-up started. */
export default async function globalTeardown(): Promise<void> {
  await stopServices();
}
