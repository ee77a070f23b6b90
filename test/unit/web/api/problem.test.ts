import { isRepeatable, NO_ANSWER, ProblemError, problemOf, readProblem } from '../../../../web/src/api/problem.js';

describe('a refusal of the server', () => {
  it('keeps code, words, fields and whatever else was said', () => {
    const problem = readProblem(
      409,
      {
        type: '/x',
        status: 409,
        code: 'already_decided',
        title: 'Đã quyết định',
        instance: 'ab12',
        winner: { verdict: 'reject' },
        errors: [{ pointer: '/comment', code: 'too_long', detail: 'Rút gọn.' }],
      },
      null,
    );
    expect(problem).toMatchObject({ status: 409, code: 'already_decided', title: 'Đã quyết định', instance: 'ab12', extra: { winner: { verdict: 'reject' } } });
    expect(problem.errors).toEqual([{ pointer: '/comment', code: 'too_long', detail: 'Rút gọn.' }]);
  });

  it('is read even when its body is none', () => {
    expect(readProblem(502, undefined, 'trace')).toMatchObject({ code: 'unavailable', instance: 'trace', errors: [] });
    expect(readProblem(404, 'nothing here', null)).toMatchObject({ code: 'unexpected', title: '' });
  });

  it('may be repeated only when nothing was settled', () => {
    const thrown = (status: number): ProblemError => new ProblemError(readProblem(status, {}, null));
    expect([0, 429, 502, 503, 504].map((status) => isRepeatable(status === 0 ? new ProblemError(NO_ANSWER) : thrown(status)))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect([400, 401, 409, 412, 422, 500].map((status) => isRepeatable(thrown(status)))).toEqual([false, false, false, false, false, false]);
    expect(isRepeatable(new Error('bug'))).toBe(false);
  });

  it('is made of whatever was thrown', () => {
    expect(problemOf(new Error('bug'))).toMatchObject({ code: 'unexpected', status: 0, detail: null });
  });
});
