/** The exit codes of every command. */

export const EXIT = { done: 0, failed: 1, invalid: 2, notFound: 3, denied: 4, conflict: 5 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_STATUS: Readonly<Record<number, ExitCode>> = {
  400: EXIT.invalid,
  413: EXIT.invalid,
  415: EXIT.invalid,
  422: EXIT.invalid,
  401: EXIT.denied,
  403: EXIT.denied,
  404: EXIT.notFound,
  409: EXIT.conflict,
  412: EXIT.conflict,
  428: EXIT.conflict,
};

/** The exit code of an HTTP status; what is not a refusal of the request itself is a failure. */
export const exitCodeOf = (status: number): ExitCode => (status >= 200 && status < 300 ? EXIT.done : (BY_STATUS[status] ?? EXIT.failed));
