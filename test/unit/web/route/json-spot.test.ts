import { seeded } from '../../../support/seeded.js';
import { SHIPPED_ROUTES } from '../../../../domain/route/shipped-routes.js';
import { spotOf } from '../../../../web/src/route/json-spot.js';

describe('the place where a text stops being JSON', () => {
  it.each([
    ['', 1, 1],
    ['{\n  "key": "a"', 2, 13],
    ['{\n  "key": "a",\n  "name": }\n', 3, 11],
    ['{"a": 1 "b": 2}', 1, 9],
    ['[1, 2,]', 1, 7],
    ['{"a": 01}', 1, 8],
    ['{a: 1}', 1, 2],
    ['"dòng\nmới"', 1, 1],
    ['{"a": “b”}', 1, 7],
    ['{} {}', 1, 4],
  ])('of %j is line %i, column %i', (text, line, column) => expect(spotOf(text)).toEqual({ line, column }));

  it('is nowhere in JSON, and somewhere in what the browser refuses, whatever letter is lost', () => {
    for (const route of SHIPPED_ROUTES) expect(spotOf(JSON.stringify(route, null, 2))).toBeNull();
    const text = JSON.stringify(SHIPPED_ROUTES[0], null, 2);
    const random = seeded(20_261_125);
    for (let round = 0; round < 400; round += 1) {
      const at = Math.floor(random() * text.length);
      const damaged = text.slice(0, at) + text.slice(at + 1);
      expect([at, spotOf(damaged) === null]).toEqual([at, isJson(damaged)]);
    }
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
