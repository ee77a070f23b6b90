/**
 * The comparison of the two states: change, saving, percent, effects.
 *
 * The difference is derived, never typed; an incomplete side or two tariffs give no saving claim and no percent.
 */
import { oneTariffChanges, pairLines, ratesDiffer, sequentialEffects, shapleyEffects, type Effect, type Effects } from './effects.js';
import { readState } from './line-factors.js';
import { measure } from './measure.js';
import type { MeasuredLine, Result } from './measured.js';
import { ADDRESSEES, type Addressee, type Concept, type CostModel } from './model.js';
import { HUNDRED, ZERO, isZero, least, sum, type Rational } from './number.js';

export const NO_CLAIM_REASONS = ['incomplete', 'mixedRates', 'zeroBefore', 'nothingPriced'] as const;
export type NoClaim = (typeof NO_CLAIM_REASONS)[number];

/** A figure in both states; `change` = after − before, relief negative. */
export type Difference = { readonly before: Rational; readonly after: Rational; readonly change: Rational };

export type LineDifference = Difference & { readonly id: string; readonly addressee: Addressee; readonly presence: 'both' | 'beforeOnly' | 'afterOnly' };

/** Work that left one side and arrived at the other, in yearly hours; positive = towards the administration. */
export type Shift = { readonly hours: Rational; readonly towards: 'administration' | 'applicant' | null };

export type Comparison = {
  readonly concept: Concept;
  readonly before: Result;
  readonly after: Result;
  readonly total: Difference;
  readonly hours: Difference;
  readonly oneOff: Difference;
  /** before − after, relief positive; null with the reasons in `noClaim`. Money already spent is left out. */
  readonly saving: Rational | null;
  /** saving ÷ before × 100; null with the reasons in `noClaim`. */
  readonly percent: Rational | null;
  readonly noClaim: readonly NoClaim[];
  readonly alreadyIncurred: Rational;
  readonly lines: readonly LineDifference[];
  readonly byAddressee: Readonly<Partial<Record<Addressee, Difference>>>;
  /** Order-free; null when a side is incomplete. They add up to `total.change`. */
  readonly effects: Effects | null;
  readonly sequential: Effects | null;
  readonly oneTariff: { readonly beforeTable: Rational; readonly afterTable: Rational };
  readonly ratesDiffer: boolean;
  readonly shift: Shift;
  /** |price| exceeds all other effects together, or price or volume alone turns the sign. */
  readonly dominated: readonly ('priceDominates' | 'priceTurnsSign' | 'volumeTurnsSign')[];
};

export type CompareOptions = {
  /** Default `burden`. */
  readonly concept?: Concept;
  /** Order of the sequential effects; absent = none computed. */
  readonly sequentialOrder?: readonly Effect[];
};

const difference = (before: Rational, after: Rational): Difference => ({ before, after, change: after.sub(before) });

/** Compares the two states of a model. @throws the codes of `measure` */
export function compare(model: CostModel, options: CompareOptions = {}): Comparison {
  const concept = options.concept ?? 'burden';
  const before = measure(model, 'before', { concept });
  const after = measure(model, 'after', { concept, baseline: model.before });
  const pairs = pairLines(readState(model.before, 'before'), readState(model.after ?? { lines: [] }, 'after'), concept);
  const total = difference(before.recurring.total ?? ZERO, after.recurring.total ?? ZERO);
  const incomplete = before.status === 'incomplete' || after.status === 'incomplete';
  const differ = ratesDiffer(pairs);
  const lines = lineDifferences(before, after);
  const alreadyIncurred = spentAlready(before, after);
  const noClaim: NoClaim[] = [
    ...(incomplete ? ['incomplete' as const] : []),
    ...(differ ? ['mixedRates' as const] : []),
    ...(before.recurring.total === null ? ['nothingPriced' as const] : isZero(total.before) ? ['zeroBefore' as const] : []),
  ];
  const saving = incomplete || differ || before.recurring.total === null ? null : total.change.neg().sub(alreadyIncurred);
  const effects = incomplete ? null : withBau(shapleyEffects(pairs), total.change);
  return {
    concept,
    before,
    after,
    total,
    hours: difference(before.recurring.hours, after.recurring.hours),
    oneOff: difference(before.oneOff.total ?? ZERO, after.oneOff.total ?? ZERO),
    saving,
    percent: saving === null || isZero(total.before) ? null : percentOf(saving, total.before),
    noClaim,
    alreadyIncurred,
    lines,
    byAddressee: addressees(lines),
    effects,
    sequential: incomplete || options.sequentialOrder === undefined ? null : withBau(sequentialEffects(pairs, options.sequentialOrder), total.change),
    oneTariff: oneTariffChanges(pairs),
    ratesDiffer: differ,
    shift: shiftOf(before, after),
    dominated: effects === null ? [] : dominance(effects, total.change),
  };
}

