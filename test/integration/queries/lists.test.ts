import type { Scope } from '../../../domain/shared/access.js';
import { scopeOf } from '../../../domain/shared/access.js';
import { endOfDate, localDate } from '../../../domain/calendar/calendar.js';
import { workingDaysBetween } from '../../../domain/calendar/term.js';
import { epochMs, instantFromMs, type Instant } from '../../../domain/shared/instant.js';
import { isOpen } from '../../../domain/review/review.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { createCommands, type Commands } from '../../../commands/index.js';
import { findActor } from '../../../queries/actor.query.js';
import { findCampaignProgress, listCampaigns } from '../../../queries/campaigns.query.js';
import { businessNow } from '../../../queries/clock.query.js';
import { listInbox, type InboxArgs } from '../../../queries/inbox.query.js';
import { LATENESS, latenessOf } from '../../../queries/lateness.js';
import { findOverdueBoard } from '../../../queries/overdue-board.query.js';
import { listProcedures } from '../../../queries/procedure-list.query.js';
import { listReviews, type ReviewListArgs } from '../../../queries/review-list.query.js';
import { loadReview } from '../../../queries/review-law.js';
import { findReviewDetail } from '../../../queries/review-detail.query.js';
import { findTaskDetail, isTaskVisible } from '../../../queries/task-detail.query.js';
import { loadRulebook } from '../../../queries/rulebook.js';
import { isReviewVisible } from '../../../queries/visibility.js';
import { freshDatabase, shippedCalendars, type TestDatabase } from '../../support/database.js';
import { aProcedure, aProposal, buildProvince, launchReviews, type Province, type Seat } from '../../support/province.js';
import { sha256 } from '../../../commands/frame/audit-chain.js';

const CODES = Array.from({ length: 23 }, (_, index) => `1.${200_001 + index}`);
const EVERYWHERE: Scope = { everywhere: true, paths: [] };

let database: TestDatabase;
let commands: Commands;
let province: Province;
let campaignId: string;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  await database.setNow('2026-03-02T02:00:00.000Z');
  ({ campaignId } = await launchReviews(commands, province, CODES, aProposal()));
}, 60_000);
afterAll(() => database.drop());

const scopeOfSeat = async (seat: Seat, operation: Parameters<typeof scopeOf>[0] = 'reviews.read'): Promise<Scope> =>
  scopeOf(operation, (await findActor(database.reader, province.people[seat]))?.posts ?? []);

const inbox = async (seat: Seat, over: Partial<InboxArgs> = {}) =>
  listInbox(database.reader, {
    personId: province.people[seat],
    scope: await scopeOfSeat(seat, 'tasks.read'),
    box: 'todo',
    lateness: null,
    unit: null,
    campaign: null,
    q: null,
    cursor: null,
    limit: 100,
    ...over,
  });
const reviews = (over: Partial<ReviewListArgs> = {}) =>
  listReviews(database.reader, { scope: EVERYWHERE, campaign: null, statuses: [], unit: null, q: null, cursor: null, limit: 100, ...over });

async function walk<T>(page: (cursor: string | null) => Promise<{ items: readonly T[]; next: string | null }>): Promise<readonly (readonly T[])[]> {
  const pages: (readonly T[])[] = [];
  for (let cursor: string | null = null; ;) {
    const { items, next } = await page(cursor);
    pages.push(items);
    if (next === null) return pages;
    cursor = next;
  }
}

describe('pages', () => {
  it('of an inbox hold every task once, earliest deadline first', async () => {
    const pages = await walk((cursor) => inbox('head', { cursor, limit: 5 }));
    expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3]);
    const all = pages.flat();
    expect(new Set(all.map((task) => task.id)).size).toBe(23);
    expect(all).toEqual([...all].sort((a, b) => (`${a.dueAt} ${a.id}` < `${b.dueAt} ${b.id}` ? -1 : 1)));
    expect((await inbox('head')).items).toEqual(all);
  });

  it('of reviews, of procedures and of the overdue board likewise', async () => {
    expect((await walk((cursor) => reviews({ cursor, limit: 10 }))).flat().map((row) => row.id)).toEqual((await reviews()).items.map((row) => row.id));
    const procedures = (await walk((cursor) => listProcedures(database.reader, { q: null, field: null, unit: null, phase: null, cursor, limit: 7 }))).flat();
    expect(procedures.map((row) => row.code)).toEqual(CODES);
  });

  it('go on from where they were when rows appear in between', async () => {
    const first = await inbox('head', { limit: 20 });
    await launchReviews(commands, province, ['1.299999']);
    const second = await inbox('head', { limit: 100, cursor: first.next });
    const seen = [...first.items, ...second.items].map((task) => task.id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(23);
  });

  it('refuse the cursor of another filter', async () => {
    const { next } = await inbox('head', { limit: 5 });
    await expect(inbox('head', { limit: 5, cursor: next, q: 'x' })).rejects.toMatchObject({ code: 'cursor_invalid' });
    await expect(inbox('head', { limit: 5, cursor: next, box: 'done' })).rejects.toMatchObject({ code: 'cursor_invalid' });
    await expect(inbox('officer', { limit: 5, cursor: next })).rejects.toMatchObject({ code: 'cursor_invalid' });
    await expect(reviews({ cursor: next })).rejects.toMatchObject({ code: 'cursor_invalid' });
  });

  it('may change size on the way', async () => {
    const { next } = await inbox('head', { limit: 5 });
    expect((await inbox('head', { limit: 2, cursor: next })).items).toHaveLength(2);
  });
});

