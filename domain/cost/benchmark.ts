/** Fair comparison of places: why one costs more per case than another. */
import { ZERO, isZero, rational, sum, type Rational } from './number.js';
import { shapleyOf } from './change-items.js';
import { squareRoot } from './simulate.js';

/** A place's cases by channel: share, hours the rule asks for, how much practice takes of them (1 = as ruled), rate. */
export type Place = {
  readonly id: string;
  readonly cases: Rational;
  readonly rate: Rational;
  readonly channels: ReadonlyMap<string, { readonly share: Rational; readonly ruledHours: Rational; readonly practice: Rational }>;
};

export const PLACE_FACTORS = ['rule', 'practice', 'price', 'mix'] as const;
export type PlaceFactor = (typeof PLACE_FACTORS)[number];

/** Cost of one case with each factor taken from one of the two places. */
function unitCost(of: Readonly<Record<PlaceFactor, Place>>): Rational {
  const channels = new Set(Object.values(of).flatMap((place) => [...place.channels.keys()]));
  return sum(
    [...channels].map((channel) => {
      const share = of.mix.channels.get(channel)?.share ?? ZERO;
      const hours = of.rule.channels.get(channel)?.ruledHours ?? ZERO;
      const practice = of.practice.channels.get(channel)?.practice ?? rational(1n);
      return share.mul(hours).mul(practice).mul(of.price.rate);
    }),
  );
}

export const placeUnitCost = (place: Place): Rational => unitCost({ rule: place, practice: place, price: place, mix: place });

/** Why one place costs more per case than another: order-free effects that add up to the difference. */
export function placeDifference(from: Place, to: Place): { readonly difference: Rational; readonly effects: Readonly<Record<PlaceFactor, Rational>> } {
  const value = (set: number): Rational =>
    unitCost(Object.fromEntries(PLACE_FACTORS.map((factor, index) => [factor, (set & (1 << index)) === 0 ? from : to])) as Record<PlaceFactor, Place>);
  const effects = Object.fromEntries(PLACE_FACTORS.map((factor, index) => [factor, shapleyOf(index, PLACE_FACTORS.length, value)])) as Record<
    PlaceFactor,
    Rational
  >;
  return { difference: placeUnitCost(to).sub(placeUnitCost(from)), effects };
}

/** A place in the funnel: within the limits its distance from the mean is noise, and it is not ranked. */
export type FunnelPoint = {
  readonly id: string;
  readonly value: Rational;
  readonly low: Rational;
  readonly high: Rational;
  readonly stands: 'inside' | 'above' | 'below';
};

/** Funnel limits mean ± z·σ/√cases, with the spread of single cases as variance. */
export function funnel(
  places: readonly { readonly id: string; readonly value: Rational; readonly cases: Rational }[],
  variancePerCase: Rational,
  z: Rational,
): readonly FunnelPoint[] {
  const cases = sum(places.map((place) => place.cases));
  const mean = isZero(cases) ? ZERO : sum(places.map((place) => place.value.mul(place.cases))).div(cases);
  return places.map(({ id, value, cases: own }) => {
    const reach = isZero(own) ? ZERO : z.mul(squareRoot(variancePerCase.div(own)));
    const low = mean.sub(reach);
    const high = mean.add(reach);
    const stands = isZero(own) || (value.compare(low) >= 0 && value.compare(high) <= 0) ? 'inside' : value.compare(high) > 0 ? 'above' : 'below';
    return { id, value, low, high, stands };
  });
}
