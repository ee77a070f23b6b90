/** Whether this process lives, takes work, and has its parts. */
import { Router } from 'express';
import type { ApiDeps, HealthCheck } from '../deps.js';

const PATIENCE_MS = 2_000;

type Part = { readonly ok: boolean; readonly ms: number; readonly says?: string };

async function look({ check }: HealthCheck): Promise<Part> {
  const started = performance.now();
  const took = (): number => Math.round(performance.now() - started);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([check(), late]);
    return { ok: true, ms: took() };
  } catch (error) {
    // The code says what is wrong; the message may hold an address.
    const code = (error as { code?: unknown }).code;
    return { ok: false, ms: took(), says: typeof code === 'string' ? code : 'no answer' };
  } finally {
    clearTimeout(timer);
  }
}

export function healthRoutes({ health = {}, reader, isDraining }: Pick<ApiDeps, 'health' | 'reader' | 'isDraining'>): Router {
  const router = Router();
  const checks: Readonly<Record<string, HealthCheck>> = { database: { needed: true, check: () => reader.row('SELECT 1 AS one') }, ...health };
  const report = async (names: readonly string[]) => {
    const parts = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await look(checks[name] as HealthCheck)] as const)));
    const away = names.filter((name) => !parts[name]?.ok);
    const status = isDraining?.() ? 'draining' : away.some((name) => checks[name]?.needed) ? 'down' : away.length > 0 ? 'degraded' : 'ok';
    return { status, parts } as const;
  };
  router.get('/livez', (_request, response) => {
    response.set('Cache-Control', 'no-store').type('text/plain').send('ok');
  });
  router.get('/readyz', async (_request, response) => {
    const found = await report(Object.keys(checks).filter((name) => checks[name]?.needed));
    response
      .status(found.status === 'ok' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(found);
  });
  router.get('/healthz', async (_request, response) => {
    const found = await report(Object.keys(checks));
    response
      .status(found.status === 'ok' || found.status === 'degraded' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(found);
  });
  return router;
}
