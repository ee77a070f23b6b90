/** How sure the figures of a review are: guaranteed bounds, a seeded simulation, what to measure next, when a one-off is earned back. */
import { breakEven } from '../domain/cost/break-even.js';
import { compare } from '../domain/cost/compare.js';
import type { CostModel } from '../domain/cost/model.js';
import { isZero, numberText, ONE, rational, type NumberText, type Rational } from '../domain/cost/number.js';
import { bounds } from '../domain/cost/ranges.js';
import { simulate } from '../domain/cost/simulate.js';
import type { Target } from '../domain/cost/target.js';
import { tornado } from '../domain/cost/tornado.js';
import { DomainError } from '../domain/shared/errors.js';
import type { Reader } from '../db/reader.js';
import { moneyOf, type Money } from './cost-figures.js';
import { modelOf, readCostProposal } from './cost-proposal.js';

export type Bounded = { readonly low: Money; readonly high: Money; readonly atPoint: Money; readonly midpoint: Money; readonly kind: 'corners' | 'outer' };

export type CostRanges = {
  readonly revision: number;
  /** Ids of the inputs that are ranges; without any, every bound is the point. */
  readonly unknowns: readonly string[];
  readonly before: Bounded;
  readonly after: Bounded | null;
  readonly saving: Bounded | null;
  /** Of the saving, or of the before total while nothing is compared. The same seed and draws give the same bytes. */
  readonly simulation: {
    readonly figure: Target['figure'];
    readonly generator: string;
    readonly seed: string;
    readonly draws: number;
    readonly mean: Money;
    readonly standardError: NumberText;
    readonly p5: Money;
    readonly p50: Money;
    readonly p95: Money;
    /** Share of draws with a figure above 0. */
    readonly probabilityPositive: NumberText;
  };
  /** Largest swing first: what to measure next. */
  readonly tornado: readonly { readonly input: string; readonly atLow: Money; readonly atHigh: Money; readonly swing: Money; readonly turnsSign: boolean }[];
  /** Null without a one-off cost; `paybackYears` null: it is never earned back ("không hoàn vốn"). */
  readonly breakEven: {
    readonly oneOff: Money;
    readonly years: number;
    readonly yearlySaving: Money;
    readonly paybackYears: NumberText | null;
    readonly paybackMonth: number | null;
    readonly savingNeeded: Money | null;
  } | null;
};

export type RangeQuery = { readonly seed: string; readonly draws: number; readonly years: number };

/** @throws not_found, cost_sheet_missing, cost_bad_range with the path of the range */
export async function findCostRanges(reader: Reader, reviewId: string, query: RangeQuery): Promise<CostRanges> {
  const proposal = await readCostProposal(reader, reviewId);
  if (!proposal) throw new DomainError('not_found', { kind: 'review', id: reviewId });
  const model = modelOf(reviewId, proposal.sheets);
  if (!model) throw new DomainError('cost_sheet_missing');
  const bounded = (figure: Target['figure']): Bounded => {
    const { low, high, atPoint, midpoint, kind } = bounds(model, { figure, concept: 'vnCompliance' });
    return { low: moneyOf(low), high: moneyOf(high), atPoint: moneyOf(atPoint), midpoint: moneyOf(midpoint), kind };
  };
  const compared = model.after !== undefined;
  const figure = compared ? 'saving' : 'before';
  const target: Target = { figure, concept: 'vnCompliance' };
  const simulation = simulate(model, target, { seed: query.seed, draws: query.draws });
  return {
    revision: proposal.revision,
    unknowns: bounds(model, target).unknowns,
    before: bounded('before'),
    after: compared ? bounded('after') : null,
    saving: compared ? bounded('saving') : null,
    simulation: {
      figure,
      generator: simulation.generator,
      seed: simulation.seed,
      draws: simulation.draws,
      mean: moneyOf(simulation.mean),
      standardError: numberText(simulation.standardError),
      p5: moneyOf(simulation.p5),
      p50: moneyOf(simulation.p50),
      p95: moneyOf(simulation.p95),
      probabilityPositive: numberText(simulation.probabilityPositive),
    },
    tornado: tornado(model, target).map(({ input, atLow, atHigh, swing, turnsSign }) => ({
      input,
      atLow: moneyOf(atLow),
      atHigh: moneyOf(atHigh),
      swing: moneyOf(swing),
      turnsSign,
    })),
    breakEven: compared ? earnedBack(model, query.years) : null,
  };
}

function earnedBack(model: CostModel, years: number): CostRanges['breakEven'] {
  const { oneOff, saving } = compare(model, { concept: 'vnCompliance' });
  const spent: Rational = oneOff.after.sub(oneOff.before);
  if (isZero(spent) || saving === null) return null;
  const result = breakEven({ oneOff: spent, years: rational(BigInt(years)), cases: ONE, savingPerCase: saving, uptake: ONE });
  return {
    oneOff: moneyOf(spent),
    years,
    yearlySaving: moneyOf(result.yearlySaving),
    paybackYears: result.paybackYears && numberText(result.paybackYears),
    paybackMonth: result.paybackMonth && Number(result.paybackMonth.n),
    savingNeeded: result.savingPerCaseNeeded && moneyOf(result.savingPerCaseNeeded),
  };
}
