/** What went wrong with a request, in the words of the server's problem details. */

export type FieldProblem = { readonly pointer: string; readonly code: string; readonly detail: string };

/** RFC 9457 body; `status` 0 means no answer arrived, so the outcome is unknown. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly instance: string | null;
  readonly errors: readonly FieldProblem[];
  /** Everything else the server said, such as the winner of a decision. */
  readonly extra: Readonly<Record<string, unknown>>;
};

/** A request that did not succeed. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}`);
    this.name = 'ProblemError';
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Reads a problem out of an answer's body, whatever it holds. */
export function readProblem(status: number, body: unknown, requestId: string | null): Problem {
  const known = isRecord(body) ? body : {};
  const { type: _type, status: _status, code, title, detail, instance, errors, ...extra } = known;
  return {
    status,
    code: text(code) ?? (status >= 500 ? 'unavailable' : 'unexpected'),
    title: text(title) ?? '',
    detail: text(detail),
    instance: text(instance) ?? requestId,
    errors: Array.isArray(errors)
      ? errors.filter(isRecord).map((item) => ({ pointer: text(item['pointer']) ?? '', code: text(item['code']) ?? '', detail: text(item['detail']) ?? '' }))
      : [],
    extra,
  };
}

/** No answer came: the server may have acted or not; the same key may be sent again. */
export const NO_ANSWER: Problem = { status: 0, code: 'no_answer', title: '', detail: null, instance: null, errors: [], extra: {} };

/** Whatever was thrown, as a problem. A bug of ours has no words for people: the console holds them. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { ...NO_ANSWER, code: 'unexpected' };
}

/** The request may be repeated as it is: nothing came back, or the server was not ready. */
export const isRepeatable = (error: unknown): boolean => {
  const { status } = problemOf(error);
  return error instanceof ProblemError && (status === 0 || status === 429 || status === 502 || status === 503 || status === 504);
};

/** Whether somebody else wrote meanwhile what this request was based on. */
export const isConflict = (error: unknown): boolean => problemOf(error).status === 412;
