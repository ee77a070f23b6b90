import fc from 'fast-check';
import { recordDecision } from '../../../../domain/review/decide.js';
import { openNext } from '../../../../domain/review/what-follows.js';
import { withdrawReview } from '../../../../domain/review/withdraw.js';
import { assertEligible, ELIGIBILITY_RULES, ELIGIBILITY_SENTENCES, explainEligibility, explainTrace } from '../../../../domain/review/eligibility.js';
import type { Law } from '../../../../domain/review/law.js';
import { fold, type ReviewState } from '../../../../domain/review/review.js';
import { ASSURANCES } from '../../../../domain/route/route.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { day } from '../../../support/fixtures/calendars/vn.js';
import { deciding, DIRECTORY, directoryWith, latestStageId, lawAt, opening, personOf, sha256, taskIn, verdictOn, type Seat } from '../../../support/law.js';

const LAW = lawAt('2026-03-02 09:00');

function consulted(law: Law): ReviewState {
  let state = fold(opening(law));
  state = fold(deciding(state, 'assess', 'head', 'approve', law), state);
  return fold(openNext(state, latestStageId(state, 'assess'), { adoptsOn: day('2026-03-03') }, law), state);
}
const codesOf = (state: ReviewState, stageKey: string, seat: Seat, law: Law = LAW): Record<string, string> =>
  Object.fromEntries(explainEligibility(state, taskIn(state, stageKey).id, personOf(seat), 'A3', law).map((rule) => [rule.rule, rule.code]));

describe('why somebody may decide, or may not', () => {
  it('says each reason in both languages, with Vietnamese accents, and no two alike', () => {
    const sentences = Object.values(ELIGIBILITY_SENTENCES);
    for (const { vi, en } of sentences) {
      expect(vi).toMatch(/[ăâđêôơưà-ỹ]/u);
      expect(vi.endsWith('.')).toBe(true);
      expect(en).toMatch(/^[\x20-\x7e“”’]+\.$/u);
    }
    expect(new Set(sentences.map(({ vi }) => vi)).size).toBe(sentences.length);
    expect(new Set(sentences.map(({ en }) => en)).size).toBe(sentences.length);
  });

  it('names the post held, the post not held, and the post that has ended', () => {
    const state = fold(opening(LAW));
    expect(codesOf(state, 'assess', 'head')['holding']).toBe('holds_seat');
    expect(codesOf(state, 'assess', 'leader')['holding']).toBe('no_seat');
    expect(codesOf(state, 'assess', 'head', lawAt('2026-03-03 09:00', { directory: directoryWith({ without: 'head' }) }))['holding']).toBe('role_ended');
  });

  it('names the duty that excludes: the author, and who decided before', () => {
    const both = directoryWith({
      also: [
        ['officer', 'justice', 'consultee'],
        ['head', 'justice', 'consultee'],
      ],
    });
    const state = consulted(lawAt('2026-03-02 09:00', { directory: both }));
    expect(codesOf(state, 'consultLaw', 'officer', lawAt('2026-03-02 09:00', { directory: both }))['duties']).toBe('is_author');
    expect(codesOf(state, 'consultLaw', 'lawyer')['duties']).toBe('duties_clear');
  });

  describe('to a stand-in', () => {
    const standingIn = (absent: Seat, substitute: Seat): Law =>
      lawAt('2026-03-02 09:00', {
        directory: {
          ...directoryWith({ also: [['officer', 'justice', 'consultee']] }),
          absences: [{ id: 'abs_1', personId: personOf(absent), substituteId: personOf(substitute) }],
        },
      });
    /** Only the author himself is kept out, not who stands in for him. */
    const dutiesOf = (law: Law, seat: Seat) => {
      const route = { ...law.route, stages: law.route.stages.map((stage) => ({ ...stage, duties: { ...stage.duties, exclude: ['author' as const] } })) };
      const state = consulted({ ...law, route });
      return explainEligibility(state, taskIn(state, 'consultLaw').id, personOf(seat), 'A3', { ...law, route })
        .filter((rule) => rule.rule === 'duties' || rule.rule === 'ownerDuties')
        .map(({ rule, pass, code }) => [rule, pass, code]);
    };

    it('both evaluations are given: his own, and that of the one he acts for', () => {
      expect(dutiesOf(standingIn('officer', 'accountant'), 'accountant')).toEqual([
        ['duties', true, 'duties_clear'],
        ['ownerDuties', false, 'owner_is_author'],
      ]);
      expect(dutiesOf(standingIn('lawyer', 'accountant'), 'accountant')).toEqual([
        ['duties', true, 'duties_clear'],
        ['ownerDuties', true, 'owner_duties_clear'],
      ]);
    });

    it('his own exclusion is told as his own; who acts for nobody has one evaluation', () => {
      expect(dutiesOf(standingIn('lawyer', 'officer'), 'officer')).toEqual([['duties', false, 'is_author']]);
      expect(dutiesOf(lawAt('2026-03-02 09:00'), 'lawyer')).toEqual([['duties', true, 'duties_clear']]);
    });
  });

  it.each(ASSURANCES.map((assurance, index) => [assurance, index >= 1] as const))('%s against a stage that asks for A2: %s', (assurance, enough) => {
    const directory = DIRECTORY;
    const law = lawAt('2026-03-02 09:00', {
      directory,
      route: { ...LAW.route, stages: LAW.route.stages.map((stage) => (stage.key === 'assess' ? { ...stage, minAssurance: 'A2' } : stage)) },
    });
    const state = fold(opening(law));
    const rules = explainEligibility(state, taskIn(state, 'assess').id, personOf('head'), assurance, law);
    expect(rules.find((rule) => rule.rule === 'assurance')?.pass).toBe(enough);
  });

  it('leaves the proof of identity out where it is not asked for', () => {
    const state = fold(opening(LAW));
    expect(explainEligibility(state, taskIn(state, 'assess').id, personOf('head'), null, LAW).map((rule) => rule.rule)).not.toContain('assurance');
  });

  it('names the end of the task once its review has ended', () => {
    const open = fold(opening(LAW));
    const { id } = taskIn(open, 'assess');
    const ended = fold(withdrawReview(open, { by: personOf('coordinator'), reason: 'Trùng' }, LAW), open);
    expect(explainEligibility(ended, id, personOf('head'), 'A3', LAW).find((rule) => rule.rule === 'state')).toMatchObject({
      pass: false,
      code: 'task_closed',
    });
  });

  it('of a verdict given in the past every kept reason is told as it held then, under its own rule', () => {
    const state = fold(opening(LAW));
    const rules = explainEligibility(state, taskIn(state, 'assess').id, personOf('head'), { assurance: 'A3', verdict: 'approve' }, LAW);
    expect(explainTrace(rules.map((rule) => rule.code))).toEqual(rules);
    expect(explainTrace(['superior_told', 'past_due', 'owner_duties_clear']).map(({ rule, pass }) => [rule, pass])).toEqual([
      ['holding', true],
      ['late', true],
      ['ownerDuties', true],
    ]);
    // A reason that is no longer known says nothing.
    expect(explainTrace(['some_older_reason', 'toString'])).toEqual([]);
  });

  it('gives its rules in the order in which they are checked', () => {
    const state = fold(opening(LAW));
    const order = explainEligibility(state, taskIn(state, 'assess').id, personOf('head'), { assurance: 'A3', verdict: 'approve' }, LAW).map(
      (rule) => rule.rule,
    );
    expect(order).toEqual(ELIGIBILITY_RULES.filter((rule) => rule !== 'ownerDuties'));
  });
});

