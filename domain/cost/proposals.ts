/** Proposals together: what each saves alone, jointly, in an order; what is redundant; what a budget buys. */
import { applyChanges, type ChangeItem } from './change-items.js';
import { measure } from './measure.js';
import type { Concept, CostModel } from './model.js';
import { ZERO, isPositive, sum, type Rational } from './number.js';

export type Combination = {
  readonly base: Rational;
  /** v(S) by the ids of the set joined with `+`, in the order of the proposals; small sets first. */
  readonly saving: Readonly<Record<string, Rational>>;
  readonly sumOfSingles: Rational;
  readonly joint: Rational;
  /** Σ of the single savings − joint. */
  readonly overlap: Rational;
  /** Saving added by each in the given order; they sum to the joint saving. */
  readonly marginal: Readonly<Record<string, Rational>>;
  /** Pairs of which the second adds nothing to the first. */
  readonly redundant: readonly (readonly [string, string])[];
};

/** Above this only singles, the whole and the order are computed. */
const ALL_SETS_UP_TO = 12;

/** The saving of any set of proposals on the before state of a model. */
export function savingOfSet(model: CostModel, proposals: readonly ChangeItem[], concept: Concept): Rational {
  return totalAfter(model, [], concept).sub(totalAfter(model, proposals, concept));
}

function totalAfter(model: CostModel, proposals: readonly ChangeItem[], concept: Concept): Rational {
  const after = applyChanges(model.before, proposals).state;
  return measure({ ...model, after }, 'after', { concept, baseline: model.before }).recurring.total ?? ZERO;
}

/** @throws cost_unknown_line, cost_bad_number */
export function combine(model: CostModel, proposals: readonly ChangeItem[], order: readonly string[], concept: Concept): Combination {
  const base = totalAfter(model, [], concept);
  const value = (set: readonly ChangeItem[]): Rational => base.sub(totalAfter(model, set, concept));
  const sets = proposals.length <= ALL_SETS_UP_TO ? subsets(proposals) : [...proposals.map((proposal) => [proposal]), [...proposals]];
  const saving = Object.fromEntries(sets.map((set) => [set.map((proposal) => proposal.id).join('+'), value(set)]));
  const single = (proposal: ChangeItem): Rational => saving[proposal.id] as Rational;
  const sumOfSingles = sum(proposals.map(single));
  const joint = value(proposals);
  return {
    base,
    saving,
    sumOfSingles,
    joint,
    overlap: sumOfSingles.sub(joint),
    marginal: marginals(proposals, order, value),
    redundant: redundantPairs(proposals, single, value),
  };
}

function marginals(
  proposals: readonly ChangeItem[],
  order: readonly string[],
  value: (set: readonly ChangeItem[]) => Rational,
): Readonly<Record<string, Rational>> {
  const chosen: ChangeItem[] = [];
  let last = ZERO;
  return Object.fromEntries(
    order.flatMap((id) => {
      const proposal = proposals.find((candidate) => candidate.id === id);
      if (proposal === undefined) return [];
      chosen.push(proposal);
      const next = value(chosen);
      const added = next.sub(last);
      last = next;
      return [[id, added]];
    }),
  );
}

function redundantPairs(
  proposals: readonly ChangeItem[],
  single: (proposal: ChangeItem) => Rational,
  value: (set: readonly ChangeItem[]) => Rational,
): readonly (readonly [string, string])[] {
  return proposals.flatMap((first) =>
    proposals
      .filter((second) => second !== first && isPositive(single(second)) && value([first, second]).equals(single(first)))
      .map((second) => [first.id, second.id] as const),
  );
}

/** Non-empty subsets, small ones first, members in stated order. */
export function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  const found: T[][] = [];
  for (let mask = 1; mask < 1 << items.length; mask += 1) found.push(items.filter((_, index) => (mask & (1 << index)) !== 0));
  const rank = (set: readonly T[]): string => set.map((item) => String(items.indexOf(item)).padStart(3, '0')).join();
  return found.sort((left, right) => left.length - right.length || (rank(left) < rank(right) ? -1 : 1));
}

/** A proposal with what it costs once. */
export type PricedProposal = { readonly item: ChangeItem; readonly oneOff: Rational };
export type Choice = { readonly ids: readonly string[]; readonly saving: Rational; readonly oneOff: Rational };

/** The set within a one-off budget that saves most; of equals the cheaper, then the smaller. Exhaustive up to 12 proposals. */
export function bestWithinBudget(model: CostModel, proposals: readonly PricedProposal[], budget: Rational, concept: Concept): Choice {
  const none: Choice = { ids: [], saving: ZERO, oneOff: ZERO };
  return choices(model, proposals, concept)
    .filter((choice) => choice.oneOff.compare(budget) <= 0)
    .reduce((best, choice) => (better(choice, best) ? choice : best), none);
}

function better(left: Choice, right: Choice): boolean {
  const bySaving = left.saving.compare(right.saving);
  if (bySaving !== 0) return bySaving > 0;
  return left.oneOff.compare(right.oneOff) < 0;
}

/** The fewest proposals that reach a saving target within a budget; null when none do. Of equal size the larger saving. */
export function smallestSetFor(
  model: CostModel,
  proposals: readonly PricedProposal[],
  target: Rational,
  budget: Rational | null,
  concept: Concept,
): Choice | null {
  const enough = choices(model, proposals, concept).filter(
    (choice) => choice.saving.compare(target) >= 0 && (budget === null || choice.oneOff.compare(budget) <= 0),
  );
  return enough.reduce<Choice | null>(
    (best, choice) => (best === null || choice.ids.length < best.ids.length || (choice.ids.length === best.ids.length && better(choice, best)) ? choice : best),
    null,
  );
}

function choices(model: CostModel, proposals: readonly PricedProposal[], concept: Concept): readonly Choice[] {
  const limited = proposals.length <= ALL_SETS_UP_TO ? proposals : strongest(model, proposals, concept);
  return subsets(limited).map((set) => ({
    ids: set.map(({ item }) => item.id),
    saving: savingOfSet(
      model,
      set.map(({ item }) => item),
      concept,
    ),
    oneOff: sum(set.map(({ oneOff }) => oneOff)),
  }));
}

/** The twelve proposals that save most alone. */
function strongest(model: CostModel, proposals: readonly PricedProposal[], concept: Concept): readonly PricedProposal[] {
  const alone = new Map(proposals.map((proposal) => [proposal, savingOfSet(model, [proposal.item], concept)]));
  return [...proposals].sort((left, right) => (alone.get(right) as Rational).compare(alone.get(left) as Rational)).slice(0, ALL_SETS_UP_TO);
}
