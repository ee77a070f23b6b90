/** The API's own documentation, without any outside address: the document, a page to read it, a page per error code. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import express, { Router } from 'express';
import { ERROR_TEXTS, type ErrorCode } from '../../domain/shared/errors.js';
import { openApiDocument } from '../openapi.js';
import { statusOf } from '../problems.js';

/** The package's main module reaches for a telemetry package; only its folder is wanted. */
const ASSETS = dirname(require.resolve('swagger-ui-dist/package.json'));
const SERVED = ['swagger-ui.css', 'swagger-ui-bundle.js'];

const PAGE = `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>TinhGọn API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>
`;

const START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list', validatorUrl: null });
`;

const isCode = (text: string): text is ErrorCode => Object.hasOwn(ERROR_TEXTS, text);

export function docsRoutes(): Router {
  const router = Router();
  const document = JSON.stringify(openApiDocument());
  const assets = new Map(SERVED.map((name) => [name, readFileSync(join(ASSETS, name))]));
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').set('Cache-Control', 'no-cache').send(document);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('application/javascript').send(START);
  });
  router.get('/docs/errors/:code', (request, response, next) => {
    const code = String(request.params['code']).replaceAll('-', '_');
    if (!isCode(code)) return next();
    const { vi, en } = ERROR_TEXTS[code];
    response.type('html').send(`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${code} · TinhGọn</title></head>
<body><main><h1><code>${code}</code></h1><p>HTTP ${statusOf(code)}</p><p lang="vi">${vi}</p><p lang="en">${en}</p><p><a href="/api/docs">API</a></p></main></body></html>
`);
  });
  router.get('/docs/:asset', (request, response, next) => {
    const bytes = assets.get(String(request.params['asset']));
    if (!bytes) return next();
    response.type(String(request.params['asset'])).set('Cache-Control', 'public, max-age=86400').send(bytes);
  });
  return router;
}

/** The built web application, with its own routes answered by its one page. */
export function webRoutes(root: string, pageHeaders: (html: string) => { readonly html: string; readonly policy: string }): Router {
  const router = Router();
  const index = join(root, 'index.html');
  let page: string | null = null;
  router.use('/assets', express.static(join(root, 'assets'), { immutable: true, maxAge: '1y', index: false, fallthrough: false }));
  router.use(express.static(root, { index: false, maxAge: '1h' }));
  // The codes of procedures have dots (`/thu-tuc/1.004194`), so only a lower-case ending makes a path a file.
  router.get(/^\/(?!api\/|q\/|dev\/|assets\/)(?!.*\.[a-z][a-z0-9]*$).*$/u, (request, response, next) => {
    if (!request.accepts('html')) return next();
    page ??= readFileSync(index, 'utf8');
    const { html, policy } = pageHeaders(page);
    response.set('Content-Security-Policy', policy).set('Cache-Control', 'no-cache').type('html').send(html);
  });
  return router;
}
