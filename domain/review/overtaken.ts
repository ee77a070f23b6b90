/** Whether a notice that waits to be sent is still true. */
import { assertNever } from '../shared/assert-never.js';
import type { Instant } from '../shared/instant.js';
import type { NoticeKind } from './notices.js';

/** Why a notice is not sent: stored beside it, shown on the task. */
export const SUPPRESSIONS = [
  'accountDisabled',
  'noAddress',
  'closed',
  'reassigned',
  'versionMoved',
  'suspended',
  'dueMoved',
  'laterRung',
  'neverTold',
  'allowlist',
  'addressChanged',
  'noLink',
] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];

/** What is so at the moment a notice is claimed, read in the claiming transaction. */
export type Standing = {
  readonly recipient: { readonly active: boolean; readonly hasAddress: boolean; readonly isCandidate: boolean };
  /** Null for a notice about a whole review. */
  readonly task: { readonly open: boolean; readonly version: number; readonly dueAt: Instant | null; readonly epoch: number } | null;
  readonly reviewOpen: boolean;
  /** Epoch of the term the notice speaks of. */
  readonly epoch: number;
  /** Task version the link in the frozen message is bound to; null while nothing is frozen or it has no link. */
  readonly linkedVersion: number | null;
  /** Whether the same person's assignment of this task ever left us; `underway` while a worker holds it. */
  readonly assignment: 'left' | 'neverLeft' | 'underway';
  /** A later rung of the same task and epoch has told the same person. */
  readonly laterRung: boolean;
};

/** `wait`: the answer hangs on another notice that is being sent just now. */
export type Overtaken = Suppression | 'wait' | null;

/**
 * The reason not to send, or null when the notice still holds.
 * Receipts and endings of reviews are never overtaken: what they tell has happened.
 */
export function overtakenBy(kind: NoticeKind, standing: Standing): Overtaken {
  const { recipient, task } = standing;
  if (!recipient.hasAddress) return 'noAddress';
  if (kind !== 'decision.receipt' && !recipient.active) return 'accountDisabled';
  switch (kind) {
    case 'task.assigned':
      if (!task?.open) return 'closed';
      if (!recipient.isCandidate) return 'reassigned';
      return linkMoved(standing);
    case 'task.unassigned':
    case 'task.stalled':
      return task?.open ? null : 'closed';
    case 'quorum.impossible':
      return standing.reviewOpen ? null : 'closed';
    case 'link.code':
      if (!task?.open) return 'closed';
      return recipient.isCandidate ? null : 'reassigned';
    case 'task.reminder':
      if (!task?.open) return 'closed';
      if (task.dueAt === null) return 'suspended';
      if (task.epoch !== standing.epoch) return 'dueMoved';
      if (standing.laterRung) return 'laterRung';
      return linkMoved(standing);
    case 'ladder.rung':
      if (task === null) return standing.reviewOpen ? null : 'closed';
      if (!task.open) return 'closed';
      return task.dueAt === null ? 'suspended' : null;
    case 'task.withdrawn':
      return standing.assignment === 'left' ? null : standing.assignment === 'underway' ? 'wait' : 'neverTold';
    case 'decision.receipt':
    case 'review.closed':
    case 'procedure.measure':
    case 'ladder.digest':
      return null;
    default:
      return assertNever(kind);
  }
}

const linkMoved = ({ linkedVersion, task }: Standing): Suppression | null =>
  linkedVersion !== null && task !== null && task.version !== linkedVersion ? 'versionMoved' : null;
