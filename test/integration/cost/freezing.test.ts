import { createHash } from 'node:crypto';
import { createCommands, type Commands } from '../../../commands/index.js';
import { sheetBytes } from '../../../domain/cost/freeze.js';
import type { VnSheet } from '../../../domain/cost/vn/sheet.js';
import type { ProposalBody } from '../../../domain/review/proposal.js';
import type { LocalDate } from '../../../domain/shared/instant.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import type { Route } from '../../../domain/route/route.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aReform, aRow, aSheet, withCost } from '../../support/cost/proposals.js';
import { buildProvince, type Province } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(60_000);

/** The shipped route as it ends when nothing is left to carry out: the change takes effect on its day. */
const { execution: _execution, ...deliberation } = PROVINCIAL_REVIEW;
const AT_ONCE: Route = { ...deliberation, version: PROVINCIAL_REVIEW.version + 1 };

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase([AT_ONCE]);
  await database.setNow('2026-03-02T02:00:00Z');
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

type Row = {
  readonly id: string;
  readonly kind: string;
  readonly number: number;
  readonly block: string;
  readonly revision: number;
  readonly body: string;
  readonly digest: string;
  readonly table_id: string;
  readonly vintage: string;
  readonly frozen_by: string | null;
  readonly written_by: string;
  readonly supersedes: string | null;
};
const sheetsOf = (reviewId: string): Promise<readonly Row[]> =>
  database.reader.rows<Row>('SELECT * FROM cost_sheets WHERE review_id = ? ORDER BY frozen_at, kind, number, block DESC', [reviewId]);
const names = (rows: readonly Row[]): readonly string[] => rows.map((row) => `${row.kind} ${row.number} ${row.block}`).sort();
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const revise = (reviewId: ReviewId, key: string, expectedRevision: number, body: ProposalBody) =>
  commands.reviseProposal(province.actor('officer'), key, { reviewId, expectedRevision, body });
const approveAll = async (reviewId: ReviewId): Promise<void> => {
  for (const [stageKey, seat] of [
    ['assess', 'head'],
    ['consultUnits', 'financeHead'],
    ['consultLaw', 'lawyer'],
    ['appraise', 'appraiser'],
    ['approve', 'leader'],
  ] as const)
    await desk.decideOn(reviewId, stageKey, seat);
};

describe('the sheets of a review', () => {
  it('are frozen at baseline, submission, decision and execution, with digests anybody can recompute and the fact chain holds', async () => {
    const proposal = { ...withCost(aSheet(), aReform()), effectiveOn: '2026-06-01' as LocalDate };
    const reviewId = await desk.oneReview('1.300001', proposal);
    expect(names(await sheetsOf(reviewId))).toEqual(['baseline 1 before']);
    await approveAll(reviewId);
    const frozen = await sheetsOf(reviewId);
    expect(names(frozen)).toEqual(['baseline 1 before', 'decision 1 after', 'decision 1 before', 'submission 1 after', 'submission 1 before']);
    for (const row of frozen) {
      const original = row.block === 'before' ? aSheet() : aReform();
      expect([row.digest, row.body]).toEqual([sha256(row.body), sheetBytes(original)]);
      expect([row.digest, row.table_id, row.vintage]).toEqual([sha256(sheetBytes(original)), 'income-vn', '2026']);
    }
    const opened = (await desk.factsOf(reviewId))[0];
    if (opened?.type !== 'ReviewOpened') throw new Error('the first fact opens the review');
    expect([opened.content['cost/before'], opened.content['cost/after']]).toEqual([
      frozen.find((row) => row.block === 'before')?.digest,
      frozen.find((row) => row.block === 'after')?.digest,
    ]);
    const by = (kind: string): string | null | undefined => frozen.find((row) => row.kind === kind)?.frozen_by;
    expect([by('submission'), by('decision'), frozen[0]?.written_by]).toEqual([province.people.head, province.people.leader, province.people.officer]);

    await database.setNow('2026-05-31T17:00:00Z');
    const procedure = await database.reader.row<{ procedure_id: string }>('SELECT procedure_id FROM reviews WHERE id = ?', [reviewId]);
    await commands.reachMilestone(procedure?.procedure_id as never, 'bringIntoForce', 'caller');
    await commands.reachMilestone(procedure?.procedure_id as never, 'bringIntoForce', 'caller');
    const executed = (await sheetsOf(reviewId)).filter((row) => row.kind === 'execution');
    expect(executed.map((row) => [row.block, row.digest, row.frozen_by])).toEqual(
      frozen.filter((row) => row.kind === 'decision').map((row) => [row.block, row.digest, null]),
    );
    await database.setNow('2026-03-02T02:00:00Z');
  });

  it('are left as they are by an edit: what is sent on later is a new sheet that names the one before it', async () => {
    const reviewId = await desk.oneReview('1.300002', withCost(aSheet(), aReform()));
    await desk.decideOn(reviewId, 'assess', 'head');
    const first = await sheetsOf(reviewId);
    await desk.decideOn(reviewId, 'consultUnits', 'financeHead');
    await desk.decideOn(reviewId, 'consultLaw', 'lawyer');
    await desk.decideOn(reviewId, 'appraise', 'appraiser', 'return');
    const edited = aReform({ rows: [aRow('r1', { hours: '2', state: 'changed' }), aReform().rows[1] as VnSheet['rows'][number]] });
    await revise(reviewId, 'edit-after-freeze', 0, withCost(aSheet(), edited, 'sửa sau khi trả lại'));
    expect(await sheetsOf(reviewId)).toEqual(first);
    await desk.decideOn(reviewId, 'assess', 'head');
    const second = await sheetsOf(reviewId);
    expect(second.filter((row) => first.some((old) => old.id === row.id))).toEqual(first);
    const added = second.filter((row) => !first.some((old) => old.id === row.id));
    expect(names(added)).toEqual(['submission 2 after', 'submission 2 before']);
    const after = added.find((row) => row.block === 'after');
    expect([after?.revision, after?.digest, after?.supersedes]).toEqual([
      1,
      sha256(sheetBytes(edited)),
      first.find((row) => row.kind === 'submission' && row.block === 'after')?.id,
    ]);
  });

  it('begin with the first complete before sheet; a higher one written later does not become the baseline', async () => {
    const reviewId = await desk.oneReview('1.300003', withCost(null, null));
    const blank = aSheet({ rows: [aRow('r1', { subjectsPerYear: null })] });
    await revise(reviewId, 'base-incomplete', 0, withCost(blank, null));
    expect(await sheetsOf(reviewId)).toEqual([]);
    await revise(reviewId, 'base-complete', 1, withCost(aSheet(), null));
    await revise(reviewId, 'base-raised', 2, withCost(aSheet({ rows: [aRow('r1', { subjectsPerYear: '9000' })] }), aReform()));
    const [baseline, ...rest] = await sheetsOf(reviewId);
    expect([baseline?.kind, baseline?.revision, baseline?.digest, rest]).toEqual(['baseline', 2, sha256(sheetBytes(aSheet())), []]);
  });

  it('that are not there at all freeze nothing, and the review goes its way', async () => {
    const reviewId = await desk.oneReview('1.300004');
    await approveAll(reviewId);
    expect([(await desk.stateOf(reviewId)).outcome, await sheetsOf(reviewId)]).toEqual(['approved', []]);
  });
});

