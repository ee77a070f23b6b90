import { createCommands, type Commands } from '../../../commands/index.js';
import { mergeNotices } from '../../../commands/frame/digest-notices.js';
import { newId } from '../../../commands/frame/new-id.js';
import { REVIEW_LIMIT } from '../../../domain/escalation/due-rungs.js';
import { MOST_IMMEDIATE, type NoticeDraft } from '../../../domain/review/notices.js';
import { PRE_NOTICE } from '../../../domain/route/route.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { openMailRoom, type MailRoom } from '../../support/mail-room.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

const OPENED = '2026-03-02T02:00:00Z';
/** A day past the assessment's term. */
const LATE = '2026-03-17T02:00:00Z';
const MANY = 12;
const COORDINATOR = 'coordinator@tinh.example';

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let room: MailRoom;
let reviews: readonly ReviewId[];

beforeEach(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  room = await openMailRoom(database);
  await database.setNow(OPENED);
  const codes = Array.from({ length: MANY }, (_, index) => `1.${410_001 + index}`);
  reviews = await desk.reviewsOf((await launchReviews(commands, province, codes)).campaignId);
  await room.sendAll();
  await database.setNow(LATE);
});
afterEach(async () => {
  await room.close();
  await database.drop();
});

const fire = (reviewId: ReviewId, by = commands) => by.fireRungs({ reviewId, step: stageIdOf(reviewId, 'assess', 1), rebuild: 0 }, 'caller');
const lettersTo = async (address: string) => Promise.all(room.caught(address).map((mail) => room.read(mail)));
/** How many rungs a digest says it tells. */
const totalOf = (subject: string): number => Number(/Tổng hợp (\d+) việc/u.exec(subject)?.[1] ?? 0);
const digestsOf = (seat: 'coordinator' | 'head') =>
  database.reader.rows<{ id: string; state: string; reason: string | null }>(
    "SELECT id, state, reason FROM notices WHERE kind = 'ladder.digest' AND recipient_id = ? ORDER BY id",
    [province.people[seat]],
  );

test('storm-collects: rungs that fire side by side tell each person by at most five letters and one digest, and none goes untold', async () => {
  await Promise.all(reviews.map((reviewId) => fire(reviewId)));
  await room.passTime();
  await room.sendAll();
  const letters = (await lettersTo(COORDINATOR)).filter((letter) => letter.subject.includes('Quá hạn') || totalOf(letter.subject) > 0);
  const digests = letters.filter((letter) => totalOf(letter.subject) > 0);
  expect(digests).toHaveLength(1);
  expect(letters.length - digests.length).toBeLessThanOrEqual(MOST_IMMEDIATE);
  const told = letters.map((letter) => letter.text).join('\n');
  for (let index = 0; index < MANY; index += 1) expect(told).toContain(`1.${410_001 + index}`);
});

test('a rung recorded under a clock that was read before the digest opened is told by it all the same', async () => {
  let read = (): void => undefined;
  let go = (): void => undefined;
  const hasRead = new Promise<void>((resolve) => (read = resolve));
  const mayGo = new Promise<void>((resolve) => (go = resolve));
  const early = createCommands((work) =>
    database.transact(async (tx) => {
      await tx.clock();
      read();
      await mayGo;
      return work(tx);
    }),
  );
  const held = fire(reviews[0]!, early);
  await hasRead;
  await commands.fireDueReviews(reviews.slice(1));
  go();
  await held;
  const firings = await database.reader.rows<{ fired_at: string }>("SELECT DISTINCT fired_at FROM rung_firings WHERE rung_key = 'late1'");
  expect(firings.length).toBeGreaterThan(1);
  await room.passTime();
  await room.sendAll();
  const [digest] = (await lettersTo(COORDINATOR)).filter((letter) => totalOf(letter.subject) > 0);
  expect(totalOf(digest?.subject ?? '')).toBe(MANY);
  expect(digest?.text).toContain('1.410001');
});

test('what comes while a digest is on its way is told by the next one', async () => {
  await commands.fireDueReviews(reviews.slice(0, 8));
  await room.passTime();
  await room.sendAll();
  for (const reviewId of reviews.slice(8)) await fire(reviewId);
  await room.passTime();
  await room.sendAll();
  const totals = (await lettersTo(COORDINATOR)).map((letter) => totalOf(letter.subject)).filter((total) => total > 0);
  expect(totals).toEqual([8, MANY - 8]);
});

test('digest-no-decision-link: a digest names steps, units and whole reviews, and leads to the portal only', async () => {
  await commands.fireDueReviews(reviews);
  await database.setNow('2026-06-30T02:00:00Z');
  await commands.fireRungs({ reviewId: reviews[0]!, step: REVIEW_LIMIT, rebuild: 0 }, 'caller');
  await room.passTime();
  await room.sendAll();
  const [digest] = (await lettersTo(COORDINATOR)).filter((letter) => totalOf(letter.subject) > 0);
  expect(totalOf(digest?.subject ?? '')).toBe(MANY + 1);
  expect(digest?.text).toContain('Toàn bộ việc rà soát');
  expect(digest?.text).toContain('Đơn vị civil');
  expect(digest?.decisionUrl).toBeNull();
  expect(digest?.text).toContain('/qua-han');
});

test('a digest leaves out what has ended before it is made; with nothing left it is not sent', async () => {
  await commands.fireDueReviews(reviews);
  for (const reviewId of reviews.slice(1))
    await commands.withdrawReview(province.actor('coordinator'), `withdraw-${reviewId.slice(-8)}`, { reviewId, reason: 'Trùng' });
  await room.passTime();
  const [ofCoordinator] = await digestsOf('coordinator');
  await room.processor(ofCoordinator!.id);
  const [digest] = (await lettersTo(COORDINATOR)).filter((letter) => totalOf(letter.subject) > 0);
  expect(totalOf(digest?.subject ?? '')).toBe(1);
  await commands.withdrawReview(province.actor('coordinator'), 'withdraw-last', { reviewId: reviews[0]!, reason: 'Trùng' });
  const [ofHead] = await digestsOf('head');
  expect(await room.processor(ofHead!.id)).toMatchObject({ did: 'suppressed', why: 'closed' });
});

test('prenotice-never-merged: in the middle of a flood a pre-notice keeps its own letter', async () => {
  await commands.fireDueReviews(reviews);
  const draft = (rung: string, index: number): NoticeDraft & { readonly id: ReturnType<typeof newId<'notice'>> } => ({
    id: newId('notice', '2026-03-17T02:00:00.000Z' as never),
    kind: 'task.reminder',
    reviewId: reviews[index]!,
    taskId: null,
    subjectId: reviews[index]!,
    round: 1,
    epoch: 1,
    rung,
    recipientId: province.people.coordinator,
    model: {},
  });
  const drafts = reviews.flatMap((_, index) => [draft(PRE_NOTICE, index), draft('dueDay', index)]);
  const stored = await database.transact((tx) => mergeNotices(tx, drafts));
  expect(stored.map((notice) => notice.rung)).toEqual(reviews.map(() => PRE_NOTICE));
});
