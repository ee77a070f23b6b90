/** The OpenAPI 3.1 document, made of the endpoints and the very schemas that validate. */
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { z } from 'zod';
import type { Endpoint } from './endpoint.js';
import { API_BASE, ENDPOINTS } from './endpoints.js';
import { health } from './schemas/board.schema.js';
import { problem } from './schemas/problem.schema.js';

export type OpenApiDocument = ReturnType<typeof createDocument>;

const REFUSAL_WORDS: Readonly<Record<number, string>> = {
  400: 'Malformed, unknown parameter, wrong cursor, missing Idempotency-Key',
  401: 'Not signed in, or the token is wrong',
  403: 'Visible, but not allowed: the missing right or rule is named',
  404: 'Not there, or not to be known of',
  409: 'Decided first (with the winner), changed since it was shown (with the difference), or another state',
  412: '`If-Match` names another version',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Fields are not valid, or the key was used for other content',
  428: '`If-Match` is missing',
  429: 'Too many requests',
  503: 'Busy or without its store: send again with the same key',
};

const problemContent = { 'application/problem+json': { schema: problem } };

function refusalsOf(definition: Endpoint): ZodOpenApiResponsesObject {
  const codes = new Set([
    400,
    429,
    503,
    ...(definition.access === 'public' ? [] : [401, 403]),
    ...(definition.body || definition.keyed ? [413, 415, 422] : []),
    ...(definition.refusals ?? []),
  ]);
  return Object.fromEntries(
    [...codes].sort().map((code) => [String(code), { description: REFUSAL_WORDS[code] ?? 'Refused', content: problemContent }]),
  ) as ZodOpenApiResponsesObject;
}

function headersOf({ keyed, matched, matchable }: Endpoint): z.ZodObject | null {
  const shape = {
    ...(keyed
      ? {
          'Idempotency-Key': z
            .string()
            .regex(/^[A-Za-z0-9_-]{8,100}$/u)
            .meta({ description: 'Yours; the same for every retry of one act. A repeat answers 200 with the first answer and `replayed: true`' }),
        }
      : {}),
    ...(matched ? { 'If-Match': z.string().meta({ description: matched }) } : {}),
    ...(matchable ? { 'If-Match': z.string().optional().meta({ description: matchable }) } : {}),
  };
  return Object.keys(shape).length === 0 ? null : z.object(shape);
}

function requestBodyOf({ body, upload }: Endpoint): ZodOpenApiOperationObject['requestBody'] | undefined {
  if (!body) return undefined;
  if (!upload) return { required: true, content: { 'application/json': { schema: body } } };
  const file = z.custom<Blob>().meta({ override: { type: 'string', format: 'binary' }, description: '.xlsx, .csv, or JSON of the portal or of TinhGọn' });
  return { required: true, content: { 'multipart/form-data': { schema: (body as z.ZodObject).extend({ file }) } } };
}

function operationOf(definition: Endpoint): ZodOpenApiOperationObject {
  const headers = headersOf(definition);
  const requestBody = requestBodyOf(definition);
  const success = {
    description: definition.status === 201 ? 'Done' : definition.status === 204 ? 'Done, nothing to say' : 'OK',
    ...(definition.tagged ? { headers: z.object({ ETag: z.string() }) } : {}),
    ...(definition.answer ? { content: { 'application/json': { schema: definition.answer } } } : {}),
  };
  return {
    operationId: definition.id,
    tags: [definition.tag],
    summary: definition.summary,
    ...(definition.access === 'public' ? { security: [] } : {}),
    'x-access': definition.access,
    requestParams: {
      ...(definition.params ? { path: definition.params } : {}),
      ...(definition.query ? { query: definition.query } : {}),
      ...(headers ? { header: headers } : {}),
    },
    ...(requestBody ? { requestBody } : {}),
    responses: {
      [String(definition.status)]: success,
      ...(definition.keyed && definition.status === 201
        ? { '200': { ...success, description: 'The first answer again (`replayed: true`), or a dry run' } }
        : {}),
      ...refusalsOf(definition),
    } as ZodOpenApiResponsesObject,
  };
}

/** Addresses outside the versioned API that programs use. */
const SYSTEM_PATHS: ZodOpenApiPathsObject = {
  '/livez': {
    get: {
      operationId: 'livez',
      tags: ['system'],
      summary: 'The process is alive',
      security: [],
      responses: { '200': { description: 'Alive', content: { 'text/plain': { schema: z.string() } } } },
    },
  },
  '/readyz': {
    get: {
      operationId: 'readyz',
      tags: ['system'],
      summary: 'The process takes work: its store answers and it is not ending',
      security: [],
      responses: {
        '200': { description: 'Ready', content: { 'application/json': { schema: health } } },
        '503': { description: 'Not ready', content: { 'application/json': { schema: health } } },
      },
    },
  },
  '/healthz': {
    get: {
      operationId: 'healthz',
      tags: ['system'],
      summary: 'Every part with its state',
      security: [],
      responses: {
        '200': { description: 'Works, perhaps without a part it can spare', content: { 'application/json': { schema: health } } },
        '503': { description: 'A needed part is away', content: { 'application/json': { schema: health } } },
      },
    },
  },
  '/api/openapi.json': {
    get: {
      operationId: 'getOpenApiDocument',
      tags: ['system'],
      summary: 'This document',
      security: [],
      responses: { '200': { description: 'OpenAPI 3.1', content: { 'application/json': { schema: z.looseObject({ openapi: z.string() }) } } } },
    },
  },
};

export function openApiDocument(endpoints: readonly Endpoint[] = ENDPOINTS): OpenApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const definition of endpoints) {
    const path = `${API_BASE}${definition.path}`;
    paths[path] = { ...paths[path], [definition.method]: operationOf(definition) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'TinhGọn API',
        version: '1.0.0',
        description: [
          'Rà soát, đơn giản hóa thủ tục hành chính. / Review and simplification of administrative procedures.',
          'Times are RFC 3339 with `+07:00`, days `YYYY-MM-DD`, money whole đồng, text NFC. Lists are `{ items, next }` with an opaque `cursor`. Words for people come as `{ vi, en }`;',
          'refusals are RFC 9457 problems in the language of `Accept-Language` (vi by default), with a stable `code`.',
        ].join('\n'),
      },
      servers: [{ url: '/' }],
      tags: [
        'sessions',
        'tasks',
        'procedures',
        'campaigns',
        'reviews',
        'execution',
        'costs',
        'routes',
        'authority',
        'posts',
        'overdue',
        'units',
        'clock',
        'system',
      ].map((name) => ({
        name,
      })),
      security: [{ session: [] }, { token: [] }],
      paths: { ...paths, ...SYSTEM_PATHS } as ZodOpenApiPathsObject,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'tinhgon', description: 'Browsers; `__Host-tinhgon` over TLS' },
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'tinhgon_pat_…' },
        },
      },
    },
    { allowEmptySchema: { custom: true, unknown: true } },
  );
}