/** Two single-state models as one comparison, `after` linked behind `before`. */
export const linkStates = (before: CostModel, after: CostModel): CostModel => ({
  ...before,
  duties: [...(before.duties ?? []), ...(after.duties ?? []).filter((duty) => !before.duties?.some((other) => other.id === duty.id))],
  sources: [...(before.sources ?? []), ...(after.sources ?? []).filter((source) => !before.sources?.some((other) => other.id === source.id))],
  after: after.before,
});

/** part ÷ whole × 100. The whole must not be 0. */
export const percentOf = (part: Rational, whole: Rational): Rational => part.div(whole).mul(HUNDRED);

/** What the floor of things done anyway takes from the gross change is its own effect. */
function withBau(effects: Effects, change: Rational): Effects {
  const rest = change.sub(sum(Object.values(effects)));
  return isZero(rest) ? effects : { ...effects, bau: rest };
}

function lineDifferences(before: Result, after: Result): readonly LineDifference[] {
  const recurring = (result: Result): ReadonlyMap<string, MeasuredLine> =>
    new Map(result.lines.filter((line) => line.kind === 'recurring').map((line) => [line.id, line]));
  const old = recurring(before);
  const next = recurring(after);
  return [...new Set([...old.keys(), ...next.keys()])].map((id) => {
    const left = old.get(id);
    const right = next.get(id);
    return {
      id,
      addressee: ((right ?? left) as MeasuredLine).addressee,
      presence: left === undefined ? 'afterOnly' : right === undefined ? 'beforeOnly' : 'both',
      ...difference(left?.total ?? ZERO, right?.total ?? ZERO),
    };
  });
}

function addressees(lines: readonly LineDifference[]): Readonly<Partial<Record<Addressee, Difference>>> {
  return Object.fromEntries(
    ADDRESSEES.flatMap((addressee) => {
      const own = lines.filter((line) => line.addressee === addressee);
      return own.length === 0 ? [] : [[addressee, difference(sum(own.map((line) => line.before)), sum(own.map((line) => line.after)))]];
    }),
  );
}

/** The relief on lines whose money is spent already: no saving. */
function spentAlready(before: Result, after: Result): Rational {
  const amount = (result: Result): Rational =>
    sum(result.lines.filter((line) => line.kind === 'recurring' && line.line.alreadyIncurred === true).map((line) => line.total ?? ZERO));
  return amount(before).sub(amount(after));
}

function shiftOf(before: Result, after: Result): Shift {
  const hours = (result: Result, office: boolean): Rational =>
    sum(result.lines.filter((line) => line.kind === 'recurring' && (line.addressee === 'administration') === office).map((line) => line.hours));
  const office = hours(after, true).sub(hours(before, true));
  const applicant = hours(after, false).sub(hours(before, false));
  if (isZero(office) || isZero(applicant) || office.s === applicant.s) return { hours: ZERO, towards: null };
  return { hours: least(office.abs(), applicant.abs()), towards: office.s > 0n ? 'administration' : 'applicant' };
}

function dominance(effects: Effects, change: Rational): Comparison['dominated'] {
  const price = effects.price ?? ZERO;
  const volume = effects.volume ?? ZERO;
  const others = sum(
    Object.entries(effects)
      .filter(([name]) => name !== 'price')
      .map(([, amount]) => amount.abs()),
  );
  const turns = (effect: Rational): boolean => !isZero(effect) && !isZero(change) && !isZero(change.sub(effect)) && change.sub(effect).s !== change.s;
  return [
    ...(!isZero(price) && price.abs().compare(others) > 0 ? ['priceDominates' as const] : []),
    ...(turns(price) ? ['priceTurnsSign' as const] : []),
    ...(turns(volume) ? ['volumeTurnsSign' as const] : []),
  ];
}