describe('searching', () => {
  it('is blind to accents, đ and case, and finds by code', async () => {
    const by = async (q: string) =>
      (await listProcedures(database.reader, { q, field: null, unit: null, phase: null, cursor: null, limit: 100 })).items.map((row) => row.code);
    expect(await by('THU TUC 1.200003')).toEqual(['1.200003']);
    expect(await by('thủ tục hộ tịch')).toHaveLength(24);
    expect(await by('ho tich sở nội vụ')).toHaveLength(24);
    expect(await by('1.2000')).toHaveLength(23);
    expect(await by('hải sản')).toEqual([]);
    expect(await by('%')).toEqual([]);
  });
});

describe('lateness', () => {
  /** Every open task as the facts of its review have it. */
  async function truth() {
    const found = [];
    for (const { id } of (await reviews({ statuses: ['open'] })).items) {
      const loaded = await loadReview(database.reader, id as ReviewId);
      for (const task of loaded?.state.tasks.filter(isOpen) ?? []) found.push({ task, law: loaded!.law });
    }
    return found;
  }

  it.each([
    '2026-03-02T02:00:00.000Z',
    '2026-03-13T16:59:59.000Z',
    '2026-03-16T16:59:59.999Z',
    '2026-03-16T17:00:00.000Z',
    '2026-03-25T02:00:00.000Z',
    '2026-05-04T02:00:00.000Z',
  ])('at %s is the same in rows, in filters, in counts and by the law', async (now) => {
    await database.setNow(now);
    const expected = (await truth()).filter(({ task }) => task.candidates.includes(province.people.head));
    const all = await inbox('head');
    const named = new Map(all.items.map((row) => [row.id, row]));
    expect(named.size).toBe(expected.length);
    for (const { task, law } of expected) {
      const row = named.get(task.id);
      expect([task.id, row?.lateness, row?.dueAt]).toEqual([task.id, latenessOf(law.calendarOfUnit(task.unitId), task.term.dueAt, law.now), task.term.dueAt]);
      expect(row?.lateness === 'overdue').toBe((task.term.dueAt as string) <= law.now);
    }
    const filtered = await Promise.all(LATENESS.map((lateness) => inbox('head', { lateness })));
    for (const [index, lateness] of LATENESS.entries()) {
      expect(filtered[index]?.items.map((row) => row.id)).toEqual(all.items.filter((row) => row.lateness === lateness).map((row) => row.id));
    }
    const board = await findOverdueBoard(database.reader, { scope: EVERYWHERE, unit: null, age: null, cursor: null, limit: 100 });
    const counted = await database.reader.row<{ n: string }>(
      'SELECT COUNT(*) AS n FROM tasks t, business_clock b WHERE t.is_open = 1 AND t.due_at <= NOW(3) + INTERVAL b.offset_ms * 1000 MICROSECOND',
    );
    expect(board.counts.overdue).toBe(Number(counted?.n));
    expect(all.counts?.overdue).toBe(all.items.filter((row) => row.lateness === 'overdue').length);
  });

  it('counts the due moment itself as late, one millisecond before it not', async () => {
    const [row] = (await inbox('head')).items;
    const dueAt = row?.dueAt as Instant;
    await database.setNow(instantFromMs(epochMs(dueAt) - 60_000));
    expect((await inbox('head')).items.find((task) => task.id === row?.id)).toMatchObject({ lateness: 'dueSoon', workingDaysLeft: 0 });
    await database.setNow(dueAt);
    expect((await inbox('head')).items.find((task) => task.id === row?.id)).toMatchObject({ lateness: 'overdue' });
  });

  it('is counted in working days, across a holiday, as the calendar has them', async () => {
    const [calendar] = shippedCalendars().filter((candidate) => candidate.id === 'VN-CO-QUAN');
    if (!calendar) throw new Error('no calendar');
    await database.setNow('2026-05-04T02:00:00.000Z');
    const now = await businessNow(database.reader);
    for (const row of (await inbox('head')).items) expect(row.workingDaysLeft).toBe(-workingDaysBetween(calendar, row.dueAt as Instant, now));
  });
});

