import { createApp } from '../../api/app.js';
import type { ApiDeps } from '../../api/deps.js';
import { ENDPOINTS } from '../../api/endpoints.js';
import { openApiDocument } from '../../api/openapi.js';
import { createLog } from '../../config/log.js';
import { OPERATIONS } from '../../domain/shared/access.js';

type Layer = {
  readonly route?: { readonly path: string | RegExp; readonly stack: readonly { readonly method?: string }[] };
  readonly handle?: { readonly stack?: readonly Layer[] };
};

const METHODS = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'trace'];

/** Pages for people; every other address a program can call must stand in the document. */
const PAGES = ['GET /docs', 'GET /docs/start.js', 'GET /docs/errors/:code', 'GET /docs/:asset'];

function routesOf(layers: readonly Layer[]): readonly string[] {
  return layers.flatMap((layer) => {
    if (layer.route) {
      const methods = [...new Set(layer.route.stack.map((handler) => handler.method).filter((method) => method !== undefined))];
      return methods.map((method) => `${method.toUpperCase()} ${String(layer.route?.path)}`);
    }
    return layer.handle?.stack ? routesOf(layer.handle.stack) : [];
  });
}

const deps = {
  commands: {},
  sessions: {},
  reader: {},
  log: createLog('test', 'silent'),
  publicUrl: 'http://localhost',
  production: false,
  sessionKeys: ['k'.repeat(32)],
  redis: null,
  trustProxy: false,
  webRoot: null,
} as unknown as ApiDeps;

const document = openApiDocument();
type Operation = {
  readonly operationId: string;
  readonly responses: Record<string, unknown>;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly security?: unknown;
};
const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Operation>)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, operation]) => ({ method, path, operation })),
);

describe('the OpenAPI document', () => {
  it('lists exactly the routes the router has', () => {
    const app = createApp(deps) as unknown as { router: { stack: readonly Layer[] } };
    const served = routesOf(app.router.stack).filter((route) => !PAGES.includes(route));
    const written = operations.map(
      ({ method, path }) => `${method.toUpperCase()} ${path.replace(/^\/api(?:\/v1)?(?=\/)/u, '').replaceAll(/\{(\w+)\}/gu, ':$1')}`,
    );
    expect([...served].sort()).toEqual([...written].sort());
    expect(served.length).toBeGreaterThanOrEqual(ENDPOINTS.length + 4);
  });

  it('is 3.1, with an id for each operation and none twice', () => {
    expect(document.openapi).toBe('3.1.0');
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-zA-Z]+$/u);
  });

  it('resolves every reference it makes', () => {
    const text = JSON.stringify(document);
    const known = new Set(Object.keys(document.components?.schemas ?? {}).map((name) => `#/components/schemas/${name}`));
    const made = [...text.matchAll(/"\$ref":"([^"]+)"/gu)].map((match) => match[1]);
    expect(made.length).toBeGreaterThan(50);
    expect(made.filter((reference) => !known.has(reference as string))).toEqual([]);
  });

  it('names path parameters as the path does', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map((match) => match[1]);
      expect((operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)).toEqual(inPath);
    }
  });

  it('asks for an idempotency key on each POST that creates or decides; signing in, tokens and what keeps nothing apart', () => {
    const without = ENDPOINTS.filter((endpoint) => endpoint.method === 'post' && !endpoint.keyed).map((endpoint) => endpoint.id);
    expect(without).toEqual(['signIn', 'issueToken', 'computeCost', 'checkRoute']);
    for (const { method, path, operation } of operations
      .filter(({ path }) => path.includes('/decisions') || path.includes('/campaigns'))
      .filter(({ method }) => method === 'post')) {
      expect([method, path, (operation.parameters ?? []).map((parameter) => parameter.name)]).toEqual([
        method,
        path,
        expect.arrayContaining(['Idempotency-Key']),
      ]);
    }
  });

  it('describes refusals of every operation as problems', () => {
    for (const { path, operation } of operations.filter(({ path }) => path.startsWith('/api/v1/'))) {
      expect([path, Object.keys(operation.responses)]).toEqual([path, expect.arrayContaining(['400', '429', '503'])]);
      if (operation.security === undefined) expect([path, Object.keys(operation.responses)]).toEqual([path, expect.arrayContaining(['401', '403'])]);
    }
  });

  it('is made of closed objects in requests: an unknown field is refused by contract', () => {
    for (const { operation } of operations) {
      const body = (operation as unknown as { requestBody?: { content: Record<string, { schema: { $ref?: string; additionalProperties?: boolean } }> } })
        .requestBody;
      const schema = body?.content['application/json']?.schema;
      if (!schema) continue;
      const named = schema.$ref ? (document.components?.schemas?.[schema.$ref.split('/').at(-1) as string] as { additionalProperties?: boolean }) : schema;
      expect(named.additionalProperties).toBe(false);
    }
  });

  it('guards every endpoint by a row of the access table, by signing in, or says that it is public', () => {
    for (const { access } of ENDPOINTS) expect(['public', 'signedIn', ...OPERATIONS]).toContain(access);
    expect(ENDPOINTS.filter(({ access }) => access === 'public').map(({ id }) => id)).toEqual(['signIn']);
  });
});