test('whoever the explanation passes may decide, and whoever it fails is refused with the same reasons', () => {
  const seats: readonly Seat[] = ['coordinator', 'appraiser', 'leader', 'financeHead', 'lawyer', 'head', 'officer', 'member1'];
  const posts = fc.array(
    fc.tuple(
      fc.constantFrom(...seats),
      fc.constantFrom(
        ...([
          ['civil', 'unitHead'],
          ['finance', 'unitHead'],
          ['justice', 'consultee'],
        ] as const),
      ),
    ),
    { maxLength: 4 },
  );
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(
      posts,
      fc.constantFrom(...seats),
      fc.constantFrom(...ASSURANCES),
      fc.constantFrom('consultUnits', 'consultLaw'),
      (also, seat, assurance, stageKey) => {
        const law = lawAt('2026-03-02 09:00', { directory: directoryWith({ also: also.map(([who, [unit, role]]) => [who, unit, role]) }) });
        const state = consulted(law);
        const task = taskIn(state, stageKey);
        const rules = explainEligibility(state, task.id, personOf(seat), assurance, law);
        const failing = rules.filter((rule) => !rule.pass).map((rule) => rule.code);
        try {
          const { trace } = assertEligible(state, task.id, personOf(seat), assurance, law);
          expect(failing).toEqual([]);
          expect(trace).toEqual(rules.map((rule) => rule.code));
          expect(recordDecision(state, verdictOn(state, task, seat, 'approve', law, { assurance }), law, sha256)[0]?.type).toBe('DecisionRecorded');
          accepted += 1;
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          expect((error.details['why'] as { code: string }[]).map(({ code }) => code)).toEqual(failing);
          expect(() => recordDecision(state, verdictOn(state, task, seat, 'approve', law, { assurance }), law, sha256)).toThrow(DomainError);
          refused += 1;
        }
      },
    ),
    { numRuns: 200, seed: 11 },
  );
  expect(accepted).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(10);
});
