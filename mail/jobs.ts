/**
 * The contract of the mail queue: names, payloads, what a job promises.
 * A job only wakes a mailer: the notice's row decides. Lost, repeated or late jobs do no harm, and a sweep asks again.
 */
export const MAIL_QUEUE = 'mail';

/** Sent when a notice waits to be mailed. Jobs carry ids only: no address, no text, no token. */
export const NOTICE_JOB = 'notice';

export type NoticeJob = { readonly outboxId: string; readonly noticeId: string };

/** A job that stalled is not a failed letter: the row decides, so a worker may be killed any number of times. */
export const MAIL_WORKER_OPTIONS = { maxStalledCount: 1_000 } as const;
