import { createSubmissionKey, keyOf } from '../../../../web/src/api/submission-key.js';

const counting = (): ((bytes: Uint8Array) => Uint8Array) => {
  let round = 0;
  return (bytes) => {
    round += 1;
    return bytes.fill(round);
  };
};

describe('the idempotency key of a form', () => {
  it('stays the same while the content stays the same', () => {
    const key = createSubmissionKey(counting());
    expect(key.for('approve')).toBe(key.for('approve'));
  });

  it('changes with the content, since another body under one key is refused', () => {
    const key = createSubmissionKey(counting());
    const first = key.for('approve');
    expect(key.for('reject')).not.toBe(first);
  });

  it('has the form the API takes', () => {
    expect(createSubmissionKey(counting()).for('x')).toMatch(/^[A-Za-z0-9_-]{8,100}$/);
    expect(keyOf(new Uint8Array([0, 31, 32, 255]))).toBe('0z0z');
  });
});
