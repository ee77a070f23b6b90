import { outcomesOf } from '../../../../domain/route/check-graph.js';
import { stageOf, VERDICTS, type Mode, type Stage, type StageOutcome, type Verdict } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { outcomeOf } from '../../../../domain/review/decide.js';
import { fold, type DecisionState, type TaskState } from '../../../../domain/review/review.js';
import { lawAt, nthId, opening } from '../../../support/law.js';

const base = fold(opening(lawAt('2026-03-02 09:00')));
const aTask = base.tasks[0] as TaskState;
const MODES: readonly Mode[] = [
  { t: 'one' },
  { t: 'all' },
  { t: 'quorum', need: 2, veto: false, members: 'live' },
  { t: 'quorum', need: 2, veto: true, members: 'live' },
  { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' },
  { t: 'perUnit', inner: { t: 'one' }, needUnits: 2 },
];
const subsets = <T>(values: readonly T[]): readonly (readonly T[])[] =>
  values.reduce<readonly (readonly T[])[]>((sets, value) => [...sets, ...sets.map((set) => [...set, value])], [[]]).filter((set) => set.length > 0);

/** Every outcome three answers, or two and an open task, can give, by the function that closes stages. */
function reached(stage: Stage): ReadonlySet<StageOutcome> {
  const votes: readonly (Verdict | null)[] = [...stage.verdicts, null];
  const casts = stage.mode.t === 'one' ? votes.map((vote) => [vote]) : votes.flatMap((a) => votes.flatMap((b) => votes.map((c) => [a, b, c])));
  return new Set(
    casts.flatMap((cast) => {
      const decisions = cast.flatMap((verdict, index) => (verdict === null ? [] : [{ id: nthId('decision', index + 1), verdict } as DecisionState]));
      const tasks = cast.map((verdict, index): TaskState => ({
        ...aTask,
        status: verdict === null ? 'unclaimed' : 'done',
        decisionId: verdict === null ? null : nthId('decision', index + 1),
      }));
      const outcome = outcomeOf(stage, tasks, { ...base, decisions });
      return outcome === null ? [] : [outcome];
    }),
  );
}

describe('the outcomes a stage needs edges for', () => {
  it.each(MODES.flatMap((mode) => (['opinion', 'appraisal'] as const).map((kind) => [mode, kind] as const)))(
    '%j, %s: are those the closing of stages can give, no more and no fewer',
    (mode, kind) => {
      for (const verdicts of subsets(VERDICTS)) {
        const stage: Stage = { ...stageOf(PROVINCIAL_REVIEW, 'appraise'), mode, kind, verdicts };
        const possible = [...reached(stage)].sort();
        // A quorum without an approval never closes by itself: what nothing closes needs no edge, yet one does no harm.
        if (possible.length > 0) expect([verdicts, [...outcomesOf(stage)].sort()]).toEqual([verdicts, expect.arrayContaining(possible)]);
        if (mode.t !== 'quorum') expect([verdicts, [...outcomesOf(stage)].sort()]).toEqual([verdicts, possible]);
      }
    },
  );

  it('count what silence and deciding rungs give in people’s place', () => {
    const stage: Stage = {
      ...stageOf(PROVINCIAL_REVIEW, 'assess'),
      silence: { then: 'tacitReject', basis: 'x', preNotice: { workingDaysBefore: 1, alsoTo: [] } },
    };
    expect(outcomesOf(stage)).toEqual(['approved', 'rejected']);
  });
});
