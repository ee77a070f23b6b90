import { createCommands, type Commands } from '../../../commands/index.js';
import type { ChangeItem, CompetenceTrack } from '../../../domain/procedure/change-items.js';
import type { ProcedureContent } from '../../../domain/procedure/procedure.js';
import { phaseOfReview, type ReviewEvent, type TrackStep } from '../../../domain/review/review.js';
import type { LocalDate } from '../../../domain/shared/instant.js';
import { clockOf, type ProcedureId, type ReviewId } from '../../../domain/shared/ids.js';
import { listDueReviews, listOpenRuns } from '../../../queries/due-reviews.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aProposal, buildProvince, type Province, type Seat } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

const OPENED = '2026-03-02T02:00:00Z';
let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase();
  await database.setNow(OPENED);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
beforeEach(() => database.setNow(OPENED));
afterAll(() => database.drop());

const STEPS: readonly (readonly [string, Seat])[] = [
  ['assess', 'head'],
  ['consultUnits', 'financeHead'],
  ['consultLaw', 'lawyer'],
  ['appraise', 'appraiser'],
  ['approve', 'leader'],
];
const [template] = aProposal().items as [ChangeItem];
/** Drops one paper of the two. */
const drops = (paper: 'p1' | 'p2', track: CompetenceTrack): ChangeItem => ({
  ...template,
  id: `drop-${paper}`,
  track,
  ops: [{ path: `dossier/d1/items/${paper}`, op: 'remove' }],
});
const approved = async (code: string, items: readonly ChangeItem[]): Promise<{ readonly reviewId: ReviewId; readonly id: ProcedureId }> => {
  const reviewId = await desk.oneReview(code, { ...aProposal(), items });
  for (const [stageKey, seat] of STEPS) await desk.decideOn(reviewId, stageKey, seat);
  const row = await database.reader.row<{ procedure_id: ProcedureId }>('SELECT procedure_id FROM reviews WHERE id = ?', [reviewId]);
  return { reviewId, id: row!.procedure_id };
};
const papersOf = (content: string): readonly string[] =>
  (JSON.parse(content) as ProcedureContent).dossier.flatMap((group) => group.items.map((paper) => paper.id));
type Version = {
  readonly number: number;
  readonly status: string;
  readonly effective_from: string | null;
  readonly effective_to: string | null;
  readonly content: string;
};
/** Number, state, first and last day, papers asked for. */
const versionsOf = async (id: string): Promise<readonly (readonly unknown[])[]> =>
  (
    await database.reader.rows<Version>(
      'SELECT number, status, effective_from, effective_to, content FROM procedure_versions WHERE procedure_id = ? ORDER BY number',
      [id],
    )
  ).map((row) => [Number(row.number), row.status, row.effective_from, row.effective_to, papersOf(row.content).join('+')]);
const reach = (id: ProcedureId) => commands.reachMilestone(id, 'bringIntoForce', 'caller');
const record = (reviewId: ReviewId, track: CompetenceTrack, step: Partial<TrackStep> & Pick<TrackStep, 'step'>, key: string, seat: Seat = 'head') =>
  commands.advanceTrack(province.actor(seat), key, {
    reviewId,
    track,
    step: { on: '2026-03-02' as LocalDate, document: '12/TTr-SNV', article: null, effectiveFrom: null, effectiveTo: null, note: '', ...step },
  });
const phaseOf = async (reviewId: ReviewId): Promise<string | undefined> =>
  (await database.reader.row<{ phase: string }>('SELECT phase FROM reviews WHERE id = ?', [reviewId]))?.phase;
const dueIds = async (lateSeconds = 0): Promise<readonly string[]> => (await listDueReviews(database.reader, lateSeconds, 500)).map((due) => due.reviewId);

