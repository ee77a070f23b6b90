/**
 * A seeded integer generator (sfc32) that draws rationals from a lattice of 2^20 points.
 *
 * The same seed gives the same numbers on any machine.
 */
import { isPositive, rational, sum, type Rational } from './number.js';
import type { Unknown } from './unknowns.js';

export const GENERATOR = 'sfc32, 20 bits a draw';

/** Whole numbers from 0 to 2^20 − 1. */
export type Generator = () => number;

const WARM_UP = 16;

/** A generator from the text of a seed. */
export function generatorOf(seed: string): Generator {
  let [a, b, c, counter] = seedWords(seed) as [number, number, number, number];
  const next = (): number => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return mixed >>> 12;
  };
  for (let round = 0; round < WARM_UP; round += 1) next();
  return next;
}

/** Three words by FNV-1a over the seed's characters, and a counter. */
function seedWords(seed: string): readonly number[] {
  const word = (start: number): number => {
    let hash = start;
    for (const char of seed) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
    return hash | 0;
  };
  return [word(0x811c9dc5), word(0x1b873593), word(0x5bd1e995), 1];
}

/** Numerator of the lattice point: draw k of 2^20 lies at (2k + 1) / 2^21 of the width. */
export const LATTICE = 1n << 21n;

/** Draws one value of an unknown. */
export function draw(unknown: Unknown, next: Generator): Rational {
  switch (unknown.shape) {
    case 'uniform':
      return between(unknown, next());
    case 'triangular':
      return triangular(unknown, next);
    case 'discrete':
      return discrete(unknown, next());
  }
}

const between = ({ low, high }: Unknown, k: number): Rational => low.add(high.sub(low).mul(rational(2n * BigInt(k) + 1n, LATTICE)));

/** By rejection on the same lattice: a point is kept with the height of the triangle over it. */
function triangular(unknown: Unknown, next: Generator): Rational {
  const { low, high, point } = unknown;
  if (low.equals(high)) return low;
  for (;;) {
    const value = between(unknown, next());
    const height = value.compare(point) < 0 ? value.sub(low).div(point.sub(low)) : high.equals(point) ? rational(1n) : high.sub(value).div(high.sub(point));
    if (rational(2n * BigInt(next()) + 1n, LATTICE).compare(height) < 0) return value;
  }
}

function discrete({ values }: Unknown, k: number): Rational {
  let mark = sum(values.map(({ weight }) => weight)).mul(rational(2n * BigInt(k) + 1n, LATTICE));
  for (const { value, weight } of values) {
    mark = mark.sub(weight);
    if (!isPositive(mark)) return value;
  }
  return (values[values.length - 1] as { value: Rational }).value;
}
