import fc from 'fast-check';
import { contentMapOf, coveredDigest, coveredPart, isCovered } from '../../../../domain/review/content-digest.js';
import { recordDecision } from '../../../../domain/review/decide.js';
import { reviseProposal } from '../../../../domain/review/revise.js';
import { openNext } from '../../../../domain/review/what-follows.js';
import { carried, fallen } from '../../../../domain/review/reapproval.js';
import { fold, isOpen, standingOf, type ReviewState } from '../../../../domain/review/review.js';
import { canonicalJson, type Json } from '../../../../domain/shared/canonical.js';
import { latestStageId, lawAt, opening, personOf, sha256, taskIn, verdictOn } from '../../../support/law.js';
import { ADOPTION, partedRoute, step, then, twoParts, vote, walkOn } from '../../../support/verbs.js';

const LAW = lawAt('2026-03-02 09:00', { route: partedRoute() });
const openKeys = (state: ReviewState): readonly string[] =>
  state.stages.filter((stage) => stage.status === 'open').map((stage) => `${stage.key}${stage.round}`);
const revise = (state: ReviewState, fee: string, legal: string): ReviewState =>
  then(state, reviseProposal(state, { by: personOf('officer'), content: twoParts(fee, legal) }, LAW));
const decisionOn = (state: ReviewState, key: string) => state.decisions.filter((decision) => decision.stageKey === key).at(-1);

/** Assessed, consulted, now with the appraiser. */
const atAppraisal = (): ReviewState =>
  (
    [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
    ] as const
  ).reduce<ReviewState>((state, [key, seat]) => step(state, key, seat, LAW), fold(opening(LAW, twoParts('50000', 'Điều 5'))));
/** What the workflow asks for, stage after stage, until nothing opens by itself. */
function settled(state: ReviewState): ReviewState {
  let current = state;
  for (let turn = 0; turn < 20; turn += 1) {
    const next = current.stages
      .filter((stage) => stage.status === 'closed')
      .reduce((seen, stage) => then(seen, openNext(seen, stage.id, ADOPTION, LAW)), current);
    if (next === current) return current;
    current = next;
  }
  return current;
}

describe('an edit after approvals', () => {
  it('fee-edit-keeps-legal-approval (the law of it): only what covers the fee falls; the rest is carried over', () => {
    const edited = revise(atAppraisal(), '30000', 'Điều 5');
    expect(standingOf(edited, decisionOn(edited, 'consultLaw')?.id as never)).toEqual({ t: 'counts' });
    expect(standingOf(edited, decisionOn(edited, 'consultUnits')?.id as never)).toEqual({ t: 'superseded', fields: ['cost/fee'] });
    expect(edited.stages.filter((stage) => stage.key === 'appraise').map((stage) => [stage.status, stage.outcome])).toEqual([['closed', null]]);
    expect(edited.tasks.filter(isOpen)).toEqual([]);
    const again = settled(edited);
    expect(openKeys(again)).toEqual(['assess2']);
    const sent = settled(vote(again, 'assess', 'head', 'approve', LAW));
    expect(openKeys(sent)).toEqual(['consultUnits2']);
    expect(sent.stages.filter((stage) => stage.carriedOver).map((stage) => `${stage.key}${stage.round}`)).toEqual(['consultLaw2']);
    const back = settled(vote(sent, 'consultUnits', 'financeHead', 'approve', LAW));
    expect(openKeys(back)).toEqual(['appraise2']);
    expect(taskIn(back, 'appraise').round).toBe(2);
  });

  it('approval-superseded-on-covered-change (the law of it): names the fields since that person approved', () => {
    const twice = revise(revise(atAppraisal(), '30000', 'Điều 5'), '20000', 'Điều 6');
    expect(standingOf(twice, decisionOn(twice, 'consultUnits')?.id as never)).toEqual({ t: 'superseded', fields: ['cost/fee'] });
    expect(standingOf(twice, decisionOn(twice, 'consultLaw')?.id as never)).toEqual({ t: 'superseded', fields: ['law/basis'] });
    expect(
      fallen(twice)
        .map((stage) => stage.key)
        .sort(),
    ).toEqual(['assess', 'consultLaw', 'consultUnits']);
  });

  it('revert-revives-approval (the law of it): edited back, what had fallen stands again and the route goes on where it was', () => {
    const original = atAppraisal();
    const back = revise(revise(original, '30000', 'Điều 5'), '50000', 'Điều 5');
    for (const key of ['assess', 'consultUnits', 'consultLaw']) expect(standingOf(back, decisionOn(back, key)?.id as never)).toEqual({ t: 'counts' });
    expect(openKeys(settled(back))).toEqual(['appraise2']);
  });

  it('edited back after the stage had been opened again closes the new round with the old approval', () => {
    const asking = settled(revise(atAppraisal(), '30000', 'Điều 5'));
    expect(openKeys(asking)).toEqual(['assess2']);
    // An author's stage is open: his editing moves nothing but the text.
    const silent = revise(asking, '50000', 'Điều 5');
    expect(openKeys(silent)).toEqual(['assess2']);
    const sent = settled(vote(silent, 'assess', 'head', 'approve', LAW));
    expect(
      sent.stages
        .filter((stage) => stage.carriedOver)
        .map((stage) => stage.key)
        .sort(),
    ).toEqual(['consultLaw']);
    expect(openKeys(sent)).toContain('consultUnits2');
  });

  it('return-keeps-unchanged-approvals (the law of it): after a return only what changed is asked again', () => {
    const returned = step(atAppraisal(), 'appraise', 'appraiser', LAW, 'return');
    const written = revise(returned, '40000', 'Điều 5');
    const sent = walkOn(vote(written, 'assess', 'head', 'approve', LAW), 'assess', LAW);
    expect(openKeys(sent)).toEqual(['consultUnits2']);
    const carriedStage = sent.stages.find((stage) => stage.carriedOver);
    expect(carriedStage).toMatchObject({ key: 'consultLaw', outcome: 'opinion', closedBy: decisionOn(sent, 'consultLaw')?.id });
    expect(sent.tasks.filter((task) => task.stageId === carriedStage?.id)).toEqual([]);
    expect(carried(sent, 'assess', LAW)).toBeNull();
  });

  it('votes of an open panel whose part changed are asked again, the others stand', () => {
    const state = vote(step(fold(opening(LAW, twoParts('1', 'a'))), 'assess', 'head', LAW), 'consultUnits', 'financeHead', 'approve', LAW);
    const edited = revise(state, '1', 'b');
    expect(standingOf(edited, decisionOn(edited, 'consultUnits')?.id as never)).toEqual({ t: 'counts' });
    expect(standingOf(edited, decisionOn(edited, 'assess')?.id as never)).toMatchObject({ t: 'superseded', fields: ['law/basis'] });
  });
});

