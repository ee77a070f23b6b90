/** Delegations and absences, and the people one may name in them. */
import { z } from 'zod';
import { DELEGATION_KINDS } from '../../domain/review/directory.js';
import { ROLES } from '../../domain/route/route.js';
import { AUTHORITY_STATES } from '../../queries/authority.query.js';
import { date, flagInQuery, idText, instant, localDate, pageOf, paging, personName, searchText, text, unitCode, unitName } from './shared.schema.js';

const entry = {
  id: z.string(),
  from: date,
  to: date.nullable().meta({ description: 'First date on which it no longer holds' }),
  state: z.enum(AUTHORITY_STATES),
  recordedBy: personName,
  recordedAt: instant,
  endedAt: instant.nullable(),
  overlaps: z.array(z.string()).meta({ description: 'Other entries of the same person and post on some of the same dates' }),
  mayEnd: z.boolean(),
};

export const delegationView = z
  .strictObject({
    ...entry,
    kind: z.enum(DELEGATION_KINDS),
    owner: personName,
    delegate: personName,
    unit: unitName,
    role: z.enum(ROLES),
    document: z.string(),
  })
  .meta({ id: 'Delegation' });
export const absenceView = z.strictObject({ ...entry, person: personName, substitute: personName, source: z.enum(['self', 'clerk']) }).meta({ id: 'Absence' });
export const delegationPage = pageOf(delegationView).meta({ id: 'DelegationPage' });
export const absencePage = pageOf(absenceView).meta({ id: 'AbsencePage' });

export const authorityQuery = z.strictObject({
  mine: flagInQuery.optional().meta({ description: 'Only those that name me', override: { type: 'boolean' } }),
  state: z.enum(AUTHORITY_STATES).optional(),
  ...paging,
});

export const delegationBody = z
  .strictObject({
    ownerId: idText.optional().meta({ description: 'Whose post; yours when absent. Only the coordinator records for others' }),
    delegateId: idText,
    kind: z.enum(DELEGATION_KINDS).meta({ description: 'KT for the head, TL by order, TUQ by authorisation' }),
    unitId: idText,
    role: z.enum(ROLES),
    from: localDate,
    to: localDate.nullable().default(null),
    document: text(120, 1).meta({ description: 'Number and symbol of the paper' }),
  })
  .meta({ id: 'DelegationRequest' });
export const delegationGranted = z.strictObject({ delegationId: z.string(), replayed: z.boolean() }).meta({ id: 'DelegationGranted' });
export const delegationEnded = z.strictObject({ delegationId: z.string(), endedOn: date, replayed: z.boolean() }).meta({ id: 'DelegationEnded' });

export const absenceBody = z
  .strictObject({
    personId: idText.optional().meta({ description: 'Who is away; you when absent' }),
    substituteId: idText,
    from: localDate,
    to: localDate.nullable().default(null),
  })
  .meta({ id: 'AbsenceRequest' });
export const absenceRecorded = z
  .strictObject({
    absenceId: z.string(),
    mutualLater: z.boolean().meta({ description: 'The two stand in for each other at other times' }),
    replayed: z.boolean(),
  })
  .meta({ id: 'AbsenceRecorded' });
export const absenceEnded = z.strictObject({ absenceId: z.string(), endedOn: date, replayed: z.boolean() }).meta({ id: 'AbsenceEnded' });

export const peopleQuery = z.strictObject({
  q: searchText.optional(),
  unit: unitCode.optional().meta({ description: 'Code of a unit; its subtree' }),
  ...paging,
});
export const peoplePage = pageOf(
  z
    .strictObject({
      ...personName.shape,
      posts: z.array(z.strictObject({ unit: unitName, role: z.enum(ROLES) })),
    })
    .meta({ id: 'Person' }),
).meta({ id: 'PersonPage' });
