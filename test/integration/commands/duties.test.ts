import { createCommands, type Commands } from '../../../commands/index.js';
import type { Transact } from '../../../db/transaction.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { addDays, type LocalDate } from '../../../domain/shared/instant.js';
import { VERDICTS, type Exclusion, type Role, type Route } from '../../../domain/route/route.js';
import { DomainError } from '../../../domain/shared/errors.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { panelReview } from '../../support/panel-route.js';
import { aProposal, buildProvince, type Province, type Seat } from '../../support/province.js';
import { coveredDigest } from '../../../domain/review/content-digest.js';
import { sha256 } from '../../support/law.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(180_000);

const TODAY = '2026-03-02' as LocalDate;
const NOW = '2026-03-02T02:00:00Z';

const EXCLUSIONS = {
  none: [],
  author: ['author'],
  delegateOfAuthor: ['delegateOfAuthor'],
  sameReportingLine: ['sameReportingLine'],
  decidedStage: [{ decidedStage: ['assess'] }],
  answeredTwice: ['answeredTwice'],
} as const satisfies Readonly<Record<string, readonly Exclusion[]>>;
type Kind = keyof typeof EXCLUSIONS;
const KINDS = Object.keys(EXCLUSIONS) as readonly Kind[];

/** All holders of the appraiser's post share the task of `panel`. */
const appraisal = (key: string, exclude: readonly Exclusion[], change: Partial<Route['stages'][number]> = {}): Route =>
  panelReview(key, { t: 'one' }, { who: [{ unit: { holderOf: 'appraiser' }, role: 'appraiser' }], duties: { exclude }, ...change });

/** Two units answer, each with a task of its own. */
const twoUnits = (key: string, exclude: readonly Exclusion[]): Route =>
  panelReview(
    key,
    { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' },
    {
      who: [
        { unit: { holderOf: 'finance' }, role: 'finance' },
        { unit: { holderOf: 'consultee' }, role: 'consultee' },
      ],
      duties: { exclude },
    },
  );

/** A note beside the items is nobody's content: it may be written while the panel sits. */
const itemsOnly = (route: Route): Route => ({ ...route, stages: route.stages.map((stage) => ({ ...stage, covers: ['items/*'] })) });

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let serial = 0;
const k = (): string => `duty-key-${(serial += 1)}`;

beforeAll(async () => {
  database = await freshDatabase([
    ...KINDS.map((kind) => appraisal(`sod-${kind}`, EXCLUSIONS[kind])),
    ...KINDS.map((kind) => twoUnits(`units-${kind}`, EXCLUSIONS[kind])),
    appraisal('sod-delegate', ['author', 'delegateOfAuthor']),
    itemsOnly(appraisal('sod-claim', ['author'])),
  ]);
  await database.setNow(NOW);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());
beforeEach(() => database.setNow(NOW));

/** Gives a person one more post. @returns takes it away again */
async function alsoHolds(seat: Seat, unit: string, role: Role): Promise<() => Promise<unknown>> {
  await database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
    province.people[seat],
    province.units[unit],
    role,
    '2025-01-01',
    'test',
  ]);
  return () =>
    database.source.query('DELETE FROM holdings WHERE person_id = ? AND unit_id = ? AND role = ?', [province.people[seat], province.units[unit], role]);
}
const delegates = async (owner: Seat, unit: string, role: Role, to: Seat): Promise<() => Promise<unknown>> => {
  const { delegationId } = await commands.grantDelegation(province.actor(owner), k(), {
    delegateId: province.people[to],
    kind: 'TUQ',
    unitId: province.units[unit] as never,
    role,
    from: TODAY,
    to: addDays(TODAY, 30),
    document: '01/UQ',
  });
  return () => commands.revokeDelegation(province.actor(owner), k(), { delegationId });
};
const absent = async (owner: Seat, substitute: Seat): Promise<() => Promise<unknown>> => {
  const { absenceId } = await commands.recordAbsence(province.actor(owner), k(), {
    substituteId: province.people[substitute],
    from: TODAY,
    to: addDays(TODAY, 30),
  });
  return () => commands.endAbsence(province.actor(owner), k(), { absenceId });
};

