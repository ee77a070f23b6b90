import fc from 'fast-check';
import { canonicalJson, type Json } from '../../../../domain/shared/canonical.js';
import { seeded } from '../../../support/seeded.js';

describe('canonical JSON', () => {
  it.each<[string, Json, string]>([
    ['sorts keys and leaves no spaces', { b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    ['keeps the order of a list', [3, 1, 2], '[3,1,2]'],
    ['leaves out what is undefined', { a: undefined, b: 1 }, '{"b":1}'],
    ['writes zero without a sign', -0, '0'],
    ['writes the largest exact integer', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['composes Vietnamese letters', 'Tiê\u0301ng', '"Tiếng"'],
    ['composes keys before it sorts them', { f: 1, 'e\u0301': 2 }, '{"f":1,"é":2}'],
    ['escapes as JSON does', 'a"\\\n\u2028', '"a\\"\\\\\\n\u2028"'],
    ['an empty object and an empty list', { a: {}, b: [] }, '{"a":{},"b":[]}'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([0.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %p: exact amounts travel as text', (value) => {
    expect(() => canonicalJson(value)).toThrow('not an exact integer');
  });

  const vietnamese = fc.string({ unit: fc.constantFrom('Đ', 'ư', 'ợ', 'ế', 'a', '1', ' ', '"', 'ẵ', '日') });
  const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      vietnamese,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(vietnamese, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  /** The same value with its keys in another order and its letters decomposed. */
  const turned = (value: Json, random: () => number): Json => {
    if (typeof value === 'string') return value.normalize('NFD');
    if (Array.isArray(value)) return value.map((item: Json) => turned(item, random));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value as Record<string, Json>).map(([key, item]) => [key.normalize('NFD'), turned(item, random), random()] as const);
    return Object.fromEntries(entries.toSorted((a, b) => a[2] - b[2]).map(([key, item]) => [key, item]));
  };

  it('is the same whatever the order of keys and the composition of letters', () => {
    fc.assert(
      fc.property(json, fc.nat(), (value, seed) => {
        expect(canonicalJson(turned(value, seeded(seed)))).toBe(canonicalJson(value));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('reads back as the value it was written from, and is a fixed point', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('differs where values differ', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const normal = (value: Json): unknown => JSON.parse(JSON.stringify(value).normalize('NFC'));
        fc.pre(JSON.stringify(normal(one)) !== JSON.stringify(normal(other)));
        let same = true;
        try {
          expect(normal(one)).toEqual(normal(other));
        } catch {
          same = false;
        }
        expect(canonicalJson(one) === canonicalJson(other)).toBe(same);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
