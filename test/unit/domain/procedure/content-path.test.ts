import fc from 'fast-check';
import { contentPaths, findPlace, overlaps, pathsUnder, withPart } from '../../../../domain/procedure/content-path.js';
import { canonicalJson, type Json } from '../../../../domain/shared/canonical.js';
import type { ProcedureContent } from '../../../../domain/procedure/procedure.js';
import { aProcedure, generateProcedures } from '../../../support/procedures.js';

const leaves = (value: Json): number =>
  typeof value !== 'object' || value === null
    ? 1
    : Array.isArray(value)
      ? (value as readonly Json[]).reduce<number>((sum, item) => sum + leaves(item), 0)
      : Object.values(value as { readonly [key: string]: Json }).reduce<number>((sum, item) => sum + leaves(item), 0);

test('every field of a content stands under a path', () => {
  const paths = contentPaths(aProcedure());
  expect(paths['name']).toBe('Thủ tục đăng ký khai sinh');
  expect(paths['channels']).toEqual(['online', 'inPerson']);
  expect(paths['dossier/th1/items/gt3']).toMatchObject({ name: 'Giấy tờ chứng minh nơi cư trú', copies: 1 });
  expect(pathsUnder('dossier', Object.keys(paths))).toEqual([
    'dossier',
    'dossier/th1/case',
    'dossier/th1/items',
    'dossier/th1/items/gt1',
    'dossier/th1/items/gt2',
    'dossier/th1/items/gt3',
  ]);
});

test('the parts hold every leaf once: nothing can change without a part changing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), (seed) => {
      const content = generateProcedures(1, seed)[0] as ProcedureContent;
      const parts = contentPaths(content);
      const rows = (list: readonly unknown[]): number => list.length;
      const orderIds =
        rows(content.steps) +
        rows(content.channels) +
        rows(content.dossier) +
        rows(content.results) +
        rows(content.legalBasis) +
        rows(content.conditions) +
        content.dossier.reduce((sum, group) => sum + group.items.length, 0);
      const caseIds = content.dossier.length;
      const total = Object.values(parts).reduce<number>((sum, part) => sum + leaves(part), 0);
      expect(total).toBe(leaves(content as unknown as Json) + orderIds - caseIds);
    }),
    { seed: 20_261_125, numRuns: 40 },
  );
});

test('moving a row changes the part that holds the order and no other', () => {
  const content = aProcedure();
  const before = contentPaths(content);
  const after = contentPaths({ ...content, steps: content.steps.toReversed() });
  const changed = Object.keys(before).filter((path) => canonicalJson(before[path] as Json) !== canonicalJson(after[path] as Json));
  expect(changed).toEqual(['steps']);
});

test.each([
  ['name', 'Thủ tục đăng ký khai sinh'],
  ['dossier/th1/items/gt1/originals', 1],
  ['steps/b1/text', 'Nộp hồ sơ tại Trung tâm Phục vụ hành chính công'],
])('%s is found', (path, value) => {
  expect(findPlace(aProcedure(), path)?.value).toEqual(value);
});

test.each(['', 'steps/', 'steps/b1/text/x', 'steps/b99/text', 'name/x', 'dossier/th1/items/gt1/name/x', '__proto__', 'steps/b1/__proto__', 'toString'])(
  '%j names no part',
  (path) => {
    const place = findPlace(aProcedure(), path);
    expect(place === null || place.value === undefined).toBe(true);
  },
);

test('a part replaced is found with its new value and leaves the rest alone', () => {
  const after = withPart(aProcedure(), 'dossier/th1/items/gt1/name', 'Giấy mới');
  expect(findPlace(after, 'dossier/th1/items/gt1/name')?.value).toBe('Giấy mới');
  expect(withPart(after, 'dossier/th1/items/gt1/name', 'Giấy chứng sinh')).toEqual(aProcedure());
});

test.each([
  ['steps/b1', 'steps/b1/text', true],
  ['steps/b1', 'steps/b10', false],
  ['dossier', 'dossier/th1', true],
  ['name', 'name', true],
])('%s and %s overlap: %s', (a, b, expected) => {
  expect(overlaps(a, b)).toBe(expected);
  expect(overlaps(b, a)).toBe(expected);
});
