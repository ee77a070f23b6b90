import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../../api/app.js';
import type { ApiDeps } from '../../../api/deps.js';
import { NONCE_PLACE, withPagePolicy } from '../../../api/middleware/security-headers.js';
import { createLog } from '../../../config/log.js';

const PAGE = '<!doctype html><title>TinhGọn</title><div id="root"></div>';

let root: string;
let server: Server;
let address: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'tinhgon-web-'));
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'index.html'), PAGE);
  writeFileSync(join(root, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(root, 'assets', 'app-1a2b.js'), 'export {};');
  const nobody = { rows: async () => [], row: async () => null };
  server = createServer(
    createApp({
      commands: {},
      sessions: {},
      reader: nobody,
      log: createLog('test', 'silent'),
      publicUrl: 'https://tinhgon.example',
      production: true,
      sessionKeys: ['k'.repeat(32)],
      redis: null,
      trustProxy: false,
      webRoot: root,
    } as unknown as ApiDeps),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }) => fetch(`${address}${path}`, { headers, redirect: 'manual' });

describe('the web application', () => {
  it.each(['/', '/viec', '/thu-tuc/1.004194', '/thu-tuc/1.004194.000.00.00.H48', '/ra-soat/rev_01kabc', '/qua-han?donVi=so-y-te'])(
    'answers its screen %s with its one page',
    async (path) => {
      const response = await get(path);
      expect([response.status, await response.text()]).toEqual([200, PAGE]);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('keeps built files for ever and the rest for a while', async () => {
    expect((await get('/assets/app-1a2b.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it.each(['/assets/gone.js', '/gone.css', '/robots.txt', '/assets/..%2f..%2fetc/passwd', '/..%2findex.html.map'])(
    'says that %s is not there',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('id="root"');
    },
  );

  it('never stands in for an address of the API', async () => {
    const response = await get('/api/v1/nothing');
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect((await get('/api/nothing')).status).toBe(404);
  });

  it('over TLS is pinned to TLS', async () => {
    const { headers } = await get('/viec');
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
    expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });
});

describe('the policy of a page', () => {
  it('gives each answer a nonce of its own where the page has a place for it', () => {
    const page = `<meta property="csp-nonce" nonce="${NONCE_PLACE}">`;
    const [one, two] = [withPagePolicy(page, true), withPagePolicy(page, true)];
    expect(one.html).not.toContain(NONCE_PLACE);
    expect(one.html).not.toBe(two.html);
    const nonce = /nonce="([^"]+)"/u.exec(one.html)?.[1];
    expect(one.policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(one.policy).not.toContain("style-src 'self' 'unsafe-inline'");
  });

  it('allows inline styles, never inline scripts, where the page has none', () => {
    const { html, policy } = withPagePolicy(PAGE, false);
    expect(html).toBe(PAGE);
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    expect(policy).toContain("script-src 'self';");
  });
});
