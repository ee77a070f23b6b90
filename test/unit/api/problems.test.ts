import { z } from 'zod';
import { answerTo, EdgeError, isStoreAway, pageOfCode, statusOf } from '../../../api/problems.js';
import { readShape } from '../../../api/presenters/issues.presenter.js';
import { DomainError, ERROR_TEXTS, type ErrorCode } from '../../../domain/shared/errors.js';

const CODES = Object.keys(ERROR_TEXTS) as ErrorCode[];
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const STATUSES = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500, 503];

describe('door 1', () => {
  it.each(CODES)('%s has a status', (code) => {
    expect(STATUSES).toContain(statusOf(code));
  });

  it.each(CODES)('%s is told in both languages, title and code together, without the other language', (code) => {
    for (const language of ['vi', 'en'] as const) {
      const { problem, status } = answerTo(new DomainError(code), language, TRACE);
      expect(problem).toMatchObject({ code, status, instance: TRACE, type: pageOfCode(code) });
      const whole = ERROR_TEXTS[code][language];
      expect(whole.startsWith(problem.title)).toBe(true);
      if (problem.detail !== undefined) expect(whole.endsWith(problem.detail)).toBe(true);
      expect(`${problem.title} ${problem.detail ?? ''}`.trim().length).toBe(whole.length);
    }
  });

  it('knows the statuses the API promises', () => {
    const promised: readonly (readonly [ErrorCode, number])[] = [
      ['malformed_json', 400],
      ['parameter_unknown', 400],
      ['cursor_invalid', 400],
      ['idempotency_key_missing', 400],
      ['sign_in_required', 401],
      ['not_eligible', 403],
      ['not_permitted', 403],
      ['not_found', 404],
      ['test_clock_locked', 404],
      ['already_decided', 409],
      ['stage_closed', 409],
      ['stale_content', 409],
      ['version_moved', 412],
      ['body_too_large', 413],
      ['media_type_unsupported', 415],
      ['validation_failed', 422],
      ['key_reused', 422],
      ['comment_required', 422],
      ['if_match_missing', 428],
      ['too_many_requests', 429],
      ['store_unavailable', 503],
    ];
    expect(promised.map(([code]) => [code, statusOf(code)])).toEqual(promised);
  });

  it('names the winner of a task that was decided first', () => {
    const winner = { decisionId: 'dec_1', verdict: 'approve', by: 'psn_1', channel: 'web', recordedAt: '2026-11-25T02:00:00.000Z' };
    expect(answerTo(new DomainError('already_decided', { winner }), 'vi', TRACE)).toMatchObject({ status: 409, problem: { winner, code: 'already_decided' } });
  });

  it('says the reasons of a refusal in the language of the reader only', () => {
    const why = [{ code: 'no_seat', sentence: { vi: 'Bạn không giữ vai trò.', en: 'You do not hold the post.' } }];
    expect(answerTo(new DomainError('not_eligible', { why }), 'en', TRACE).problem['why']).toEqual([
      { code: 'no_seat', sentence: 'You do not hold the post.' },
    ]);
  });

  it('cannot be talked into another status, code or trace id by details', () => {
    const { problem } = answerTo(new DomainError('not_found', { status: 200, code: 'fine', instance: 'x', title: 'x', type: 'x' }), 'en', TRACE);
    expect(problem).toMatchObject({ status: 404, code: 'not_found', instance: TRACE, type: '/api/docs/errors/not-found' });
  });

  it('shows a missing reason beside its field', () => {
    const { problem, status } = answerTo(new DomainError('comment_required', { pointer: '/comment' }), 'en', TRACE);
    expect(status).toBe(422);
    expect(problem.errors).toEqual([{ pointer: '/comment', code: 'comment_required', detail: ERROR_TEXTS.comment_required.en }]);
  });

  it('tells nothing of a bug but its request id', () => {
    const { problem, status } = answerTo(new Error('SELECT password FROM people failed at /srv/app.js'), 'en', TRACE);
    expect(status).toBe(500);
    expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'instance', 'status', 'title', 'type']);
    expect(JSON.stringify(problem)).not.toMatch(/SELECT|srv/u);
  });

  it('answers an unknown thrown value as a bug', () => {
    for (const thrown of [undefined, null, 'text', 42, {}]) expect(answerTo(thrown ?? {}, 'vi', TRACE).status).toBe(500);
  });

  it.each([
    ['refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['lost', Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true })],
    [
      'every address refused',
      Object.assign(new AggregateError([Object.assign(new Error('a'), { code: 'ECONNREFUSED' }), Object.assign(new Error('b'), { code: 'ECONNREFUSED' })])),
    ],
    ['deadlocked to the end', Object.assign(new Error('Deadlock found'), { errno: 1213 })],
    ['wrapped by the ORM', Object.assign(new Error('QueryFailedError'), { driverError: Object.assign(new Error('x'), { code: 'ECONNRESET' }) })],
    ['pool queue full', new Error('Queue limit reached.')],
    ['read-only after a failover', Object.assign(new Error('x'), { code: 'ER_OPTION_PREVENTS_STATEMENT' })],
  ])('asks to come back when the database is %s', (_name, error) => {
    expect(isStoreAway(error)).toBe(true);
    const { status, headers, problem } = answerTo(error, 'vi', TRACE);
    expect([status, headers['Retry-After'], problem.code]).toEqual([503, '2', 'store_unavailable']);
  });

  it.each([
    ['a duplicate key', Object.assign(new Error('Duplicate entry'), { errno: 1062, code: 'ER_DUP_ENTRY' })],
    ['wrong SQL', Object.assign(new Error('You have an error'), { errno: 1064, code: 'ER_PARSE_ERROR' })],
    ['one of two addresses answering wrongly', new AggregateError([Object.assign(new Error('a'), { code: 'ECONNREFUSED' }), new Error('b')])],
  ])('does not call %s a tired store', (_name, error) => {
    expect(answerTo(error, 'vi', TRACE).status).toBe(500);
  });

  it.each([
    ['a broken body', { type: 'entity.parse.failed', status: 400 }, 400, 'malformed_json'],
    ['a huge body', { type: 'entity.too.large', status: 413 }, 413, 'body_too_large'],
    ['a wrong charset', { type: 'charset.unsupported', status: 415 }, 415, 'media_type_unsupported'],
    ['a cut-off body', { type: 'request.aborted', status: 400 }, 400, 'malformed_request'],
    ['a broken escape in the address', Object.assign(new URIError('URI malformed'), { status: 400 }), 400, 'malformed_request'],
    ['a huge file', Object.assign(new Error('File too large'), { name: 'MulterError', code: 'LIMIT_FILE_SIZE' }), 413, 'body_too_large'],
    ['a second file', Object.assign(new Error('Unexpected field'), { name: 'MulterError', code: 'LIMIT_UNEXPECTED_FILE' }), 400, 'malformed_request'],
  ])('maps %s of the transport', (_name, error, status, code) => {
    expect(answerTo(error, 'en', TRACE)).toMatchObject({ status, problem: { code } });
  });

  it('says how long to wait when there were too many requests', () => {
    expect(answerTo(new EdgeError('too_many_requests', { retryAfterSeconds: 17 }), 'vi', TRACE).headers).toEqual({ 'Retry-After': '17' });
  });

  it('asks for a credential where one is missing, and names the methods an address takes', () => {
    expect(answerTo(new EdgeError('sign_in_required'), 'vi', TRACE).headers).toEqual({ 'WWW-Authenticate': 'Bearer realm="tinhgon"' });
    expect(answerTo(new EdgeError('method_not_allowed', { allow: 'GET, POST' }), 'vi', TRACE).headers).toEqual({ Allow: 'GET, POST' });
  });
});

