/** Jest's set-up for the levels that need servers. */
import { resolve } from 'node:path';
// Node finds this one itself: the rule that maps .js to .ts is set by the file it names.
import { startServices } from './services';

/** Run once per `jest` process, whichever projects share it. */
export default async function globalSetup(): Promise<void> {
  await startServices(resolve(__dirname, '..', '..'));
}
