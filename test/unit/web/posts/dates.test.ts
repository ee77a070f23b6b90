import { lastHeldDay } from '../../../../web/src/posts/dates.js';

describe('the last day of a post', () => {
  it('is yesterday at the earliest, so that it ends at once', () => {
    expect(lastHeldDay('2026-03-01', '2025-01-01')).toBe('2026-02-28');
  });

  it('is the day before its first where it has not begun', () => {
    expect(lastHeldDay('2026-03-01', '2026-05-01')).toBe('2026-04-30');
    expect(lastHeldDay('2026-03-01', '2026-03-01')).toBe('2026-02-28');
  });

  it('is unknown for what is no date', () => {
    expect(lastHeldDay('hôm nay', '')).toBeNull();
  });
});