describe('field problems', () => {
  const shape = z.strictObject({
    name: z.string().min(1).max(5),
    age: z.int().min(0),
    kind: z.enum(['a', 'b']),
    list: z.array(z.strictObject({ id: z.string() })).max(1),
  });
  const found = (value: unknown) =>
    (readShape(shape, value) as { issues: readonly { pointer: string; code: string }[] }).issues.map(({ pointer, code }) => [pointer, code]);

  it('point into the body with a stable code each', () => {
    expect(found({ name: '', age: -1, kind: 'c', list: [{ id: 1 }] })).toEqual([
      ['/name', 'required'],
      ['/age', 'too_small'],
      ['/kind', 'not_in_list'],
      ['/list/0/id', 'wrong_type'],
    ]);
    expect(found({ name: '123456', age: 1.5, list: [{ id: 'x' }, { id: 'y' }] })).toEqual([
      ['/name', 'too_big'],
      ['/age', 'wrong_type'],
      ['/kind', 'required'],
      ['/list', 'too_big'],
    ]);
  });

  it('name each field that does not exist, also in depth and with strange names', () => {
    expect(found({ name: 'a', age: 1, kind: 'a', list: [{ id: 'x', extra: 1 }], 'a/b~c': 1 })).toEqual([
      ['/list/0/extra', 'unknown_field'],
      ['/a~1b~0c', 'unknown_field'],
    ]);
  });

  it('refuse a body that is no object', () => {
    expect(found([])).toEqual([['', 'wrong_type']]);
    expect(found(undefined)).toEqual([['', 'required']]);
  });

  it('are counted in the answer', () => {
    const read = readShape(shape, { name: '', age: -1, kind: 'a', list: [] });
    expect(answerTo(new EdgeError('validation_failed', {}, 'issues' in read ? read.issues : []), 'vi', TRACE).problem.detail).toBe('Sửa 2 trường rồi gửi lại.');
  });
});
