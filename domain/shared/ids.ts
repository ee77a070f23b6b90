/**
 * Every id of the house, each builder beside its inverse.
 *
 * An id is `<prefix>_<UUIDv7 as 26 Crockford base32 letters>`: sortable by birth, safe in URLs, and without any personal
 * data. Stage and task ids are derived from the review, the stage key, the round and the slot, so that opening the same
 * step twice meets the same key.
 */
import { DomainError } from './errors.js';

export const ID_PREFIXES = {
  unit: 'unt',
  person: 'psn',
  procedure: 'prc',
  procedureVersion: 'prv',
  campaign: 'cmp',
  review: 'rev',
  decision: 'dec',
  notice: 'ntc',
  importBatch: 'imp',
  route: 'rte',
  costSheet: 'cst',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

declare const idBrand: unique symbol;
export type Id<K extends string> = string & { readonly [idBrand]: K };
export type UnitId = Id<'unit'>;
export type PersonId = Id<'person'>;
export type ProcedureId = Id<'procedure'>;
export type ProcedureVersionId = Id<'procedureVersion'>;
export type CampaignId = Id<'campaign'>;
export type ReviewId = Id<'review'>;
export type DecisionId = Id<'decision'>;
export type NoticeId = Id<'notice'>;
export type StageId = Id<'stage'>;
export type TaskId = Id<'task'>;

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const BODY = /^[0-9a-hjkmnp-tv-z]{26}$/;
const KEY = /^[a-zA-Z][a-zA-Z0-9]{0,31}$/;

/** The id of a kind over a UUID's 16 bytes; the caller makes the UUIDv7. */
export function idFromUuid<K extends IdKind>(kind: K, uuid: string): Id<K> {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let body = '';
  for (let index = 0; index < 26; index += 1) {
    body = CROCKFORD[Number(bits & 31n)] + body;
    bits >>= 5n;
  }
  return `${ID_PREFIXES[kind]}_${body}` as Id<K>;
}

/** Reads an id that came from outside. @throws not_found when it cannot name anything of that kind. */
export function parseId<K extends IdKind>(kind: K, text: string): Id<K> {
  const [prefix, body, ...rest] = text.split('_');
  if (prefix !== ID_PREFIXES[kind] || body === undefined || rest.length > 0 || !BODY.test(body)) {
    throw new DomainError('not_found', { kind, id: text.slice(0, 80) });
  }
  return text as Id<K>;
}

/** `stg_<review body>-<stage key>-<round>`, rounds counted from 1. */
export const stageIdOf = (review: ReviewId, key: string, round: number): StageId => `stg_${review.slice(4)}-${key}-${round}` as StageId;

/** Whose clock runs in a review when it is no task's: `<review>-province`, `<review>-publication-province`. */
export type ClockId = string & { readonly [idBrand]: 'clock' };
export const clockOf = (review: ReviewId, step: string): ClockId => `${review}-${step}` as ClockId;

/** `tsk_<review body>-<stage key>-<round>-<slot>`, slots counted from 1. */
export const taskIdOf = (review: ReviewId, key: string, round: number, slot: number): TaskId => `tsk_${review.slice(4)}-${key}-${round}-${slot}` as TaskId;

/** The parts of a task id. @throws not_found when it names no task. */
export function parseTaskId(text: string): { reviewId: ReviewId; stageKey: string; round: number; slot: number; taskId: TaskId } {
  const [body, key, round, slot, ...rest] = text.startsWith('tsk_') ? text.slice(4).split('-') : [];
  if (
    body === undefined ||
    key === undefined ||
    round === undefined ||
    slot === undefined ||
    rest.length > 0 ||
    !BODY.test(body) ||
    !KEY.test(key) ||
    !/^[1-9]\d{0,3}$/.test(round) ||
    !/^[1-9]\d{0,3}$/.test(slot)
  ) {
    throw new DomainError('not_found', { kind: 'task', id: text.slice(0, 80) });
  }
  return { reviewId: `rev_${body}` as ReviewId, stageKey: key, round: Number(round), slot: Number(slot), taskId: text as TaskId };
}

/** Workflow ids. A review rebuilt after its run was lost gets `-r<n>`; a procedure and a campaign keep one id. */
export const reviewWorkflowId = (review: string, rebuild: number): string => (rebuild === 0 ? `review-${review}` : `review-${review}-r${rebuild}`);
export const procedureWorkflowId = (procedure: string): string => `procedure-${procedure}`;
export const campaignWorkflowId = (campaign: string): string => `campaign-${campaign}`;
export const batchWorkflowId = (campaign: string, batch: number): string => `campaign-${campaign}-batch-${batch}`;

/** The parts of a review's workflow id, or null when it is none. */
export function parseReviewWorkflowId(workflowId: string): { reviewId: ReviewId; rebuild: number } | null {
  const match = /^review-(rev_[0-9a-z]{26})(?:-r([1-9]\d*))?$/.exec(workflowId);
  return match ? { reviewId: match[1] as ReviewId, rebuild: Number(match[2] ?? 0) } : null;
}

/** BullMQ refuses all-digit job ids, and a colon in any. */
export const jobIdOf = (outboxId: string, attempt: number): string => `ob-${outboxId}-${attempt}`;
