/** Arbitrary cost models for property tests. */
import fc from 'fast-check';
import { ADDRESSEES, COST_MODEL_SCHEMA, type CostLine, type CostModel, type CostState } from '../../../domain/cost/model.js';

/** A model in đồng around states. */
export const aModel = (before: CostState, after?: CostState): CostModel => ({
  schema: COST_MODEL_SCHEMA,
  id: 'm',
  currency: 'VND',
  priceYear: 2026,
  before,
  ...(after === undefined ? {} : { after }),
});

/** A line of 100 cases, 2 hours of the role `applicant` at 50,000; overrides on top. */
export const aLine = (id: string, over: Partial<CostLine> = {}): CostLine => ({
  id,
  cases: '100',
  labour: [{ role: 'applicant', hours: '2', rate: '50000' }],
  ...over,
});

export const ROLES = ['clerk', 'expert', 'head'] as const;

/** Decimals and fractions, small enough to read in a counterexample. */
export const anAmount = (max = 500): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: 0, max }).map(String),
    fc.tuple(fc.integer({ min: 0, max }), fc.integer({ min: 1, max: 99 })).map(([whole, part]) => `${whole}.${String(part).padStart(2, '0')}`),
    fc.tuple(fc.integer({ min: 0, max }), fc.integer({ min: 1, max: 9 })).map(([over, under]) => `${over}/${under}`),
  );

export const aShare = (): fc.Arbitrary<string> => fc.integer({ min: 0, max: 20 }).map((part) => `${part}/20`);

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

export const aRandomLine = (id: string): fc.Arbitrary<CostLine> =>
  fc
    .record({
      addressee: fc.constantFrom(...ADDRESSEES),
      counted: fc.boolean(),
      cases: anAmount(2_000),
      population: anAmount(2_000),
      frequency: anAmount(12),
      complianceRate: some(aShare()),
      share: some(aShare()),
      labour: fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: 3 }),
      times: fc.tuple(anAmount(40), anAmount(40), anAmount(40)),
      externalPerCase: some(anAmount()),
      cashPerCase: some(anAmount()),
      cashFixed: some(anAmount()),
      feePerCase: some(anAmount()),
    })
    .map(({ counted, cases, population, frequency, labour, times, ...rest }): CostLine => ({
      id,
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      ...(counted ? { cases } : { population, frequency }),
      labour: labour.map((role, index) => ({ role, hours: times[index] as string })),
    }));

const tariffs = fc
  .tuple(anAmount(200), anAmount(200), anAmount(200))
  .map((rates) => Object.fromEntries(ROLES.map((role, index) => [role, { rate: rates[index] as string }])));

/** A state of 1 to 4 lines whose ids come from a small set, so that two states share some. */
export const aState = (): fc.Arbitrary<CostState> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 4 }).chain((ids) => fc.tuple(...ids.map(aRandomLine))),
      tariffs,
    )
    .map(([lines, rates]) => ({ lines, tariffs: rates }));

export const twoStates = (): fc.Arbitrary<CostModel> => fc.tuple(aState(), aState()).map(([before, after]) => aModel(before, after));
export const oneState = (): fc.Arbitrary<CostModel> => aState().map((before) => aModel(before));
