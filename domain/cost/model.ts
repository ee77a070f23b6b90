/**
 * The stored form of a cost sheet: two states of lines with what they rest on.
 *
 * Plain JSON throughout; every number is text (`"12.5"`, `"85/29"`). Versioned by `schema`.
 */
import type { Input } from './input.js';
import type { NumberText } from './number.js';

export const COST_MODEL_SCHEMA = 'tinhgon.cost/1';

export const ADDRESSEES = ['citizen', 'business', 'administration'] as const;
/** Whom the duty burdens; the activity decides, not the legal form. Reported apart. */
export type Addressee = (typeof ADDRESSEES)[number];

export const FORM_ROWS = ['prepare', 'submit', 'fees', 'inspection', 'other', 'receive'] as const;
/** Row group of form 03/SCM-KSTT, in the order of the form. */
export type FormRow = (typeof FORM_ROWS)[number];

export const IMPOSING_LEVELS = ['law', 'government', 'ministry', 'council', 'committee'] as const;

export const SOURCE_KINDS = ['law', 'register', 'caseData', 'interview', 'measurement', 'table', 'expert', 'assumption', 'secondary'] as const;
/** Where a number comes from. `who` entered it, `when` (instant or date); `interviews` = how many were held. */
export type Source = {
  readonly id: string;
  readonly kind: (typeof SOURCE_KINDS)[number];
  readonly document?: string;
  readonly locator?: string;
  readonly who?: string;
  readonly when?: string;
  readonly interviews?: number;
  readonly certainty?: 'verified' | 'derived' | 'unverified';
};

/** One thing a provision asks for. */
export type Duty = {
  readonly id: string;
  readonly name?: string;
  readonly legalBasis?: string;
  readonly imposedBy?: (typeof IMPOSING_LEVELS)[number];
  readonly process?: string;
  readonly informationObligation?: boolean;
};

/** One role at work in a line: exactly one of `hours`, `minutes`, `personDays`. `rate: null` = time is not priced. */
export type Labour = {
  readonly role?: string;
  readonly hours?: Input;
  readonly minutes?: Input;
  readonly personDays?: Input;
  /** Absent = the tariff of the role in the state. */
  readonly rate?: Input | null;
};

/**
 * One line of a state. Cases are counted directly (`cases`) or `population` × `frequency` (default 1).
 * `delta` marks a line that is itself a published difference; only there may numbers be negative.
 */
export type CostLine = {
  readonly id: string;
  readonly label?: string;
  readonly kind?: 'recurring' | 'oneOff';
  readonly delta?: boolean;
  readonly dutyId?: string;
  readonly caseGroup?: string;
  readonly activity?: string;
  readonly step?: string;
  readonly paper?: string;
  readonly unit?: string;
  readonly channel?: string;
  readonly segment?: string;
  readonly formRow?: FormRow;
  readonly addressee?: Addressee;
  readonly eventKey?: string;
  readonly informationObligation?: boolean;
  readonly respondents?: Input;
  readonly cases?: Input;
  readonly population?: Input;
  readonly frequency?: Input;
  readonly complianceRate?: Input;
  /** Share of the channel or case group among the cases of the duty. */
  readonly share?: Input;
  /** Probability that a file is returned; `maxReturns` limits the goes. */
  readonly returnProbability?: Input;
  readonly maxReturns?: number;
  readonly labour?: readonly Labour[];
  readonly externalPerCase?: Input;
  readonly cashPerCase?: Input;
  /** A yearly amount that does not grow with the cases. */
  readonly cashFixed?: Input;
  readonly feePerCase?: Input;
  readonly waitingDays?: Input;
  readonly costPerWaitingDay?: Input;
  /** Share of the cost that would arise anyway; one share per group of duty, addressee, segment. */
  readonly bauShare?: Input;
  /** Yearly subsidy towards this line; never pushes the burden below zero. */
  readonly subsidy?: Input;
  /** Money already spent is no saving. */
  readonly alreadyIncurred?: boolean;
};

/** The numbers of a line that may be a range or be set by a change item; those of its labour are named by role: `hours:clerk`. */
export const INPUT_FIELDS = [
  'cases',
  'population',
  'frequency',
  'complianceRate',
  'share',
  'returnProbability',
  'externalPerCase',
  'cashPerCase',
  'cashFixed',
  'feePerCase',
  'waitingDays',
  'costPerWaitingDay',
  'bauShare',
  'subsidy',
] as const satisfies readonly (keyof CostLine)[];

/** A tariff of a role in one state: the rate itself, and the row of a dated table it was read from. */
export type RoleTariff = { readonly rate: Input | null; readonly tableId?: string; readonly vintage?: string; readonly row?: string };

export type CostState = {
  readonly lines: readonly CostLine[];
  readonly tariffs?: Readonly<Record<string, RoleTariff>>;
  /** Stored conversion of a person-day; needed where a line counts in person-days. */
  readonly hoursPerPersonDay?: NumberText;
};

/** The frozen before state, the complete after state, what both rest on. */
export type CostModel = {
  readonly schema: typeof COST_MODEL_SCHEMA;
  readonly id: string;
  readonly currency: string;
  readonly priceYear?: number | null;
  readonly duties?: readonly Duty[];
  readonly sources?: readonly Source[];
  readonly before: CostState;
  readonly after?: CostState;
};

export const CONCEPTS = ['burden', 'vnCompliance', 'applicantPays', 'withDelay'] as const;
/**
 * Which columns a total contains: `burden` = labour + external + cash · `vnCompliance` = burden + fees ·
 * `applicantPays` = external + cash + fees · `withDelay` = burden + delay. Totals of two concepts are never compared.
 */
export type Concept = (typeof CONCEPTS)[number];

export const MONEY_COLUMNS = ['labour', 'external', 'cash', 'fees', 'delay'] as const;
export type MoneyColumn = (typeof MONEY_COLUMNS)[number];

export const CONCEPT_COLUMNS: Readonly<Record<Concept, readonly MoneyColumn[]>> = {
  burden: ['labour', 'external', 'cash'],
  vnCompliance: ['labour', 'external', 'cash', 'fees'],
  applicantPays: ['external', 'cash', 'fees'],
  withDelay: ['labour', 'external', 'cash', 'delay'],
};

/** Applies a change to each state a model has. */
export const mapStates = (model: CostModel, change: (state: CostState) => CostState): CostModel => ({
  ...model,
  before: change(model.before),
  ...(model.after === undefined ? {} : { after: change(model.after) }),
});
