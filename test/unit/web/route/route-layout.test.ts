import { SHIPPED_ROUTES } from '../../../../domain/route/shipped-routes.js';
import type { Route } from '../../../../domain/route/route.js';
import { drawingOf, layoutRoute, wrapWords, type RouteLayout } from '../../../../web/src/route/route-layout.js';

const drawn = (route: Route): RouteLayout => layoutRoute(drawingOf(route));
const rowOf = ({ rows }: RouteLayout, key: string): number => rows.findIndex((row) => row.includes(key));

describe('the diagram of a route', () => {
  it('puts stages that run side by side in one row, and what joins them below', () => {
    const route = SHIPPED_ROUTES.find(({ key }) => key === 'provincialReview');
    if (!route) throw new Error('the provincial route is gone');
    expect(drawn(route).rows).toEqual([['assess'], ['consultUnits', 'consultLaw'], ['appraise'], ['approve'], ['closeRejected', 'closeApproved']]);
  });

  it.each(SHIPPED_ROUTES.map((route) => [route.key, route] as const))(
    '%s: shows every stage once, leads down except on a return, and draws every way',
    (_key, route) => {
      const layout = drawn(route);
      const stages = route.stages.map((stage) => stage.key);
      expect(
        layout.rows
          .flat()
          .filter((key) => stages.includes(key))
          .sort(),
      ).toEqual([...stages].sort());
      expect(layout.edges.length).toBeGreaterThan(0);
      for (const { from, to, kind } of layout.edges) {
        const down = rowOf(layout, to) > rowOf(layout, from);
        expect([from, to, kind, down]).toEqual([from, to, kind, kind !== 'back']);
      }
    },
  );

  it('ends although a route leads in a circle', () => {
    const layout = layoutRoute({
      start: ['a'],
      stages: [
        { key: 'a', edges: [{ on: 'approved', to: ['b'] }] },
        { key: 'b', edges: [{ on: 'approved', to: ['a'] }] },
      ],
    });
    expect(layout.rows.flat().sort()).toEqual(['a', 'b']);
  });

  it('shows a stage that nothing leads to', () => {
    expect(
      layoutRoute({
        start: ['a'],
        stages: [
          { key: 'a', edges: [] },
          { key: 'lost', edges: [] },
        ],
      }).rows,
    ).toEqual([['a'], ['lost']]);
  });
});

describe('words in a box', () => {
  it('break between words and never lose one while there is room', () => {
    expect(wrapWords('Lấy ý kiến đơn vị liên quan', 14, 3)).toEqual(['Lấy ý kiến đơn', 'vị liên quan']);
    expect(wrapWords('a b c d e f', 1, 3)).toEqual(['a', 'b', 'c…']);
  });
});