/** The code an act is answered with, and the reasons of a refusal; whatever it wrote is undone. */
async function tried(act: (commands: Commands) => Promise<unknown>): Promise<{ readonly code: string; readonly why: readonly string[] }> {
  class Undone extends Error {}
  const undoing: Transact = (work) =>
    database.transact(async (tx) => {
      await work(tx);
      throw new Undone();
    });
  try {
    await act(createCommands(undoing));
  } catch (error) {
    if (error instanceof Undone) return { code: 'accepted', why: [] };
    if (error instanceof DomainError) return { code: error.code, why: ((error.details['why'] ?? []) as readonly { code: string }[]).map(({ code }) => code) };
    throw error;
  }
  throw new Error('the act wrote nothing and was not refused');
}

const COMMENTED = { approve: '', reject: 'Thiếu căn cứ', return: 'Sửa lại', noOpinion: '' } as const;
const VERBS = [...VERDICTS, 'claim', 'comment', 'withdraw'] as const;
type Verb = (typeof VERBS)[number];

const doing =
  (reviewId: ReviewId, seat: Seat, verb: Verb, task: { readonly id: string; readonly version: number }, contentDigest: string) =>
  (on: Commands): Promise<unknown> => {
    const actor = province.actor(seat);
    if (verb === 'claim') return on.claimTask(actor, k(), { taskId: task.id });
    if (verb === 'comment') return on.addComment(actor, k(), { reviewId, taskId: task.id, path: null, text: 'Góp ý', source: null });
    if (verb === 'withdraw') return on.withdrawReview(actor, k(), { reviewId, reason: 'Soạn lại' });
    return on.recordDecision(actor, k(), { taskId: task.id, expectedVersion: task.version, contentDigest, verdict: verb, comment: COMMENTED[verb] });
  };

/**
 * The independent table: who each person is, the kinds of exclusion that hit him, and whether he may end the review. Said from
 * the rule of separation, not from the code that applies it.
 */
type Row = {
  readonly seat: Seat;
  readonly seated: boolean;
  readonly hitBy: readonly Kind[];
  /** Kinds that hit the one he stands for, alone or beside himself; without an entry a kind hits himself alone. */
  readonly through?: Readonly<Partial<Record<Kind, 'owner' | 'both'>>>;
  readonly withdraws?: true;
};
const PEOPLE: Readonly<Record<string, Row>> = {
  'a holder who had no part in it': { seat: 'appraiser', seated: true, hitBy: [] },
  'a delegate of that holder': { seat: 'financeHead', seated: true, hitBy: [] },
  'the author, who holds the post too': { seat: 'officer', seated: true, hitBy: ['author'] },
  'an administrator who wrote a later revision': { seat: 'tradeOfficer', seated: true, hitBy: ['author'] },
  'a delegate of the author': { seat: 'finance', seated: true, hitBy: ['delegateOfAuthor'] },
  'a substitute of the absent author': { seat: 'lawyer', seated: true, hitBy: ['delegateOfAuthor'] },
  'who has delegated his post to an editor': { seat: 'justiceHead', seated: true, hitBy: ['delegateOfAuthor'] },
  'in whose name the stage before was decided': { seat: 'head', seated: true, hitBy: ['decidedStage', 'sameReportingLine'], withdraws: true },
  'who decided the stage before as a delegate, and heads an editor': { seat: 'tradeHead', seated: true, hitBy: ['decidedStage', 'sameReportingLine'] },
  'a substitute of one who decided before, without a post of his own here': {
    seat: 'controlHead',
    seated: true,
    hitBy: ['decidedStage', 'sameReportingLine'],
    through: { decidedStage: 'owner', sameReportingLine: 'both' },
  },
  'that editor, who stands in for him': {
    seat: 'coordinator',
    seated: true,
    hitBy: ['author', 'delegateOfAuthor'],
    through: { delegateOfAuthor: 'owner' },
    withdraws: true,
  },
  'an administrator without the post': { seat: 'leader', seated: false, hitBy: [] },
};

