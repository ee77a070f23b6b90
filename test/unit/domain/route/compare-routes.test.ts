import fc from 'fast-check';
import { compareRoutes } from '../../../../domain/route/compare-routes.js';
import type { Route } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { arbitraryRoute } from '../../../support/arbitrary-route.js';
import { edited, type Edit } from '../../../support/json-edit.js';

const changes = (...edits: readonly Edit[]) => compareRoutes(PROVINCIAL_REVIEW, edited(PROVINCIAL_REVIEW, ...edits) as Route);

describe('two versions of a route', () => {
  it('differ in nothing but their number when only that rose', () => {
    expect(changes(['/version', 2])).toEqual([]);
  });

  it('name a shortened limit by its stage', () => {
    expect(changes(['/stages/3/limit/workingDays', 4])).toEqual([{ path: 'stages/appraise/limit/workingDays', kind: 'changed', before: 5, after: 4 }]);
  });

  it('tell a kind of limit that was exchanged as one taken away and one added', () => {
    expect(changes(['/stages/3/limit/workingDays', undefined], ['/stages/3/limit/days', 7])).toEqual([
      { path: 'stages/appraise/limit/days', kind: 'added', before: null, after: 7 },
      { path: 'stages/appraise/limit/workingDays', kind: 'removed', before: 5, after: null },
    ]);
  });

  it('follow rungs by key and edges by where they start, wherever they stand', () => {
    expect(changes(['/stages/0/ladder/0', undefined], ['/edges/8', undefined]).map(({ path, kind }) => [path, kind])).toEqual([
      ['stages/assess/ladder/late1', 'removed'],
      ['edges/approve:returned', 'removed'],
    ]);
  });

  it('do not differ because stages stand in another order', () => {
    expect(compareRoutes(PROVINCIAL_REVIEW, { ...PROVINCIAL_REVIEW, stages: PROVINCIAL_REVIEW.stages.toReversed() })).toEqual([]);
  });

  it('never differ from themselves, and always do from another route', () => {
    fc.assert(
      fc.property(arbitraryRoute, arbitraryRoute, (one, other) => {
        expect(compareRoutes(one, one)).toEqual([]);
        if (JSON.stringify({ ...one, version: 0 }) !== JSON.stringify({ ...other, version: 0 }) && one.key !== other.key)
          expect(compareRoutes(one, other).some((change) => change.path === 'key')).toBe(true);
      }),
      { seed: 5, numRuns: 40 },
    );
  });
});
