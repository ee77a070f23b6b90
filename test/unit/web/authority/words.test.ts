import { endAfter, lastDayOf } from '../../../../web/src/authority/words.js';

describe('dates of an authority', () => {
  it('are kept up to the day after the last one that counts', () => {
    expect(endAfter('2026-11-30')).toBe('2026-12-01');
    expect(lastDayOf('2026-12-01')).toBe('2026-11-30');
    expect(endAfter('2028-02-28')).toBe('2028-02-29');
  });

  it('may have no end', () => {
    expect([endAfter(null), lastDayOf(null)]).toEqual([null, null]);
  });
});
