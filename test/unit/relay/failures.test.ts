import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { backoffMs, failureOf } from '../../../relay/failures.js';

const grpc = (code: number, message: string): Error =>
  Object.assign(new Error('Failed to signalWithStart Workflow'), {
    name: 'ServiceError',
    cause: Object.assign(new Error(message), { code, details: message, metadata: {} }),
  });

describe('what a gateway’s error means for its row', () => {
  it('a run that has closed is asked about in MySQL', () => {
    expect(failureOf(new WorkflowExecutionAlreadyStartedError('closed', 'review-x', 'reviewWorkflow'))).toEqual({ kind: 'runClosed' });
  });

  it('a payload that will never be taken is refused, with the server’s own words', () => {
    expect(failureOf(grpc(3, '3 INVALID_ARGUMENT: Blob data size exceeds limit.'))).toEqual({
      kind: 'refused',
      problem: 'ServiceError: Failed to signalWithStart Workflow (3 INVALID_ARGUMENT: Blob data size exceeds limit.)',
    });
  });

  it.each([
    ['unavailable', grpc(14, '14 UNAVAILABLE: no connection')],
    ['deadline exceeded', grpc(4, '4 DEADLINE_EXCEEDED')],
    ['exhausted', grpc(8, '8 RESOURCE_EXHAUSTED')],
    ['a lost socket', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
    ['anything else', 'strange'],
  ])('%s is tried again', (_, error) => {
    expect(failureOf(error)).toMatchObject({ kind: 'transient', problem: expect.stringMatching(/./u) as unknown });
  });
});

describe('the pause before a row is tried again', () => {
  it('doubles from half a second to a minute, in whole milliseconds, and then grows no more', () => {
    for (const row of ['1', '96', '97', '1234567', '9007199254740993']) {
      const pauses = Array.from({ length: 20 }, (_, index) => backoffMs(index + 1, row));
      for (const [index, pause] of pauses.entries()) {
        const base = Math.min(60_000, 500 * 2 ** index);
        expect(Number.isInteger(pause)).toBe(true);
        expect(pause).toBeGreaterThanOrEqual(base);
        expect(pause).toBeLessThanOrEqual(base * 1.25);
      }
      expect(pauses.at(-1)).toBe(pauses.at(-5));
    }
  });

  it('differs between rows, so that they do not all come back at once', () => {
    expect(new Set(Array.from({ length: 97 }, (_, index) => backoffMs(8, String(index)))).size).toBe(97);
  });
});
