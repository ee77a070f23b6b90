/** Jest's tear-down for the levels that need servers. */
import { stopServices } from './services';

/** Ends what the set-up started. */
export default async function globalTeardown(): Promise<void> {
  await stopServices();
}