describe('sod-generated-matrix', () => {
  it('sod-generated-matrix: every exclusion, every verb and verdict, every kind of person, against the table', async () => {
    const undo: (() => Promise<unknown>)[] = [];
    for (const seat of ['officer', 'tradeOfficer', 'finance', 'lawyer', 'justiceHead', 'head', 'tradeHead'] as const)
      undo.push(await alsoHolds(seat, 'control', 'appraiser'));
    for (const seat of ['tradeOfficer', 'coordinator'] as const) undo.push(await alsoHolds(seat, 'civil', 'officer'));
    for (const seat of ['tradeOfficer', 'leader'] as const) undo.push(await alsoHolds(seat, 'control', 'admin'));
    undo.push(await delegates('head', 'civil', 'unitHead', 'tradeHead'));
    const reviews = new Map<Kind, ReviewId>();
    for (const [nth, kind] of KINDS.entries()) {
      const reviewId = await desk.oneReview(`1.70000${nth}`, aProposal(), `sod-${kind}`);
      await commands.reviseProposal(province.actor('tradeOfficer'), k(), { reviewId, expectedRevision: 0, body: aProposal('lần một') });
      await commands.reviseProposal(province.actor('coordinator'), k(), { reviewId, expectedRevision: 1, body: aProposal('lần hai') });
      await desk.decideOn(reviewId, 'assess', 'tradeHead');
      reviews.set(kind, reviewId);
    }
    undo.push(
      await delegates('appraiser', 'control', 'appraiser', 'financeHead'),
      await delegates('justiceHead', 'control', 'appraiser', 'coordinator'),
      await delegates('officer', 'civil', 'officer', 'finance'),
      await absent('officer', 'lawyer'),
      await absent('head', 'controlHead'),
    );
    let cells = 0;
    for (const kind of KINDS) {
      const reviewId = reviews.get(kind) as ReviewId;
      const { contentDigest } = await desk.verdictOn(reviewId, 'panel');
      const before = (await desk.factsOf(reviewId)).length;
      for (const [who, { seat, seated, hitBy, through, withdraws }] of Object.entries(PEOPLE)) {
        for (const verb of VERBS) {
          const task = (await desk.stateOf(reviewId)).tasks.find((one) => one.stageKey === 'panel');
          if (!task) throw new Error('no task');
          const { code, why } = await tried(doing(reviewId, seat, verb, task, contentDigest));
          const decides = seated && !hitBy.includes(kind);
          const expected = verb === 'comment' || (verb === 'withdraw' ? withdraws === true : decides) ? 'accepted' : 'not_eligible';
          expect([kind, who, verb, code]).toEqual([kind, who, verb, expected]);
          // The reason is the duty, or the missing post, and nothing else.
          const reason = {
            author: 'is_author',
            delegateOfAuthor: 'stands_for_author',
            sameReportingLine: 'in_authors_line',
            decidedStage: 'decided_before',
            none: '',
            answeredTwice: '',
          }[kind];
          const hits = { owner: [`owner_${reason}`], both: [reason, `owner_${reason}`], himself: [reason] }[through?.[kind] ?? 'himself'];
          // A claim is refused with the first reason.
          const told = !seated ? ['no_seat'] : verb === 'claim' ? hits.slice(0, 1) : hits;
          if (expected === 'not_eligible' && verb !== 'withdraw') expect([kind, who, verb, why]).toEqual([kind, who, verb, told]);
          cells += 1;
        }
      }
      expect((await desk.factsOf(reviewId)).length).toBe(before);
    }
    expect(cells).toBe(KINDS.length * Object.keys(PEOPLE).length * VERBS.length);
    for (const back of undo.toReversed()) await back();
  });

  it('sod-generated-matrix: who holds the post in a second unit answers for each, unless the stage asks for two different people', async () => {
    const undo = [await alsoHolds('finance', 'justice', 'consultee'), await delegates('lawyer', 'justice', 'consultee', 'tradeHead')];
    for (const [nth, kind] of KINDS.entries()) {
      const reviewId = await desk.oneReview(`1.70001${nth}`, aProposal(), `units-${kind}`);
      await desk.decideOn(reviewId, 'assess', 'head');
      const tasks = async () => (await desk.stateOf(reviewId)).tasks.filter((task) => task.stageKey === 'panel');
      const first = (await tasks()).find((task) => task.unitId === province.units['finance']);
      const { contentDigest } = await desk.verdictOn(reviewId, 'panel');
      await commands.recordDecision(province.actor('finance'), k(), {
        taskId: first?.id as string,
        expectedVersion: 1,
        contentDigest,
        verdict: 'approve',
        comment: '',
      });
      // He who has answered for one unit hands his post in the other to somebody else: that one stands for him.
      const handed = await delegates('finance', 'justice', 'consultee', 'tradeOfficer');
      const twice = kind === 'answeredTwice';
      const people: readonly (readonly [Seat, string])[] = [
        ['finance', twice ? 'already_voted' : 'accepted'],
        ['tradeOfficer', twice ? 'not_eligible' : 'accepted'],
        ['lawyer', 'accepted'],
        ['tradeHead', 'accepted'],
        ['leader', 'not_eligible'],
      ];
      const second = (await tasks()).find((task) => task.unitId === province.units['justice']);
      if (!second) throw new Error('the second unit was not asked');
      for (const [seat, expected] of people)
        for (const verdict of VERDICTS)
          expect([kind, seat, verdict, (await tried(doing(reviewId, seat, verdict, second, contentDigest))).code]).toEqual([kind, seat, verdict, expected]);
      await handed();
    }
    for (const back of undo.toReversed()) await back();
  });
});