describe('a restatement', () => {
  const table = (vintage: string, value: string, validFrom: string) => ({
    id: 'income-vn',
    vintage,
    kind: 'hourlyIncome' as const,
    scope: 'VN',
    unit: 'money/h',
    rows: [{ key: 'all', value }],
    validFrom: validFrom as LocalDate,
    source: 'Cục Thống kê',
    certainty: 'derived' as const,
  });

  it('under another vintage is new sheets beside the old ones, under the same one nothing', async () => {
    const recorded = await commands.recordTariff(province.actor('coordinator'), 'tariff-2027', table('2027', '60000', '2027-01-01'));
    const reviewId = await desk.oneReview('1.300010', withCost(aSheet(), aReform()));
    await desk.decideOn(reviewId, 'assess', 'head');
    const before = await sheetsOf(reviewId);
    const restate = (key: string, vintage = '2027', of: 'baseline' | 'submission' | 'decision' = 'submission') =>
      commands.restateCostSheets(province.actor('coordinator'), key, { reviewId, of, tableId: 'income-vn', vintage, row: 'all' });
    expect(await codeOf(restate('too-early-1'))).toBe('cost_tariff_unapproved');
    await commands.approveTariff(province.actor('leader'), 'approve-2027', { tableId: 'income-vn', vintage: '2027', digest: recorded.digest });
    expect(await codeOf(restate('no-decision', '2027', 'decision'))).toBe('cost_sheet_missing');
    const answer = await restate('restated-1');
    const now = await sheetsOf(reviewId);
    expect(now.filter((row) => row.kind !== 'restatement')).toEqual(before);
    const added = now.filter((row) => row.kind === 'restatement');
    expect(added.map((row) => [row.block, row.vintage, (JSON.parse(row.body) as VnSheet).hourlyIncome.value, row.supersedes])).toEqual(
      before.filter((row) => row.kind === 'submission').map((row) => [row.block, '2027', '60000', row.id]),
    );
    expect(answer.sheets.map(({ id }) => id).sort()).toEqual(added.map((row) => row.id).sort());
    expect(await codeOf(restate('restated-2'))).toBe('nothing_changed');
    expect(await restate('restated-1')).toEqual({ ...answer, replayed: true });
    expect(
      await codeOf(
        commands.restateCostSheets(province.actor('officer'), 'officer-restates', {
          reviewId,
          of: 'submission',
          tableId: 'income-vn',
          vintage: '2027',
          row: 'all',
        }),
      ),
    ).toBe('not_permitted');
  });
});

test('no chain of facts is broken by any of it', async () => {
  expect(await desk.brokenChains()).toEqual([]);
});