describe('the overdue board', () => {
  beforeAll(() => database.setNow('2026-03-19T02:00:00.000Z'));
  const board = (over: Partial<Parameters<typeof findOverdueBoard>[1]> = {}) =>
    findOverdueBoard(database.reader, { scope: EVERYWHERE, unit: null, age: null, cursor: null, limit: 100, ...over });

  it('sums its table to its count and its list', async () => {
    const all = await board();
    expect(all.counts.overdue).toBe(24);
    expect(all.ages.reduce((sum, row) => sum + row.total, 0)).toBe(24);
    for (const row of all.ages) expect(Object.values(row.counts).reduce((sum, count) => sum + count, 0)).toBe(row.total);
    expect(all.items.map((row) => row.id)).toEqual([...all.items].sort((a, b) => (`${a.dueAt} ${a.id}` < `${b.dueAt} ${b.id}` ? -1 : 1)).map((row) => row.id));
    expect(all.counts.oldestDays).toBe(Math.max(...all.items.map((row) => row.lateWorkingDays)));
  });

  it('names holders, the age and the rung to come', async () => {
    const [row] = (await board()).items;
    expect(row).toMatchObject({ holders: [{ name: 'Người head' }], nextRung: { key: expect.any(String) }, rung: null, age: expect.any(String) });
    expect(row?.nextRung?.at).toMatch(/Z$/u);
  });

  it('narrows its list by age while the table stays whole', async () => {
    const all = await board();
    const [row] = all.items;
    if (!row) throw new Error('nothing is late');
    const narrowed = await board({ age: row.age });
    expect(narrowed.ages).toEqual(all.ages);
    expect(narrowed.items.map((item) => item.id)).toEqual(all.items.filter((item) => item.age === row.age).map((item) => item.id));
    expect((await board({ age: 'over20' })).items).toEqual([]);
  });

  it('pages like every list', async () => {
    const all = (await board()).items.map((row) => row.id);
    const walked = await walk(async (cursor) => board({ cursor, limit: 7 }));
    expect(walked.map((page) => page.length)).toEqual([7, 7, 7, 3]);
    expect(walked.flat().map((row) => row.id)).toEqual(all);
  });

  it('shows a head of unit the own branch only', async () => {
    expect((await board({ scope: await scopeOfSeat('tradeHead', 'overdue.read') })).counts.overdue).toBe(0);
    expect((await board({ scope: await scopeOfSeat('head', 'overdue.read') })).counts.overdue).toBe(24);
    expect((await board({ unit: 'trade' })).counts.overdue).toBe(0);
    await expect(board({ unit: 'khong-co' })).rejects.toMatchObject({ code: 'parameter_invalid' });
  });
});

describe('what somebody sees', () => {
  it.each([
    ['coordinator', 24],
    ['appraiser', 24],
    ['leader', 24],
    ['head', 24],
    ['officer', 24],
    ['tradeHead', 0],
    ['tradeOfficer', 0],
    ['lawyer', 0],
  ] as const)('%s: %d reviews, the same by list, by look-up and by task', async (seat, count) => {
    const scope = await scopeOfSeat(seat);
    const listed = await reviews({ scope });
    expect(listed.items).toHaveLength(count);
    const [any] = (await reviews({ limit: 1 })).items;
    if (!any) throw new Error('no review');
    const [task] = (await loadReview(database.reader, any.id as ReviewId))!.state.tasks;
    expect(await isReviewVisible(database.reader, any.id, scope)).toBe(count > 0);
    expect((await findReviewDetail(database.reader, { reviewId: any.id, scope })) !== null).toBe(count > 0);
    expect(await isTaskVisible(database.reader, task!.id, scope)).toBe(count > 0);
    expect((await findTaskDetail(database.reader, sha256, { taskId: task!.id, personId: province.people[seat], assurance: 'A3', scope })) !== null).toBe(
      count > 0,
    );
  });

  it('ends with the post that gave it', async () => {
    await database.source.query("UPDATE holdings SET valid_to = '2026-03-19' WHERE person_id = ?", [province.people.officer]);
    expect((await findActor(database.reader, province.people.officer))?.posts).toEqual([]);
    expect((await reviews({ scope: await scopeOfSeat('officer') })).items).toEqual([]);
    await database.source.query('UPDATE holdings SET valid_to = NULL WHERE person_id = ?', [province.people.officer]);
  });
});