const panelTask = async (reviewId: ReviewId) => {
  const task = (await desk.stateOf(reviewId)).tasks.findLast((one) => one.stageKey === 'panel');
  if (!task) throw new Error('no task in panel');
  return task;
};
/** What a person would be answered who approves the task of the panel now. */
const approving = async (reviewId: ReviewId, seat: Seat) => {
  const { contentDigest } = await desk.verdictOn(reviewId, 'panel');
  return tried(doing(reviewId, seat, 'approve', await panelTask(reviewId), contentDigest));
};

describe('sod-delegate-of-author', () => {
  it('sod-delegate-of-author: as long as one of the two stands in for the other, he decides nothing, even in his own right', async () => {
    const post = await alsoHolds('financeHead', 'control', 'appraiser');
    const reviewId = await desk.oneReview('1.700020', aProposal(), 'sod-delegate');
    await desk.decideOn(reviewId, 'assess', 'head');
    const refused = { code: 'not_eligible', why: ['stands_for_author'] };
    expect(await approving(reviewId, 'financeHead')).toEqual({ code: 'accepted', why: [] });
    // Judged at the moment of deciding: the paper was signed after the task had opened.
    const delegated = await delegates('officer', 'civil', 'officer', 'financeHead');
    expect(await approving(reviewId, 'financeHead')).toEqual(refused);
    expect(await approving(reviewId, 'appraiser')).toEqual({ code: 'accepted', why: [] });
    await delegated();
    expect(await approving(reviewId, 'financeHead')).toEqual({ code: 'accepted', why: [] });
    const away = await absent('officer', 'financeHead');
    expect(await approving(reviewId, 'financeHead')).toEqual(refused);
    await away();
    const handed = await delegates('financeHead', 'finance', 'unitHead', 'officer');
    expect(await approving(reviewId, 'financeHead')).toEqual(refused);
    await handed();
    // The author as a delegate of the appraiser is judged as himself and as the appraiser, who has handed his post to an author.
    const reverse = await delegates('appraiser', 'control', 'appraiser', 'officer');
    expect(await approving(reviewId, 'officer')).toEqual({ code: 'not_eligible', why: ['is_author', 'owner_stands_for_author'] });
    expect(await approving(reviewId, 'appraiser')).toEqual(refused);
    await reverse();
    // A paper that has ended, or has not begun, ties nobody.
    await commands.grantDelegation(province.actor('officer'), k(), {
      delegateId: province.people.financeHead,
      kind: 'TUQ',
      unitId: province.units['civil'] as never,
      role: 'officer',
      from: addDays(TODAY, 1),
      to: addDays(TODAY, 2),
      document: '02/UQ',
    });
    expect(await approving(reviewId, 'financeHead')).toEqual({ code: 'accepted', why: [] });
    await database.setNow('2026-03-03T02:00:00Z');
    expect(await approving(reviewId, 'financeHead')).toEqual(refused);
    await database.setNow('2026-03-04T02:00:00Z');
    expect(await approving(reviewId, 'financeHead')).toEqual({ code: 'accepted', why: [] });
    await post();
  });
});

