/** A long list taken in parts of bounded length. */

/** The list in order, in parts of at most `size` (≥ 1); nothing for an empty list. */
export function inParts<T>(list: readonly T[], size: number): readonly T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}
