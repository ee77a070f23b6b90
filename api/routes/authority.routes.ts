/** Delegations and absences: the register, its entries, the people one may name. */
import { z } from 'zod';
import { parseId } from '../../domain/shared/ids.js';
import { parseLocalDate, type LocalDate } from '../../domain/shared/instant.js';
import { listAbsences, listDelegations, listPeople, type AuthorityArgs, type AuthorityState } from '../../queries/authority.query.js';
import type { ActingPerson } from '../../queries/actor.query.js';
import type { Scope } from '../../domain/shared/access.js';
import { endpoint, recorded } from '../endpoint.js';
import {
  absenceBody,
  absenceEnded,
  absencePage,
  absenceRecorded,
  authorityQuery,
  delegationBody,
  delegationEnded,
  delegationGranted,
  delegationPage,
  peoplePage,
  peopleQuery,
} from '../schemas/authority.schema.js';
import { DEFAULT_LIMIT, idText } from '../schemas/shared.schema.js';

const idPath = z.strictObject({ id: idText });

type Query = {
  readonly mine?: boolean | undefined;
  readonly state?: AuthorityState | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
};

const argsOf = (query: Query, { person, posts }: ActingPerson, scope: Scope): AuthorityArgs => ({
  personId: person.id,
  keeper: posts.some((post) => post.role === 'coordinator'),
  scope,
  mine: query.mine ?? false,
  state: query.state ?? null,
  cursor: query.cursor ?? null,
  limit: query.limit ?? DEFAULT_LIMIT,
});

const dates = ({ from, to }: { readonly from: string; readonly to: string | null }): { readonly from: LocalDate; readonly to: LocalDate | null } => ({
  from: parseLocalDate(from) as LocalDate,
  to: to === null ? null : parseLocalDate(to),
});

const people = endpoint({
  method: 'get',
  path: '/people',
  id: 'listPeople',
  tag: 'authority',
  access: 'people.read',
  status: 200,
  query: peopleQuery,
  answer: peoplePage,
  summary: 'Active people with the posts they hold today',
  handle: async ({ deps, query }) => ({
    body: await listPeople(deps.reader, { q: query.q ?? null, unit: query.unit ?? null, cursor: query.cursor ?? null, limit: query.limit ?? DEFAULT_LIMIT }),
  }),
});

const delegations = endpoint({
  method: 'get',
  path: '/delegations',
  id: 'listDelegations',
  tag: 'authority',
  access: 'authority.read',
  status: 200,
  query: authorityQuery,
  answer: delegationPage,
  summary: 'Delegations that name me, or of posts in my branch; newest first, with those that overlap',
  handle: async ({ deps, query, person, scope }) => ({ body: await listDelegations(deps.reader, argsOf(query, person(), scope('authority.read'))) }),
});

const grant = endpoint({
  method: 'post',
  path: '/delegations',
  id: 'grantDelegation',
  tag: 'authority',
  access: 'authority.grant',
  status: 201,
  body: delegationBody,
  answer: delegationGranted,
  keyed: true,
  refusals: [404, 409],
  summary: 'Hand a post on for a time, on a paper; the owner stays accountable',
  handle: async ({ deps, body, actor, key }) => {
    const { ownerId, delegateId, unitId, kind, role, document } = body;
    return recorded(
      await deps.commands.grantDelegation(actor(), key(), {
        ...(ownerId === undefined ? {} : { ownerId: parseId('person', ownerId) }),
        delegateId: parseId('person', delegateId),
        unitId: parseId('unit', unitId),
        kind,
        role,
        document,
        ...dates(body),
      }),
    );
  },
});

const revoke = endpoint({
  method: 'post',
  path: '/delegations/{id}/revocations',
  id: 'revokeDelegation',
  tag: 'authority',
  access: 'authority.grant',
  status: 201,
  params: idPath,
  answer: delegationEnded,
  keyed: true,
  refusals: [404],
  summary: 'End a delegation at once, by its owner or the coordinator',
  handle: async ({ deps, params, actor, key }) => {
    return recorded(await deps.commands.revokeDelegation(actor(), key(), { delegationId: params.id }));
  },
});

const absences = endpoint({
  method: 'get',
  path: '/absences',
  id: 'listAbsences',
  tag: 'authority',
  access: 'authority.read',
  status: 200,
  query: authorityQuery,
  answer: absencePage,
  summary: 'Absences that name me, or of people in my branch; newest first, with those that overlap',
  handle: async ({ deps, query, person, scope }) => ({ body: await listAbsences(deps.reader, argsOf(query, person(), scope('authority.read'))) }),
});

const record = endpoint({
  method: 'post',
  path: '/absences',
  id: 'recordAbsence',
  tag: 'authority',
  access: 'authority.grant',
  status: 201,
  body: absenceBody,
  answer: absenceRecorded,
  keyed: true,
  refusals: [404, 409],
  summary: 'Say who is away and who stands in; recorded by oneself, the head of the unit or the coordinator',
  handle: async ({ deps, body, actor, key }) => {
    const { personId, substituteId } = body;
    return recorded(
      await deps.commands.recordAbsence(actor(), key(), {
        ...(personId === undefined ? {} : { personId: parseId('person', personId) }),
        substituteId: parseId('person', substituteId),
        ...dates(body),
      }),
    );
  },
});

const back = endpoint({
  method: 'post',
  path: '/absences/{id}/endings',
  id: 'endAbsence',
  tag: 'authority',
  access: 'authority.grant',
  status: 201,
  params: idPath,
  answer: absenceEnded,
  keyed: true,
  refusals: [404],
  summary: 'Back before, or on, the day: untouched tasks return at once, claimed ones stay with the substitute until released',
  handle: async ({ deps, params, actor, key }) => {
    return recorded(await deps.commands.endAbsence(actor(), key(), { absenceId: params.id }));
  },
});

export const authorityRoutes = [people, delegations, grant, revoke, absences, record, back];
