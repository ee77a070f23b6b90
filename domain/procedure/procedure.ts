/**
 * A procedure as the national portal publishes it: one version's whole text as plain JSON.
 *
 * List elements carry ids that stay the same from version to version, so that a change item or a comment can point at
 * one paper or one step. Exact decimals are text (`"0.5"`), đồng are safe integers, and what was published stays beside
 * what was read from it, even where it is wrong.
 */
import { fold } from '../shared/fold.js';

export const PROCEDURE_KINDS = ['external', 'internal'] as const;
/** `external` serves citizens and businesses; `internal` runs between agencies. @legal QĐ 1085/QĐ-TTg 2022 */
export type ProcedureKind = (typeof PROCEDURE_KINDS)[number];

export const LEVELS = ['ministry', 'province', 'commune', 'other'] as const;
/** Tier that carries the procedure out. The district tier ended on 2025-07-01 and has no value here. */
export type Level = (typeof LEVELS)[number];

export const DURATION_UNITS = ['days', 'workingDays', 'workingHours'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

/** Time limit. `unit` is null where the text names none: it is flagged, never guessed. */
export type Duration = { readonly value: string; readonly unit: DurationUnit | null; readonly published: string };

/** Fee, charge. `amountDong` is set for VND only and `amount` for every currency; both null when the text gives no figure. */
export type Fee = {
  readonly amountDong: number | null;
  readonly currency: string;
  readonly amount: string | null;
  readonly published: string;
};

export type Step = { readonly id: string; readonly text: string; readonly duration: Duration | null };

export const CHANNEL_KINDS = ['inPerson', 'online', 'post'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** A way to apply. The same kind may stand in several rows when fees or cases differ. A null fee means "not stated", not "free". */
export type Channel = {
  readonly id: string;
  readonly channel: ChannelKind;
  readonly duration: Duration | null;
  readonly fee: Fee | null;
  readonly note: string | null;
};

export const PAPER_KINDS = ['submit', 'present'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** A paper to hand in or to show. A row with 0 originals and 0 copies is a remark, not a paper. */
export type DossierItem = {
  readonly id: string;
  readonly name: string;
  readonly originals: number;
  readonly copies: number;
  readonly kind: PaperKind | null;
  readonly form: string | null;
};

/** Papers of one case (trường hợp). Item ids are unique inside their case. */
export type DossierCase = { readonly id: string; readonly case: string; readonly items: readonly DossierItem[] };

export const CONDITION_SUBJECTS = ['procedure', 'business', 'practice'] as const;
/** What a condition limits: the procedure, a line of business (đầu tư kinh doanh) or a profession (hành nghề). */
export type ConditionSubject = (typeof CONDITION_SUBJECTS)[number];
export type Condition = { readonly id: string; readonly text: string; readonly subject: ConditionSubject };

/** What the applicant gets; `code` like `KQ.G15.000031`. */
export type ProcedureResult = { readonly id: string; readonly name: string; readonly code: string | null };

/** A legal text the procedure rests on; `symbol` like `123/2015/NĐ-CP`. */
export type LegalBasis = {
  readonly id: string;
  readonly symbol: string;
  readonly title: string | null;
  readonly issuer: string | null;
};

/** A paper replaced by data of a database; `basis` is the text that allows it, like `66.7/2025/NQ-CP`. */
export type DataReplacement = {
  readonly id: string;
  readonly paper: string;
  readonly database: string;
  readonly owner: string | null;
  readonly provision: string | null;
  readonly basis: string | null;
};

export const CERTAINTIES = ['V', 'D', 'U'] as const;
/** V verified in the named source, D derived, U unverified. `uncertain` lists the paths that are weaker than the record. */
export type Source = {
  readonly address: string | null;
  readonly copy: string | null;
  readonly certainty: (typeof CERTAINTIES)[number];
  readonly uncertain: readonly string[];
  readonly note: string | null;
};

export const CONTROLS = ['exAnte', 'exPost'] as const;
/** Control before (tiền kiểm) or after (hậu kiểm). */
export type Control = (typeof CONTROLS)[number];

/** The whole published text of one version. `levelsPublished` keeps the words from which `levels` was read. */
export type ProcedureContent = {
  readonly code: string;
  readonly name: string;
  readonly kind: ProcedureKind;
  readonly abolished: boolean;
  readonly levels: readonly Level[];
  readonly levelsPublished: readonly string[];
  readonly procedureType: string | null;
  readonly field: string | null;
  readonly publishingDecision: string | null;
  readonly steps: readonly Step[];
  readonly channels: readonly Channel[];
  readonly dossier: readonly DossierCase[];
  readonly applicants: readonly string[];
  readonly implementingAgency: string | null;
  readonly competentAgency: string | null;
  readonly delegatedAgency: string | null;
  readonly coordinatingAgency: string | null;
  readonly receivingAddress: string | null;
  readonly results: readonly ProcedureResult[];
  readonly resultValidity: string | null;
  readonly frequency: string | null;
  readonly control: Control | null;
  readonly legalBasis: readonly LegalBasis[];
  readonly conditions: readonly Condition[];
  readonly dataReplacements: readonly DataReplacement[];
  readonly relatedProcedures: readonly string[];
  readonly keywords: readonly string[];
  readonly description: string | null;
  readonly source: Source | null;
};

/** `1.004194`, or with a province suffix as Excel lists carry it: `1.004194.000.00.00.H48`. */
export const PROCEDURE_CODE = /^\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.H\d{2})?$/;

/** A content with nothing but its identity: where a builder or an importer begins. */
export const emptyContent = (code: string, name: string): ProcedureContent => ({
  code,
  name,
  kind: 'external',
  abolished: false,
  levels: [],
  levelsPublished: [],
  procedureType: null,
  field: null,
  publishingDecision: null,
  steps: [],
  channels: [],
  dossier: [],
  applicants: [],
  implementingAgency: null,
  competentAgency: null,
  delegatedAgency: null,
  coordinatingAgency: null,
  receivingAddress: null,
  results: [],
  resultValidity: null,
  frequency: null,
  control: null,
  legalBasis: [],
  conditions: [],
  dataReplacements: [],
  relatedProcedures: [],
  keywords: [],
  description: null,
  source: null,
});

/** A row of the dossier that asks for something; the rest are remarks. */
export const isPaper = (item: DossierItem): boolean => item.originals > 0 || item.copies > 0;

/** Papers over all cases, remarks left out. */
export const paperCount = (content: ProcedureContent): number => content.dossier.reduce((sum, group) => sum + group.items.filter(isPaper).length, 0);

/** The seven parts every published procedure must have. @legal NĐ 63/2010/NĐ-CP Điều 8 khoản 2, consolidated */
export const MANDATORY_PARTS = ['name', 'steps', 'channels', 'dossier', 'duration', 'applicants', 'implementingAgency'] as const;
export type MandatoryPart = (typeof MANDATORY_PARTS)[number];

/** The mandatory parts that are absent. Conditional parts (forms, results, conditions, fees) never count as missing. */
export function missingParts(content: ProcedureContent): readonly MandatoryPart[] {
  const present: Record<MandatoryPart, boolean> = {
    name: content.name.trim() !== '',
    steps: content.steps.length > 0,
    channels: content.channels.length > 0,
    dossier: content.dossier.some((group) => group.items.length > 0),
    duration: content.channels.some((channel) => channel.duration !== null),
    applicants: content.applicants.length > 0,
    implementingAgency: content.implementingAgency !== null,
  };
  return MANDATORY_PARTS.filter((part) => !present[part]);
}

/** Folded text by which lists are searched: code, name, field, agencies. */
export const searchTextOf = (content: ProcedureContent): string =>
  fold([content.code, content.name, content.field, content.implementingAgency, content.competentAgency].filter((part) => part !== null).join(' '));
