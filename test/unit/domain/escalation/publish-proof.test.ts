import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as RouteCheck from '../../../../domain/escalation/check-route.js';
import { examineRoute } from '../../../../domain/escalation/check-route.js';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import type * as Ladder from '../../../../domain/escalation/ladder.js';
import type * as DirectoryRules from '../../../../domain/review/directory.js';
import type * as LawRules from '../../../../domain/review/law.js';
import type { ArmedTerm } from '../../../../domain/escalation/arm-route.js';
import type { Calendar } from '../../../../domain/calendar/calendar.js';
import { openReview } from '../../../../domain/review/opening.js';
import type { Law } from '../../../../domain/review/law.js';
import { fold } from '../../../../domain/review/review.js';
import { allRungsOf, stageOf, type Route } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW, SHIPPED_ROUTES } from '../../../../domain/route/shipped-routes.js';
import { stageIdOf, type UnitId } from '../../../../domain/shared/ids.js';
import type { Instant } from '../../../../domain/shared/instant.js';
import { DEMO_NOW, demoPerson, demoUnit, demoWorld } from '../../../support/demo-world.js';
import { CONTENT, nthId, REVIEW } from '../../../support/law.js';

const ROOM = join(__dirname, '../../../../domain');
const source = (file: string): string => readFileSync(join(ROOM, file), 'utf8');

/** The law the demo organisation judges by, as a running review meets it. */
function demoLaw(route: Route, now: Instant): Law {
  const world = demoWorld();
  const calendarOfUnit = (unit: UnitId): Calendar => world.calendarOfUnit(unit) as Calendar;
  return { route, directory: world.directory, now, calendarOfUnit, calendarVersion: () => calendarOfUnit(demoUnit('tinh')) };
}

/** A route that begins with the stage looked at, so that a review opens it at once. */
const startingWith = (route: Route, key: string): Route => ({
  ...route,
  edges: [...route.edges.filter((edge) => edge.from !== 'start'), { from: 'start', to: [key] }],
});