describe('a campaign', () => {
  it('counts what its reviews are, by stage, by unit and in all', async () => {
    const progress = await findCampaignProgress(database.reader, { campaignId, reviews: EVERYWHERE });
    expect(progress).toMatchObject({
      itemCount: 23,
      launched: 23,
      open: 23,
      outcomes: { approved: 0, rejected: 0, withdrawn: 0 },
      status: 'running',
      problems: [],
      stages: [
        { key: 'assess', count: 23, overdue: 23 },
        { key: 'consultUnits', count: 0 },
        { key: 'consultLaw', count: 0 },
        { key: 'appraise', count: 0 },
        { key: 'approve', count: 0 },
      ],
      units: [{ unit: { code: 'civil' }, total: 23, open: 23, byStage: { assess: 23 }, overdue: 23 }],
    });
    expect(progress?.overdue).toBe(23);
  });

  it('counts only what the reader may see', async () => {
    const progress = await findCampaignProgress(database.reader, { campaignId, reviews: await scopeOfSeat('tradeHead') });
    expect(progress).toMatchObject({ itemCount: 23, launched: 23, open: 0, overdue: 0, units: [] });
  });

  it('names the lines it could not open', async () => {
    const again = await commands.launchCampaign(province.actor('coordinator'), 'launch-again', {
      name: 'Đợt hai',
      planYear: 2026,
      basis: 'a',
      basisDocument: 'KH 02',
      routeKey: 'provincialReview',
      procedures: [{ code: CODES[0] as string }],
    });
    const progress = await findCampaignProgress(database.reader, { campaignId: again.campaignId, reviews: EVERYWHERE });
    expect(progress).toMatchObject({ itemCount: 1, launched: 0, open: 0, problems: [{ code: CODES[0], problem: 'review_open_already' }] });
    const listed = await listCampaigns(database.reader, { reviews: EVERYWHERE, cursor: null, limit: 50 });
    expect(listed.items.map((row) => row.name).slice(0, 1)).toEqual(['Đợt hai']);
  });

  it('adds up the savings of open and approved reviews', async () => {
    const [review] = (await reviews({ campaign: campaignId, limit: 1 })).items;
    await database.source.query('UPDATE proposals SET cost_before = 384000000, cost_after = 151200000 WHERE review_id = ?', [review?.id]);
    const before = await findCampaignProgress(database.reader, { campaignId, reviews: EVERYWHERE });
    expect(before?.savings).toEqual({ proposed: 232_800_000, approved: 0 });
    expect((await reviews({ campaign: campaignId, limit: 1 })).items[0]).toMatchObject({
      costBefore: 384_000_000,
      costAfter: 151_200_000,
      saving: 232_800_000,
    });
  });

  it('of a thousand generated procedures can be launched and every review be listed', async () => {
    const codes = Array.from({ length: 1000 }, (_, index) => `2.${300_001 + index}`);
    await commands.importProcedures(province.actor('coordinator'), 'import-thousand', {
      fileName: 'x.json',
      fileHash: 'e'.repeat(64),
      mode: 'addOnly',
      drafts: codes.map((code) => ({ content: aProcedure(code), ownerUnitCode: 'trade' })),
    });
    const launched = await commands.launchCampaign(province.actor('coordinator'), 'launch-thousand', {
      name: 'Đợt lớn',
      planYear: 2026,
      basis: 'a',
      basisDocument: 'KH 03',
      routeKey: 'provincialReview',
      procedures: codes.map((code) => ({ code })),
    });
    expect(launched).toMatchObject({ opened: 1000, problems: [] });
    const pages = await walk((cursor) => reviews({ campaign: launched.campaignId, cursor, limit: 100 }));
    expect(new Set(pages.flat().map((row) => row.procedure.code))).toEqual(new Set(codes));
    expect(pages).toHaveLength(10);
    const mine = await listInbox(database.reader, {
      personId: province.people.tradeHead,
      scope: EVERYWHERE,
      box: 'todo',
      lateness: null,
      unit: null,
      campaign: launched.campaignId,
      q: null,
      cursor: null,
      limit: 100,
    });
    expect(mine.items).toHaveLength(100);
    expect(mine.counts?.todo).toBe(1000);
  }, 120_000);
});

describe('the end of what the calendar knows', () => {
  it('still shows lists and boards, without working days that nobody can count', async () => {
    const [calendar] = (await loadRulebook(database.reader)).calendars;
    if (!calendar) throw new Error('no calendar');
    await database.setNow(instantFromMs(epochMs(endOfDate(calendar, calendar.knownThrough)) + 3 * 86_400_000));
    const now = await businessNow(database.reader);
    expect(localDate(calendar, now) > calendar.knownThrough).toBe(true);
    const { items } = await inbox('head');
    expect(items.length).toBeGreaterThan(0);
    expect(items.every((row) => row.lateness === 'overdue' && row.workingDaysLeft === null)).toBe(true);
    expect((await findOverdueBoard(database.reader, { scope: EVERYWHERE, unit: null, age: null, cursor: null, limit: 10 })).items.length).toBeGreaterThan(0);
  });
});
