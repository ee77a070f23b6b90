/** The turns of a review at which its cost sheets are frozen. */

/**
 * `baseline`: the first complete before sheet on record, at the latest the submitted one · `submission`: the authors send it on ·
 * `decision`: the approval · `execution`: the approved text is in force · `restatement`: a frozen sheet under another table.
 */
export const FREEZE_KINDS = ['baseline', 'submission', 'decision', 'execution', 'restatement'] as const;
export type FreezeKind = (typeof FREEZE_KINDS)[number];

/** Freezes by which a unit stands for its figures before others. */
export const SENT_ON = ['submission', 'decision', 'execution'] as const satisfies readonly FreezeKind[];

/** What may be stated again under another table. */
export const RESTATABLE = ['baseline', 'submission', 'decision', 'execution'] as const satisfies readonly FreezeKind[];
export type Restatable = (typeof RESTATABLE)[number];

export const BLOCKS = ['before', 'after'] as const;
export type Block = (typeof BLOCKS)[number];