describe('an approval', () => {
  it('is not yet execution: the version has no day, the review goes on, and the procedure is free for the next one', async () => {
    const { reviewId, id } = await approved('1.100001', [drops('p2', 'province')]);
    expect(await versionsOf(id)).toEqual([
      [1, 'inForce', '2026-03-02', null, 'p1+p2'],
      [2, 'adopted', null, null, 'p1'],
    ]);
    expect([await phaseOf(reviewId), (await desk.stateOf(reviewId)).tracksOpenedAt]).toEqual(['execute', null]);
    expect((await listOpenRuns(database.reader, '', 500)).map((run) => run.reviewId)).toContain(reviewId);
    expect(await commands.rebuildReview(reviewId, 0)).toBe(true);
    expect(await database.reader.row('SELECT open_procedure_id FROM reviews WHERE id = ?', [reviewId])).toEqual({ open_procedure_id: null });
  });

  it('opens its tracks once however many ask at the same time', async () => {
    const { reviewId } = await approved('1.100002', [drops('p2', 'province'), drops('p1', 'ministry')]);
    const views = await Promise.all(Array.from({ length: 6 }, () => commands.openTracks({ reviewId, rebuild: 0 }, 'caller')));
    expect(new Set(views.map((view) => view.tracks.map((track) => track.key).join()))).toEqual(new Set(['province,ministry']));
    expect((await desk.factsOf(reviewId)).filter((event) => event.type === 'TracksOpened')).toHaveLength(1);
    const rows = await database.reader.rows('SELECT track_key, item_count, outcome FROM tracks WHERE review_id = ? ORDER BY track_key', [reviewId]);
    expect(rows).toEqual([
      { track_key: 'ministry', item_count: 1, outcome: null },
      { track_key: 'province', item_count: 1, outcome: null },
    ]);
    expect(await codeOf(commands.openTracks({ reviewId, rebuild: -1 }, 'caller'))).toBe('stale_run');
  });
});

describe('carried out on two tracks', () => {
  it('what the province executes comes into force; what the ministry refuses never does, and the approved whole is dropped', async () => {
    const { reviewId, id } = await approved('1.100010', [drops('p2', 'province'), drops('p1', 'ministry')]);
    await desk.enact(reviewId, { from: '2026-04-01' });
    expect(await versionsOf(id)).toEqual([
      [1, 'inForce', '2026-03-02', null, 'p1+p2'],
      [2, 'adopted', null, null, ''],
      [3, 'adopted', '2026-04-01', null, 'p1'],
    ]);
    await record(reviewId, 'ministry', { step: 'sent' }, 'sent-100010');
    // The province's text is published while the ministry has not answered.
    await commands.serveDueReview(reviewId);
    const publish = (track: CompetenceTrack) =>
      commands.publishProcedure(province.actor('head'), `publish-100010-${track}`, {
        reviewId,
        track,
        decisionNumber: '99/QĐ-UBND',
        publishedOn: '2026-03-02' as LocalDate,
        databaseEnteredOn: '2026-03-02' as LocalDate,
      });
    expect([(await publish('province')).phase, await codeOf(publish('ministry'))]).toEqual(['execute', 'track_step_invalid']);
    expect(await database.reader.rows('SELECT track_key, published_on FROM publications WHERE review_id = ?', [reviewId])).toEqual([
      { track_key: 'province', published_on: '2026-03-02' },
    ]);
    const answer = await record(reviewId, 'ministry', { step: 'refused', document: '77/BNV-CCHC' }, 'refused-100010');
    expect(answer.phase).toBe('closed');
    await database.setNow('2026-03-31T17:00:00Z');
    await reach(id);
    expect(await versionsOf(id)).toEqual([
      [1, 'superseded', '2026-03-02', '2026-03-31', 'p1+p2'],
      [2, 'dropped', null, null, ''],
      [3, 'inForce', '2026-04-01', null, 'p1'],
    ]);
    expect(await database.reader.rows('SELECT track_key, outcome FROM tracks WHERE review_id = ? ORDER BY track_key', [reviewId])).toEqual([
      { track_key: 'ministry', outcome: 'refused' },
      { track_key: 'province', outcome: 'executed' },
    ]);
  });

  it('executed on both, the approved version itself comes into force last', async () => {
    const { reviewId, id } = await approved('1.100011', [drops('p2', 'province'), drops('p1', 'ministry')]);
    await desk.enact(reviewId, { from: '2026-04-01' });
    await desk.enact(reviewId, { from: '2026-06-01', track: 'ministry', document: '20/2026/TT-BNV' });
    expect((await versionsOf(id)).slice(1)).toEqual([
      [2, 'adopted', '2026-06-01', null, ''],
      [3, 'adopted', '2026-04-01', null, 'p1'],
    ]);
    await database.setNow('2026-06-10T02:00:00Z');
    await reach(id);
    await reach(id);
    expect((await versionsOf(id)).map(([number, status]) => [number, status])).toEqual([
      [1, 'superseded'],
      [2, 'inForce'],
      [3, 'superseded'],
    ]);
  });

  it('a text recorded later with an earlier day: each day shows exactly what is executed by then', async () => {
    const { reviewId, id } = await approved('1.100012', [drops('p2', 'province'), drops('p1', 'council')]);
    await desk.enact(reviewId, { from: '2026-09-01' });
    await desk.enact(reviewId, { from: '2026-05-01', track: 'council', document: '08/2026/NQ-HĐND' });
    const on = async (wall: string): Promise<string> => {
      await database.setNow(wall);
      await reach(id);
      const row = await database.reader.row<{ content: string }>(
        'SELECT v.content FROM procedures p JOIN procedure_versions v ON v.id = p.current_version_id WHERE p.id = ?',
        [id],
      );
      return papersOf(row!.content).join('+');
    };
    expect([await on('2026-04-30T02:00:00Z'), await on('2026-05-02T02:00:00Z'), await on('2026-08-31T02:00:00Z'), await on('2026-09-02T02:00:00Z')]).toEqual([
      'p1+p2',
      'p2',
      'p2',
      '',
    ]);
  });

  it('a person’s step repeated with its key is recorded once, and two people at once leave one closing', async () => {
    const { reviewId, id } = await approved('1.100013', [drops('p2', 'province')]);
    await commands.openTracks({ reviewId, rebuild: 0 }, 'caller');
    const enacted = { step: 'enacted', document: '15/2026/QĐ-UBND', article: 'Điều 2', effectiveFrom: '2026-04-01' as LocalDate } as const;
    const first = await record(reviewId, 'province', enacted, 'enacted-100013');
    expect([first.replayed, first.phase, (await record(reviewId, 'province', enacted, 'enacted-100013')).replayed]).toEqual([false, 'publish', true]);
    expect(await codeOf(record(reviewId, 'province', { ...enacted, document: '16' }, 'enacted-100013'))).toBe('key_reused');
    expect(await codeOf(record(reviewId, 'province', enacted, 'other-1000131'))).toBe('track_step_invalid');
    expect(await codeOf(record(reviewId, 'council', enacted, 'other-1000132'))).toBe('not_found');
    expect((await desk.factsOf(reviewId)).filter((event) => event.type === 'TrackClosed')).toHaveLength(1);
    expect(((await desk.factsOf(id)) as readonly { readonly type: string }[]).filter((event) => event.type === 'ForceDated')).toHaveLength(1);

    const other = await approved('1.100014', [drops('p2', 'province')]);
    await commands.openTracks({ reviewId: other.reviewId, rebuild: 0 }, 'caller');
    const codes = await Promise.all([
      codeOf(record(other.reviewId, 'province', enacted, 'race-head-1', 'head')),
      codeOf(record(other.reviewId, 'province', { step: 'dropped' }, 'race-coor-1', 'coordinator')),
    ]);
    expect([...codes].sort()).toEqual(['accepted', 'track_step_invalid']);
  });
});