describe('who is kept out', () => {
  it('sod-author-may-withdraw: an excluded author decides nothing, but comments and may end his own review', async () => {
    const post = await alsoHolds('head', 'control', 'appraiser');
    const reviewId = await desk.oneReview('1.700021', aProposal(), 'sod-author');
    await commands.reviseProposal(province.actor('head'), k(), { reviewId, expectedRevision: 0, body: aProposal('của thủ trưởng') });
    await desk.decideOn(reviewId, 'assess', 'head');
    const { contentDigest } = await desk.verdictOn(reviewId, 'panel');
    const said = async (verb: Verb) => (await tried(doing(reviewId, 'head', verb, await panelTask(reviewId), contentDigest))).code;
    expect(Object.fromEntries(await Promise.all(VERBS.map(async (verb) => [verb, await said(verb)] as const)))).toEqual({
      approve: 'not_eligible',
      reject: 'not_eligible',
      return: 'not_eligible',
      noOpinion: 'not_eligible',
      claim: 'not_eligible',
      comment: 'accepted',
      withdraw: 'accepted',
    });
    expect(await codeOf(commands.withdrawReview(province.actor('head'), k(), { reviewId, reason: 'Soạn lại' }))).toBe('accepted');
    expect((await desk.stateOf(reviewId)).outcome).toBe('withdrawn');
    // What somebody else's unit wrote is not his to end.
    const other = await desk.oneReview('1.700022', aProposal(), 'sod-author');
    expect(await codeOf(commands.withdrawReview(province.actor('tradeHead'), k(), { reviewId: other, reason: 'Soạn lại' }))).toBe('not_eligible');
    await post();
  });

  it('sod-admin-not-exempt: an administrator is kept out like anybody else, without a post as with one, and lifts nothing for himself', async () => {
    const undo = [
      await alsoHolds('officer', 'control', 'appraiser'),
      await alsoHolds('officer', 'control', 'admin'),
      await alsoHolds('leader', 'control', 'admin'),
    ];
    const reviewId = await desk.oneReview('1.700023', aProposal(), 'sod-author');
    await desk.decideOn(reviewId, 'assess', 'head');
    expect(await approving(reviewId, 'officer')).toEqual({ code: 'not_eligible', why: ['is_author'] });
    expect(await approving(reviewId, 'leader')).toEqual({ code: 'not_eligible', why: ['no_seat'] });
    const lift = { taskId: (await panelTask(reviewId)).id, personId: province.people.officer, reason: 'Tôi là quản trị' };
    expect(await codeOf(commands.grantOverride(province.actor('leader'), k(), lift))).toBe('request_unknown');
    await commands.requestOverride(province.actor('officer'), k(), lift);
    expect(await codeOf(commands.grantOverride(province.actor('officer'), k(), lift))).toBe('second_person_needed');
    expect(await codeOf(commands.grantOverride(province.actor('leader'), k(), lift))).toBe('not_eligible');
    expect(await approving(reviewId, 'officer')).toEqual({ code: 'not_eligible', why: ['is_author'] });
    for (const back of undo) await back();
  });

  it('whoever becomes an author after taking a task loses it: the others may decide at once', async () => {
    const undo = [
      await alsoHolds('officer', 'control', 'appraiser'),
      await alsoHolds('tradeOfficer', 'control', 'appraiser'),
      await alsoHolds('tradeOfficer', 'civil', 'officer'),
    ];
    const reviewId = await desk.oneReview('1.700024', aProposal(), 'sod-claim');
    /** An approval of the items as they stand, which the note does not touch. */
    const approve = async (seat: Seat, taskId: string, version: number) => {
      const contentDigest = coveredDigest((await desk.stateOf(reviewId)).content, ['items/*'], sha256);
      return codeOf(commands.recordDecision(province.actor(seat), k(), { taskId, expectedVersion: version, contentDigest, verdict: 'approve', comment: '' }));
    };
    const assess = (await desk.stateOf(reviewId)).tasks[0];
    expect(await approve('head', assess?.id as string, 1)).toBe('accepted');
    await commands.openNextStages({ reviewId, after: assess?.stageId as never, rebuild: 0 }, 'caller');
    const { id: taskId } = await panelTask(reviewId);
    await commands.claimTask(province.actor('tradeOfficer'), k(), { taskId });
    expect(await approve('appraiser', taskId, 1)).toBe('claimed');
    await commands.reviseProposal(province.actor('tradeOfficer'), k(), { reviewId, expectedRevision: 0, body: aProposal('ghi chú') });
    const { version } = await panelTask(reviewId);
    // The claim is not his to take again, and stands in nobody's way any more.
    expect(await codeOf(commands.claimTask(province.actor('tradeOfficer'), k(), { taskId }))).toBe('not_eligible');
    expect(await approve('tradeOfficer', taskId, version)).toBe('not_eligible');
    expect(await approve('appraiser', taskId, version)).toBe('accepted');
    for (const back of undo) await back();
  });
});