describe('what an approval names', () => {
  const json: fc.Arbitrary<Json> = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 5 }), tie('tree'), { maxKeys: 3 }),
    ),
  })).tree;
  const reordered = (value: Json): Json => {
    if (Array.isArray(value)) return value.map((item) => reordered(item as Json));
    if (value === null || typeof value !== 'object') return typeof value === 'string' ? value.normalize('NFD') : value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, item]) => [key, reordered(item as Json)]),
    );
  };

  it('digest-canonical: key order and the form of accents change nothing, any other change does', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(contentMapOf({ a: reordered(one) }, sha256)).toEqual(contentMapOf({ a: one }, sha256));
        if (canonicalJson(one) !== canonicalJson(other)) expect(contentMapOf({ a: one }, sha256)).not.toEqual(contentMapOf({ a: other }, sha256));
      }),
      { numRuns: 300, seed: 21 },
    );
  });

  it('covers-partition-every-field: every field is inside the covered part or outside it, never both or neither', () => {
    const paths = fc.uniqueArray(fc.constantFrom('items/i1', 'items/i2', 'cost/fee', 'law/basis', 'note', 'effectiveOn'), { minLength: 1 });
    const patterns = fc.array(fc.constantFrom('*', 'items/*', 'cost/*', 'law/*', 'note', 'law/basis'), { maxLength: 3 });
    fc.assert(
      fc.property(paths, patterns, (list, covers) => {
        const content = contentMapOf(Object.fromEntries(list.map((path) => [path, path])), sha256);
        const inside = coveredPart(content, covers);
        const outside = Object.fromEntries(Object.entries(content).filter(([path]) => !isCovered(path, covers)));
        expect({ ...inside, ...outside }).toEqual(content);
        expect(Object.keys(inside).filter((path) => path in outside)).toEqual([]);
        const { note: _, ...rest } = content;
        if (!isCovered('note', covers)) expect(coveredDigest(rest, covers, sha256)).toBe(coveredDigest(content, covers, sha256));
      }),
      { numRuns: 200, seed: 22 },
    );
  });

  it('stale-digest-409-with-diff (the law of it): the refusal carries the digest to decide on now', () => {
    const state = fold(opening(LAW, twoParts('1', 'a')));
    const seen = verdictOn(state, taskIn(state, 'assess'), 'head', 'approve', LAW);
    const edited = revise(state, '2', 'a');
    let refused: unknown;
    try {
      recordDecision(edited, seen, LAW, sha256);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'stale_content', details: { contentDigest: coveredDigest(edited.content, ['*'], sha256), version: 2 } });
    expect(latestStageId(edited, 'assess')).toContain('assess-1');
  });
});