describe('a provision that lapses by itself', () => {
  it('ends with its text on a Sunday: on Monday the version without it is in force, without anybody’s act', async () => {
    const { reviewId, id } = await approved('1.100020', [drops('p2', 'province'), drops('p1', 'ministry')]);
    await desk.enact(reviewId, { from: '2026-04-01' });
    await desk.enact(reviewId, { from: '2026-04-15', to: '2027-02-28', track: 'ministry', document: '66.16/2026/NQ-CP' });
    await database.setNow('2026-04-15T02:00:00Z');
    await reach(id);
    await reach(id);
    // 28 February 2027 is a Sunday, and still its last day.
    await database.setNow('2027-02-28T16:59:00Z');
    expect((await commands.reachMilestone(id, 'lapse', 'caller')).milestones.map(({ kind }) => kind)).toEqual(['lapse', 'measureAgain']);
    await database.setNow('2027-02-28T17:00:00Z');
    const answers = await Promise.all(Array.from({ length: 4 }, () => commands.reachMilestone(id, 'lapse', 'caller')));
    expect(answers.every((view) => view.milestones.every(({ kind }) => kind !== 'lapse'))).toBe(true);
    const versions = await versionsOf(id);
    expect(versions.at(-1)).toEqual([4, 'inForce', '2027-03-01', null, 'p1']);
    expect(versions.find(([number]) => number === 2)).toEqual([2, 'lapsed', '2026-04-15', '2027-02-28', '']);
    expect(((await desk.factsOf(id)) as readonly { readonly type: string }[]).filter((event) => event.type === 'ProvisionLapsed')).toHaveLength(1);
  });
});

