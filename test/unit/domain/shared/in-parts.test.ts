import { inParts } from '../../../../domain/shared/in-parts.js';

it('a long list is taken in order, the last part being what is left', () => {
  expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inParts([1, 2, 3, 4], 2)).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

it('a short list is one part, and nothing has no part', () => {
  expect(inParts(['a'], 500)).toEqual([['a']]);
  expect(inParts([], 500)).toEqual([]);
});