describe('publish-proof-uses-runtime-functions', () => {
  const cases = SHIPPED_ROUTES.flatMap((route) => route.stages.map((stage) => [route.key, stage.key, route] as const));

  it.each(cases)('publish-proof-uses-runtime-functions: a review on %s opened now tells of %s exactly what the proof says', (_route, key, shipped) => {
    const route = startingWith(shipped, key);
    const owner = demoUnit('snnmt');
    const proof = examineRoute(shipped, demoWorld({ owners: [owner] })).proof.terms.filter((term) => term.stage === key);
    const law = demoLaw(route, DEMO_NOW);
    const state = fold(
      openReview(
        {
          reviewId: REVIEW,
          procedureId: nthId('procedure', 1),
          versionId: nthId('procedureVersion', 1),
          campaignId: null,
          ownerUnitId: owner,
          openedBy: demoPerson('dauMoi@demo'),
          authors: [],
          content: CONTENT,
        },
        law,
      ),
    );
    expect(state.tasks.map((task) => [task.unitId, task.candidates, task.term.dueAt])).toEqual(proof.map((term) => [term.unitId, term.candidates, term.dueAt]));
    for (const term of proof) {
      // Each rung as if the clock stood at its instant: it fires then, not a millisecond earlier, and tells those people.
      for (const planned of term.rungs) {
        const firing = (at: string) =>
          dueRungs(state, stageIdOf(REVIEW, key, 1), { ...law, now: at as Instant }).flatMap((event) =>
            event.type === 'RungFired' && state.tasks.find((task) => task.id === event.taskId)?.unitId === term.unitId && event.rung.key === planned.key
              ? [event.rung]
              : [],
          );
        expect(firing(new Date(Date.parse(planned.at) - 1).toISOString())).toEqual([]);
        expect(firing(planned.at).map((rung) => [rung.plannedAt, rung.told])).toEqual([[planned.at, planned.tells]]);
      }
    }
    expect(proof.flatMap((term: ArmedTerm) => term.rungs.map((rung) => rung.key))).toHaveLength(proof.length * allRungsOf(stageOf(route, key)).length);
  });

  /** The check with one runtime function broken: were there a second implementation, the check would not notice. */
  function checkWith(broken: 'planRungs' | 'liesBeforeOpening' | 'resolveAudience' | 'resolveSeats' | 'startTerm'): readonly string[] {
    let codes: readonly string[] = [];
    jest.isolateModules(() => {
      jest.doMock('../../../../domain/escalation/ladder.js', () => {
        const real = jest.requireActual<typeof Ladder>('../../../../domain/escalation/ladder.js');
        return {
          ...real,
          ...(broken === 'planRungs' ? { planRungs: () => [] } : {}),
          ...(broken === 'liesBeforeOpening' ? { liesBeforeOpening: () => true } : {}),
        };
      });
      jest.doMock('../../../../domain/review/directory.js', () => {
        const real = jest.requireActual<typeof DirectoryRules>('../../../../domain/review/directory.js');
        return {
          ...real,
          ...(broken === 'resolveAudience' ? { resolveAudience: () => [] } : {}),
          ...(broken === 'resolveSeats' ? { resolveSeats: () => [] } : {}),
        };
      });
      jest.doMock('../../../../domain/review/law.js', () => {
        const real = jest.requireActual<typeof LawRules>('../../../../domain/review/law.js');
        return {
          ...real,
          ...(broken === 'startTerm' ? { startTerm: (...given: Parameters<typeof real.startTerm>) => ({ ...real.startTerm(...given), dueAt: null }) } : {}),
        };
      });
      const { checkRoute } = jest.requireActual<typeof RouteCheck>('../../../../domain/escalation/check-route.js');
      codes = [...new Set(checkRoute(PROVINCIAL_REVIEW, demoWorld()).map((finding) => finding.code))];
    });
    jest.dontMock('../../../../domain/escalation/ladder.js').dontMock('../../../../domain/review/directory.js').dontMock('../../../../domain/review/law.js');
    return codes;
  }

  it.each([
    ['planRungs', 'rung_not_armable'],
    ['startTerm', 'rung_not_armable'],
    ['resolveAudience', 'escalate_without_ladder'],
    ['resolveSeats', 'no_holder'],
    ['liesBeforeOpening', 'rung_before_start'],
  ] as const)('publish-proof-uses-runtime-functions: with %s broken the shipped route is refused', (name, code) => {
    expect(checkWith(name)).toContain(code);
  });

  it('publish-proof-uses-runtime-functions: no second implementation stands beside them', () => {
    const files = ['escalation/arm-route.ts', 'escalation/check-seats.ts', 'escalation/check-route.ts', 'route/check-route.ts', 'route/check-graph.ts'];
    expect(source('escalation/arm-route.ts')).toMatch(/import \{ liesBeforeOpening, planRungs \} from '\.\/ladder\.js'/u);
    expect(source('escalation/arm-route.ts')).toMatch(/import \{ startTerm, type Law \} from '\.\.\/review\/law\.js'/u);
    expect(source('escalation/arm-route.ts')).toMatch(/import \{ resolveAudience, .*\} from '\.\.\/review\/directory\.js'/u);
    expect(source('escalation/check-seats.ts')).toMatch(/import \{ .*resolveSeats, resolveUnits, .*\} from '\.\.\/review\/directory\.js'/u);
    for (const file of files) {
      // Posts are looked up, and rungs are dated, in one place each; asking whether anybody keeps the clocks is no resolving.
      expect([file, (source(file).match(/\.holdings\b/gu) ?? []).length]).toEqual([file, file === 'escalation/check-seats.ts' ? 1 : 0]);
      expect([file, /\.at\.offset,/u.test(source(file))]).toEqual([file, false]);
    }
  });
});