describe('publication', () => {
  it('is due before the day of effect, counted backwards over a weekend; published and entered, the review is over', async () => {
    const { reviewId } = await approved('1.100030', [drops('p2', 'province')]);
    await desk.enact(reviewId, { from: '2026-03-27' });
    await commands.openPublication({ reviewId, rebuild: 0 }, 'caller');
    await commands.openPublication({ reviewId, rebuild: 0 }, 'caller');
    // Five days before Friday 27 March is Sunday 22: Friday 20 is the last day in time.
    expect(await database.reader.rows('SELECT due_at, published_on FROM publications WHERE review_id = ?', [reviewId])).toEqual([
      { due_at: '2026-03-20T17:00:00.000Z', published_on: null },
    ]);
    const publish = (key: string) =>
      commands.publishProcedure(province.actor('coordinator'), key, {
        reviewId,
        track: 'province',
        decisionNumber: '99/QĐ-UBND',
        publishedOn: '2026-03-02' as LocalDate,
        databaseEnteredOn: null,
      });
    expect((await publish('publish-100030')).phase).toBe('publish');
    expect(await codeOf(publish('publish-again'))).toBe('track_step_invalid');
    expect(await database.reader.rows('SELECT due_at FROM publications WHERE review_id = ?', [reviewId])).toEqual([{ due_at: '2026-03-09T17:00:00.000Z' }]);
    const entered = await commands.enterDatabase(province.actor('head'), 'enter-100030', { reviewId, track: 'province', enteredOn: '2026-03-02' as LocalDate });
    expect([entered.phase, await phaseOf(reviewId)]).toEqual(['closed', 'closed']);
    expect(await commands.rebuildReview(reviewId, 0)).toBe(false);
    expect((await listOpenRuns(database.reader, '', 500)).map((run) => run.reviewId)).not.toContain(reviewId);
  });
});

describe('while Temporal is away', () => {
  it('the sweep alone opens tracks and publication, and fires each rung of them once', async () => {
    const { reviewId } = await approved('1.100040', [drops('p2', 'province'), drops('p1', 'ministry')]);
    expect(await dueIds()).toContain(reviewId);
    await commands.serveDueReview(reviewId);
    expect((await desk.stateOf(reviewId)).tracks.map((track) => track.key)).toEqual(['province', 'ministry']);
    expect(await dueIds()).not.toContain(reviewId);
    await record(reviewId, 'ministry', { step: 'sent' }, 'sent-100040');

    await database.setNow('2026-06-01T02:00:00Z');
    for (let time = 0; time < 3; time += 1) await commands.serveDueReview(reviewId);
    const rungs = (facts: readonly ReviewEvent[]) =>
      facts.flatMap((event) => (event.type === 'RungFired' && event.step !== undefined ? [`${event.step} ${event.rung.key}`] : []));
    expect(rungs(await desk.factsOf(reviewId)).sort()).toEqual(['ministry followUp', 'province reviewLate']);
    const breaches = (await desk.factsOf(reviewId)).filter((event) => event.type === 'TermBreached' && event.step !== undefined);
    expect(breaches).toMatchObject([{ step: 'province' }]);
    expect(await database.reader.rows('SELECT term_of, rung_key FROM rung_firings WHERE review_id = ? ORDER BY term_of', [reviewId])).toEqual(
      expect.arrayContaining([
        { term_of: clockOf(reviewId, 'ministry'), rung_key: 'followUp' },
        { term_of: clockOf(reviewId, 'province'), rung_key: 'reviewLate' },
      ]),
    );
    const told = await database.reader.rows<{ subject_id: string }>(
      "SELECT subject_id FROM notices WHERE review_id = ? AND kind = 'ladder.rung' AND task_id IS NULL AND recipient_id = ?",
      [reviewId, province.people.coordinator],
    );
    expect(
      told
        .map((row) => row.subject_id)
        .filter((id) => id !== reviewId)
        .sort(),
    ).toEqual([clockOf(reviewId, 'ministry'), clockOf(reviewId, 'province')].sort());

    await desk.enact(reviewId, { from: '2026-07-01' });
    // Due from the day on which the text was issued, not from the day of the ministry's answer.
    expect(await dueIds()).toContain(reviewId);
    await commands.serveDueReview(reviewId);
    expect((await desk.stateOf(reviewId)).tracks[0]?.publication?.clock.term.dueAt).toBe('2026-06-26T17:00:00.000Z');
    await record(reviewId, 'ministry', { step: 'refused', on: '2026-06-01' as LocalDate, document: '77/BNV' }, 'refused-100040');
    const state = await desk.stateOf(reviewId);
    expect([phaseOfReview(state), state.tracks[0]?.publication?.clock.term.limit]).toEqual(['publish', expect.objectContaining({ fixedDate: '2026-06-26' })]);
    expect(await dueIds()).not.toContain(reviewId);
  });
});

test('no chain of facts is broken by any of it', async () => {
  expect(await desk.brokenChains()).toEqual([]);
});
