/** Procedures: the catalogue, one procedure, one version of it. */
import { z } from 'zod';
import { DomainError } from '../../domain/shared/errors.js';
import { findProcedureDetail, findProcedureVersion } from '../../queries/procedure-detail.query.js';
import { listProcedures } from '../../queries/procedure-list.query.js';
import { endpoint } from '../endpoint.js';
import { procedureDetail, procedureListQuery, procedurePage, versionDetail } from '../schemas/procedure.schema.js';
import { DEFAULT_LIMIT, idText, wholeInQuery } from '../schemas/shared.schema.js';

const list = endpoint({
  method: 'get',
  path: '/procedures',
  id: 'listProcedures',
  tag: 'procedures',
  access: 'procedures.read',
  status: 200,
  query: procedureListQuery,
  answer: procedurePage,
  summary: 'The catalogue by code, searched blind to accents and đ/d',
  handle: async ({ deps, query }) => ({
    body: await listProcedures(deps.reader, {
      q: query.q ?? null,
      field: query.field ?? null,
      unit: query.unit ?? null,
      phase: query.phase ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    }),
  }),
});

const detail = endpoint({
  method: 'get',
  path: '/procedures/{id}',
  id: 'getProcedure',
  tag: 'procedures',
  access: 'procedures.read',
  status: 200,
  params: z.strictObject({ id: idText.meta({ description: 'Id or code' }) }),
  answer: procedureDetail,
  refusals: [404],
  summary: 'One procedure: text in force, versions, before and after, cost, dates ahead, facts',
  handle: async ({ deps, params, scope }) => {
    const found = await findProcedureDetail(deps.reader, { idOrCode: params.id, reviews: scope('reviews.read') });
    if (!found) throw new DomainError('not_found', { kind: 'procedure', id: params.id });
    return { body: found };
  },
});

const version = endpoint({
  method: 'get',
  path: '/procedures/{id}/versions/{number}',
  id: 'getProcedureVersion',
  tag: 'procedures',
  access: 'procedures.read',
  status: 200,
  params: z.strictObject({ id: idText.meta({ description: 'Id or code' }), number: wholeInQuery(1, 100_000) }),
  answer: versionDetail,
  refusals: [404],
  summary: 'One published text of a procedure',
  handle: async ({ deps, params }) => {
    const found = await findProcedureVersion(deps.reader, params.id, params.number);
    if (!found) throw new DomainError('not_found', { kind: 'procedureVersion', id: `${params.id}/${params.number}` });
    return { body: found };
  },
});

export const procedureRoutes = [list, detail, version];
