/** Builds the HTTP edge: middleware in order, one route per endpoint, one door for everything that fails. It never listens. */
import { isUtf8 } from 'node:buffer';
import express, { Router, type Express, type RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import { DEFAULT_LIMITS, type ApiDeps } from './deps.js';
import type { Endpoint } from './endpoint.js';
import { API_BASE, ENDPOINTS, expressPath } from './endpoints.js';
import { authenticate } from './middleware/authenticate.js';
import { problemDoor } from './middleware/problem-door.js';
import { limitAddresses, limitPeople, limitSignIns } from './middleware/rate-limit.js';
import { factsOf, requestFacts } from './middleware/request-facts.js';
import { admit, runEndpoint, sha256 } from './middleware/run-endpoint.js';
import { sameOriginOnly } from './middleware/same-origin.js';
import { securityHeaders, withPagePolicy } from './middleware/security-headers.js';
import { isSecure, keepAlive, sessions } from './middleware/session.js';
import { oneFile } from './middleware/upload.js';
import { EdgeError } from './problems.js';
import { docsRoutes, webRoutes } from './routes/docs.routes.js';
import { healthRoutes } from './routes/health.routes.js';

/** @policy largest body of a request that is no file */
const BODY_LIMIT = '1mb';

export function createApp(deps: ApiDeps): Express {
  const app = express();
  const secure = isSecure(deps.publicUrl);
  if (deps.production && !secure) deps.log.warn('PUBLIC_URL is not https: sign-in cookies travel unprotected');
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.trustProxy);
  app.use(requestFacts);
  app.use(
    pinoHttp({
      logger: deps.log,
      genReqId: (request) => factsOf(request as never).traceId,
      // Chatter about health drowns the rest.
      autoLogging: { ignore: (request) => /^\/(?:livez|readyz|healthz)$/u.test(request.url ?? '') },
      customLogLevel: (_request, response, error) =>
        error !== undefined || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'debug' : 'info',
    }),
  );
  app.use(securityHeaders(secure));
  app.use(healthRoutes(deps));
  app.use('/api', docsRoutes());
  app.use(API_BASE, apiRouter(deps));
  if (deps.pages?.decision) app.use('/q', deps.pages.decision);
  if (deps.pages?.devMail) app.use('/dev/mail', deps.pages.devMail);
  if (deps.webRoot !== null) app.use(webRoutes(deps.webRoot, (html) => withPagePolicy(html, secure)));
  app.use((_request, _response, next) => next(new EdgeError('route_unknown')));
  app.use(problemDoor({ reader: deps.reader, log: deps.log, hash: sha256 }));
  return app;
}

/** Asks for JSON where a body is expected, before it is read. */
const jsonOnly: RequestHandler = (request, _response, next) => {
  const hasBody = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
  next(hasBody && !request.is('application/json') ? new EdgeError('media_type_unsupported', { expected: 'application/json' }) : undefined);
};

/** Broken letters are refused: read with a stand-in they would be stored as something nobody wrote. */
function utf8Only(_request: unknown, _response: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new EdgeError('malformed_json');
}

function apiRouter(deps: ApiDeps): Router {
  const limits = deps.limits ?? DEFAULT_LIMITS;
  const ports = { redis: deps.redis, log: deps.log };
  const router = Router({ caseSensitive: true, strict: true });
  router.use(limitAddresses(limits.perAddress, ports));
  router.use(sameOriginOnly(deps.publicUrl));
  router.use(sessions({ reader: deps.reader, keeper: deps.sessions, keys: deps.sessionKeys, secure: isSecure(deps.publicUrl) }), keepAlive);
  router.use(authenticate(deps.reader));
  const json = [jsonOnly, express.json({ limit: BODY_LIMIT, strict: true, type: 'application/json', verify: utf8Only })];
  const perPerson = limitPeople(limits.perPerson, ports);
  const signIns = limitSignIns(limits.failedSignIns, ports);
  for (const definition of ENDPOINTS) {
    const body: readonly RequestHandler[] = definition.upload ? oneFile() : definition.body ? json : [];
    const guards: readonly RequestHandler[] = definition.id === 'signIn' ? signIns : [perPerson];
    const admission: RequestHandler = (request, _response, next) => {
      admit(definition, request);
      next();
    };
    // Sign-in is limited by the login in its body, so that the body is read first; everybody else is admitted first.
    const before = definition.id === 'signIn' ? [...body, ...guards] : [admission, ...guards, ...body];
    router[definition.method](expressPath(definition.path), ...before, (request, response) => runEndpoint(definition, deps, request, response));
  }
  router.use((request, _response, next) => {
    const allowed = methodsAt(request.path);
    next(allowed.length > 0 ? new EdgeError('method_not_allowed', { allow: allowed.join(', ') }) : new EdgeError('route_unknown'));
  });
  return router;
}

/** The methods an address takes, in upper case. */
function methodsAt(path: string): readonly string[] {
  const matches = ({ path: pattern }: Endpoint): boolean => new RegExp(`^${pattern.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u').test(path);
  return [...new Set(ENDPOINTS.filter(matches).map((definition) => definition.method.toUpperCase()))];
}
