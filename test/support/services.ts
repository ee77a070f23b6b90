/** The private servers of this test run, as tests and set-up see them. */
import { registerHooks } from 'node:module';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestServices } from '../../local/test-services.js';

/** One set of servers for all projects of a run, kept where set-up and tear-down both find it. */
const HELD = Symbol.for('tinhgon.testServices');
type Holder = { [HELD]?: Promise<TestServices> };
const holder = globalThis as Holder;

/**
 * Jest compiles what a set-up file imports but leaves finding it to Node, which does not know that `./x.js` is `./x.ts`.
 */
function findSourcesByTheirCompiledName(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.startsWith('file:')) {
        const source = specifier.replace(/\.js$/u, '.ts');
        if (existsSync(fileURLToPath(new URL(source, context.parentURL)))) return next(source, context);
      }
      return next(specifier, context);
    },
  });
}

/** Starts the servers once and puts their addresses into the environment, which the test workers inherit. */
export async function startServices(root: string): Promise<void> {
  if (holder[HELD] === undefined) {
    findSourcesByTheirCompiledName();
    const { startTestServices } = await import('../../local/test-services.js');
    holder[HELD] = startTestServices(root, process.env);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        void stopServices().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
      });
    }
  }
  const { environment } = await holder[HELD];
  Object.assign(process.env, environment);
}

/** Ends the servers and removes their folder; safe to call when there are none. */
export async function stopServices(): Promise<void> {
  const services = holder[HELD];
  delete holder[HELD];
  await (await services)?.stop();
}
