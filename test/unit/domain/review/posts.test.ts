import fc from 'fast-check';
import { checkPost, checkPostEnd, fallenClaims, type Post } from '../../../../domain/review/posts.js';
import { claimTask } from '../../../../domain/review/claims.js';
import { fold } from '../../../../domain/review/review.js';
import { holdsOn } from '../../../../domain/review/stand-ins.js';
import { addDays, type LocalDate } from '../../../../domain/shared/instant.js';
import { DIRECTORY, directoryWith, lawAt, nthId, opening, personOf, taskIn, unitOf } from '../../../support/law.js';
import { codeOf, then } from '../../../support/verbs.js';

const day = (n: number): LocalDate => addDays('2026-03-01' as LocalDate, n);
const [TODAY, admin, joiner] = [day(10), nthId('person', 90), nthId('person', 91)];
const post = (from: number, length: number | null): Post => ({
  personId: joiner,
  unitId: unitOf('control'),
  role: 'appraiser',
  from: day(from),
  to: length === null ? null : day(from + length),
});
const spans = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.option(fc.integer({ min: 1, max: 20 }))).map(([from, length]) => post(from, length));
const give = (command: Post, held: readonly Post[]) =>
  codeOf(() => checkPost({ ...command, source: '12/QĐ' }, admin, { personActive: true, unit: { from: day(-900), to: null }, held, today: TODAY }));

describe('a post', () => {
  it('is never held twice on one day, and days that only meet are no overlap', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 6 }), (asked) => {
        const held = asked.reduce<readonly Post[]>((sofar, one) => (give(one, sofar) === 'accepted' ? [...sofar, one] : sofar), []);
        const twice = Array.from({ length: 80 }, (_, date) => day(date)).filter((date) => held.filter((one) => holdsOn(one, date)).length > 1);
        expect(twice).toEqual([]);
      }),
      { numRuns: 200, seed: 91 },
    );
    expect(give(post(15, 5), [post(8, 7)])).toBe('accepted');
    expect(give(post(14, 5), [post(8, 7)])).toBe('post_held');
    expect(give({ ...post(14, 5), unitId: unitOf('council') }, [post(8, 7)])).toBe('accepted');
  });

  it('ends today at the earliest and before its own end, so that what was decided keeps its ground', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: -5, max: 60 }), (held, end) => {
        const code = codeOf(() => checkPostEnd(held, day(end), admin, TODAY));
        const over = held.to !== null && held.to <= TODAY;
        const within = day(end) >= TODAY && day(end) >= held.from && (held.to === null || day(end) < held.to);
        expect(code).toBe(over ? 'post_ended' : within ? 'accepted' : 'date_invalid');
      }),
      { numRuns: 300, seed: 92 },
    );
  });

  it('is given and ended by another, whatever else is wrong', () => {
    const world = { personActive: false, unit: null, held: [], today: TODAY };
    expect(codeOf(() => checkPost({ ...post(0, null), source: '' }, joiner, world))).toBe('own_post');
    expect(codeOf(() => checkPostEnd(post(0, null), day(-9), joiner, TODAY))).toBe('own_post');
  });
});

describe('a claim', () => {
  const law = lawAt('2026-03-02 09:00');
  const opened = fold(opening(law));
  const head = personOf('head');
  const claimed = then(opened, claimTask(opened, { taskId: taskIn(opened, 'assess').id, by: head }, law));
  const later = (directory: typeof DIRECTORY) => lawAt('2026-03-02 10:00', { directory });

  it('falls with the post, and only with the post of who claimed', () => {
    const gone = later(directoryWith({ without: 'head' }));
    expect(fallenClaims(claimed, head, gone)).toEqual([expect.objectContaining({ type: 'TaskReleased', by: head, reason: 'roleEnded' })]);
    expect(fallenClaims(claimed, personOf('officer'), gone)).toEqual([]);
    expect(fallenClaims(claimed, head, later(DIRECTORY))).toEqual([]);
    expect(fallenClaims(opened, head, gone)).toEqual([]);
  });

  it('stays where the person fills the seat in another way', () => {
    const seat = taskIn(opened, 'assess');
    const also = directoryWith({ without: 'head' });
    const standIn = {
      ...also,
      holdings: [...also.holdings, { personId: personOf('officer'), unitId: seat.unitId, role: seat.role }],
      delegations: [
        { id: 'dlg_1', kind: 'TUQ' as const, ownerId: personOf('officer'), delegateId: head, unitId: seat.unitId, role: seat.role, document: '05/UQ' },
      ],
    };
    expect(fallenClaims(claimed, head, later(standIn))).toEqual([]);
  });
});
