/**
 * The contract of the mail queue: names, payloads, what a job promises.
 * A job only wakes a mailer: the notice's row decides. Lost, repeated or late jobs do no harm, and a sweep asks again.
 */
export const MAIL_QUEUE = 'mail';

/** Sent when a notice waits to be mailed. Jobs carry ids only: no address, no text, no token. */
export const NOTICE_JOB = 'notice';

export type NoticeJob = { readonly outboxId: string; readonly noticeId: string };

/** Kept jobs would block their id for the sweep; a stalled job is not a failed letter. */
export const NOTICE_JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;
export const MAIL_WORKER_OPTIONS = { maxStalledCount: 1_000 } as const;
