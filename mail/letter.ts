/** What a notice's letter tells, from what the database knows about it. */
import { portalPaths } from '../domain/shared/portal.js';
import { changeLines } from '../domain/procedure/change-lines.js';
import type { NoticeLetter } from '../queries/notice-letter.query.js';
import type { LetterModel } from './templates/model.js';

const MOST_CHANGES = 3;

/** Blanks and line breaks of published texts as they read in one line. */
const inOneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

export type LetterSecrets = {
  /** The one link that leads to deciding. */
  readonly decisionUrl: string | null;
  /** Digits of a one-time code. */
  readonly digits: string | null;
};

export function letterOf(letter: NoticeLetter, publicUrl: string, { decisionUrl, digits }: LetterSecrets): LetterModel {
  const { subject, task, decision, recipient } = letter;
  const toReview = task === null || letter.kind === 'task.withdrawn' || letter.kind === 'decision.receipt';
  return {
    recipient: { honorific: recipient.honorific, name: recipient.name, unit: recipient.unit },
    procedure: { code: subject.procedure.code, name: inOneLine(subject.procedure.name) },
    campaign: subject.campaign,
    task: task && {
      stageName: task.stageName,
      kind: task.kind,
      unit: inOneLine(task.unit),
      round: task.round,
      maxRounds: task.maxRounds,
      dueAt: task.dueAt,
      provisional: task.provisional,
      late: task.dueAt !== null && task.dueAt <= letter.now,
      afterDue: task.afterDue,
      others: task.others.map(({ unit, stageName }) => ({ unit: inOneLine(unit), stageName })),
      digest: task.contentDigest,
    },
    changes: changeLines(subject.diff, MOST_CHANGES),
    costBeforeDong: subject.costBeforeDong,
    costAfterDong: subject.costAfterDong,
    decisionUrl,
    portalUrl: `${publicUrl}${letter.digest !== null ? portalPaths.overdue : toReview ? portalPaths.review(letter.reviewId) : portalPaths.task(task.id)}`,
    mayDecide: letter.mayDecide,
    rungName: letter.rungName,
    remedies: letter.remedies,
    quorum: letter.quorum,
    ...(letter.carrying === null ? {} : { carrying: letter.carrying }),
    ...(letter.digest === null
      ? {}
      : { digest: { total: letter.digest.total, lines: letter.digest.lines.map((line) => ({ ...line, unit: inOneLine(line.unit) })) } }),
    decision: decision && {
      by: inOneLine(`${decision.by.honorific} ${decision.by.name}`),
      verdict: decision.verdict,
      stageName: decision.stageName,
      comment: decision.comment.replace(/\r\n?/gu, '\n'),
      recordedAt: decision.recordedAt,
      late: decision.late,
      channel: decision.channel,
      assurance: decision.assurance,
      digest: decision.contentDigest,
      seq: decision.seq,
      chainHead: decision.chainHead,
    },
    reason: letter.reason,
    outcome: letter.review.outcome,
    code: digits === null || letter.codeVerdict === null ? null : { digits, verdict: letter.codeVerdict },
  };
}
