import { presentInstant, presentInstants } from '../../../api/presenters/instants.presenter.js';
import type { Instant } from '../../../domain/shared/instant.js';

describe('instants on their way out', () => {
  it('carry the offset of Vietnam', () => {
    expect(presentInstant('2026-11-25T10:00:00.000Z' as Instant)).toBe('2026-11-25T17:00:00+07:00');
    expect(presentInstant('2026-12-31T17:30:00.250Z' as Instant)).toBe('2027-01-01T00:30:00.250+07:00');
  });

  it('are found at any depth, under names of instants only', () => {
    const at = '2026-11-25T10:00:00.000Z';
    expect(
      presentInstants({ dueAt: at, now: at, comment: at, title: at, list: [{ at, told: [at] }], closedAt: null, count: 3, flag: false, dueOn: '2026-11-25' }),
    ).toEqual({
      dueAt: '2026-11-25T17:00:00+07:00',
      now: '2026-11-25T17:00:00+07:00',
      comment: at,
      title: at,
      list: [{ at: '2026-11-25T17:00:00+07:00', told: [at] }],
      closedAt: null,
      count: 3,
      flag: false,
      dueOn: '2026-11-25',
    });
  });

  it('stay as they are where a local time stands already', () => {
    expect(presentInstants({ at: '2026-02-12T10:12:00+07:00' })).toEqual({ at: '2026-02-12T10:12:00+07:00' });
  });
});
