/** A letter's subject with both its bodies, from its kind, its language and what it tells. */
import type { NoticeKind } from '../../domain/review/notices.js';
import { decisionReceipt } from './decision-receipt.js';
import { htmlOf, textOf } from './layout.js';
import { ladderDigest } from './ladder-digest.js';
import { ladderRung } from './ladder-rung.js';
import { linkCode } from './link-code.js';
import type { LetterBody, LetterModel, Locale } from './model.js';
import { quorumImpossible } from './quorum-impossible.js';
import { procedureMeasure } from './procedure-measure.js';
import { reviewClosed } from './review-closed.js';
import { assertClean, assertOneLine } from './safe-text.js';
import { taskAssigned } from './task-assigned.js';
import { taskReminder } from './task-reminder.js';
import { taskStalled } from './task-stalled.js';
import { taskUnassigned } from './task-unassigned.js';
import { taskWithdrawn } from './task-withdrawn.js';

export const TEMPLATES = {
  'task.assigned': taskAssigned,
  'task.reminder': taskReminder,
  'task.unassigned': taskUnassigned,
  'quorum.impossible': quorumImpossible,
  'task.stalled': taskStalled,
  'ladder.rung': ladderRung,
  'task.withdrawn': taskWithdrawn,
  'decision.receipt': decisionReceipt,
  'review.closed': reviewClosed,
  'procedure.measure': procedureMeasure,
  'link.code': linkCode,
  'ladder.digest': ladderDigest,
} as const satisfies Record<NoticeKind, (model: LetterModel, locale: Locale) => LetterBody>;

/** Kinds whose letter may carry a link that leads to deciding. */
export const KINDS_WITH_LINK: readonly NoticeKind[] = ['task.assigned', 'task.reminder'];

const LONGEST_SUBJECT = 120;

export type RenderedLetter = { readonly subject: string; readonly text: string; readonly html: string };

/**
 * Pure: the same arguments give the same bytes.
 * @throws Error when a value holds control characters, a needed part is missing, or the subject is too long
 */
export function render(kind: NoticeKind, locale: Locale, model: LetterModel): RenderedLetter {
  const body = TEMPLATES[kind](model, locale);
  assertOneLine(body.subject, 'subject');
  if ([...body.subject].length > LONGEST_SUBJECT) throw new Error(`the subject is longer than ${LONGEST_SUBJECT} characters`);
  const lines = [
    body.opening,
    ...body.rows.flat(),
    ...body.paragraphs,
    body.why,
    body.portal.label,
    body.portal.url,
    model.recipient.name,
    model.recipient.honorific,
    model.recipient.unit ?? '',
  ];
  for (const line of lines) assertOneLine(line, 'letter');
  if (body.quote !== null) assertClean(body.quote.text, 'quotation');
  return { subject: body.subject, text: textOf(body, model, locale), html: htmlOf(body, model, locale) };
}
