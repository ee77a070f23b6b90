import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { DomainError } from '../../../../domain/shared/errors.js';
import { canonicalJson, type Json } from '../../../../domain/shared/canonical.js';
import { findRouteProblems, readRoute } from '../../../../domain/route/read-route.js';
import { PROVINCIAL_REVIEW, SHIPPED_ROUTES } from '../../../../domain/route/shipped-routes.js';
import { edited, type Edit } from '../../../support/json-edit.js';
import { arbitraryRoute } from '../../../support/arbitrary-route.js';

const SEED = 20261125;
const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(join(__dirname, '../../../../docs/schemas/route.schema.json'), 'utf8')) as Parameters<typeof z.fromJSONSchema>[0],
);
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const problemsOf = (route: unknown): readonly (readonly [string, string])[] => findRouteProblems(route).problems.map((one) => [one.pointer, one.problem.en]);
/** A shipped route with some places changed. */
const changed = (...edits: readonly Edit[]): unknown => edited(PROVINCIAL_REVIEW, ...edits);

describe('route-schema-roundtrip', () => {
  it('route-schema-roundtrip: any well-formed route comes back from JSON as it went in, and the published schema takes it', () => {
    fc.assert(
      fc.property(arbitraryRoute, (route) => {
        const sent = json(route);
        expect(findRouteProblems(sent).problems).toEqual([]);
        expect(canonicalJson(readRoute(sent) as unknown as Json)).toBe(canonicalJson(sent as unknown as Json));
        expect(schema.safeParse(sent).error?.issues ?? []).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it.each(SHIPPED_ROUTES.map((route) => [route.key, route] as const))('the shipped route %s follows the schema', (_key, route) => {
    expect(readRoute(json(route))).toEqual(json(route));
    expect(schema.safeParse(json(route)).success).toBe(true);
  });
});

describe('route-every-duration-has-unit', () => {
  it.each([
    ['a bare number', 5],
    ['no unit', {}],
    ['two units', { days: 5, workingDays: 5 }],
    ['minutes', { minutes: 5 }],
    ['months, which are dates of law and no limit of a stage', { months: 1 }],
  ])('route-every-duration-has-unit: a limit of %s is refused', (_name, limit) => {
    const route = changed(['/stages/0/limit', limit]);
    expect(problemsOf(route).some(([pointer]) => pointer.startsWith('/stages/0/limit'))).toBe(true);
    expect(schema.safeParse(route).success).toBe(false);
  });

  it('route-every-duration-has-unit: a rung without a unit is refused', () => {
    const route = changed(['/stages/1/ladder/0/at/unit', undefined]);
    expect(problemsOf(route)).toEqual([['/stages/1/ladder/0/at/unit', 'is missing']]);
    expect(schema.safeParse(route).success).toBe(false);
  });

  it.each([[0], [-1], [1.5], ['5'], [null]])('a limit of %p working days is refused', (workingDays) => {
    expect(problemsOf(changed(['/stages/0/limit', { workingDays }])).map(([pointer]) => pointer)).toEqual(['/stages/0/limit/workingDays']);
  });
});

describe('an ill-formed route', () => {
  it('is told all its problems at once, each with its place', () => {
    const route = changed(['/stages/0/kind', 'decree'], ['/stages/2/name/vi', ' '], ['/stages/2/colour', 'red'], ['/key', undefined]);
    expect(problemsOf(route)).toEqual([
      ['/key', 'is missing'],
      ['/stages/0/kind', 'must be one of author, opinion, appraisal, approval'],
      ['/stages/2/colour', 'there is no such field'],
      ['/stages/2/name/vi', 'must be a text of 1 to 300 characters'],
    ]);
  });

  it.each([
    ['an edge to a stage that is not there', ['/edges/1/to', ['nowhere']] as Edit, '/edges/1/to'],
    ['a stage key twice', ['/stages/1/key', 'assess'] as Edit, '/stages/1/key'],
    ['no beginning', ['/edges/0', undefined] as Edit, '/edges'],
    ['a return to a stage no edge leads to', ['/stages/3/returns/to', ['consultLaw']] as Edit, '/stages/3/returns/to'],
    ['an outcome that both closes and goes on', ['/edges/-', { from: 'approve', on: 'approved', to: ['assess'] }] as Edit, '/edges/10'],
    ['an edge without its outcome', ['/edges/4/on', undefined] as Edit, '/edges/4/on'],
    ['a duty about a stage that is not there', ['/stages/3/duties/exclude', [{ decidedStage: ['gone'] }]] as Edit, '/stages/3/duties/exclude'],
  ])('%s is refused', (_name, change, pointer) => {
    expect(problemsOf(changed(change)).map(([at]) => at)).toContain(pointer);
  });

  it.each([[null], [[]], ['route'], [7], [undefined], [{ stages: 'x', edges: {} }]])('%p is no route', (value) => {
    expect(findRouteProblems(value).problems.length).toBeGreaterThan(0);
  });

  it('throws route_invalid with the problems for a program', () => {
    expect(() => readRoute({})).toThrow(DomainError);
    expect(() => readRoute({})).toThrow('route_invalid');
  });

  it('takes no prototype for a field', () => {
    const sent = JSON.parse(JSON.stringify(PROVINCIAL_REVIEW).replace('{"version"', '{"__proto__":{"x":1},"version"')) as unknown;
    expect(problemsOf(sent)).toEqual([['/__proto__', 'there is no such field']]);
  });

  it('brings names into NFC', () => {
    const read = readRoute(changed(['/name/vi', 'Rà soát'.normalize('NFD')]));
    expect(read.name.vi).toBe('Rà soát'.normalize('NFC'));
  });
});
