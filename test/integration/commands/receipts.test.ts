import { createCommands, type Commands } from '../../../commands/index.js';
import { FailpointError } from '../../../config/failpoint.js';
import { lockReview } from '../../../db/repositories/review.repository.js';
import type { Instant } from '../../../domain/shared/instant.js';
import { stageIdOf } from '../../../domain/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province } from '../../support/province.js';
import { codeOf, openDesk, withFailpoints, type Desk } from '../../support/review-desk.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

const decisionsOf = async (reviewId: string): Promise<number> =>
  (await database.reader.rows('SELECT id FROM decisions WHERE review_id = ?', [reviewId])).length;

describe('a verdict whose server dies', () => {
  it.each(['record-decision/after-begin', 'record-decision/before-commit'])('at %s leaves nothing, and the same key then decides', async (point) => {
    const reviewId = await desk.oneReview(point.endsWith('begin') ? '1.000001' : '1.000002');
    const facts = await desk.factsOf(reviewId);
    const command = await desk.verdictOn(reviewId, 'assess');
    const send = () => commands.recordDecision(province.actor('head'), 'the-same-key-1', command);
    await expect(withFailpoints(`${point}=throw`, send)).rejects.toThrow(FailpointError);
    expect([await desk.factsOf(reviewId), await decisionsOf(reviewId), await desk.outboxOf(reviewId)]).toEqual([facts, 0, []]);
    expect(await database.reader.rows('SELECT 1 FROM command_receipts WHERE command_key LIKE ?', ['%the-same-key-1'])).toEqual([]);
    expect(await send()).toMatchObject({ replayed: false, verdict: 'approve' });
    await database.source.query("DELETE FROM command_receipts WHERE command_key LIKE '%the-same-key-1'");
  });

  it('after its commit is decided: the same key gives the first receipt, a new key the winner', async () => {
    const reviewId = await desk.oneReview('1.000003');
    const command = await desk.verdictOn(reviewId, 'assess');
    const send = (key: string) => commands.recordDecision(province.actor('head'), key, command);
    await expect(withFailpoints('record-decision/after-commit-before-reply=throw*1', () => send('lost-reply-key'))).rejects.toThrow(FailpointError);
    expect(await decisionsOf(reviewId)).toBe(1);
    const receipt = await send('lost-reply-key');
    expect(receipt).toMatchObject({ replayed: true, taskId: command.taskId, verdict: 'approve', stageOutcome: 'approved' });
    const [fact] = await database.reader.rows<{ hash: string }>('SELECT hash FROM facts WHERE stream_id = ? AND seq = ?', [reviewId, receipt.seq]);
    expect(fact?.hash).toBe(receipt.chainHead);
    expect(await codeOf(send('another-key-1'))).toBe('already_decided');
  });

  it.each(['open-next-stages/after-lock', 'open-next-stages/before-commit'])(
    'while the next stage opens, at %s, opens it once when asked again',
    async (point) => {
      const reviewId = await desk.oneReview(point.endsWith('lock') ? '1.000004' : '1.000005');
      await desk.decide(reviewId, 'assess', 'head');
      const ask = () => commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'assess', 1), rebuild: 0 }, 'caller');
      await expect(withFailpoints(`${point}=throw`, ask)).rejects.toThrow(FailpointError);
      expect(await desk.openKeys(reviewId)).toEqual([]);
      expect((await ask()).opened).toEqual((await ask()).opened);
      expect(await desk.openKeys(reviewId)).toEqual(['consultLaw', 'consultUnits']);
    },
  );

  it('while rungs fire tells nobody, and asked again tells once', async () => {
    await database.setNow('2026-03-02T02:00:00Z');
    const reviewId = await desk.oneReview('1.000006');
    await database.setNow('2026-03-09T02:00:00Z');
    const fire = () => commands.fireRungs({ reviewId, step: stageIdOf(reviewId, 'assess', 1), rebuild: 0 }, 'caller');
    await expect(withFailpoints('fire-rungs/before-commit=throw', fire)).rejects.toThrow(FailpointError);
    const reminders = () => database.reader.rows("SELECT id FROM notices WHERE review_id = ? AND kind = 'task.reminder'", [reviewId]);
    expect(await reminders()).toEqual([]);
    await fire();
    await fire();
    expect(await reminders()).toHaveLength(1);
  });
});

describe('keys', () => {
  it('of two people never meet, and one person’s key is bound to what it was first used for', async () => {
    const [one, other] = [await desk.oneReview('1.000010'), await desk.oneReview('1.000011')];
    const key = 'shared-by-chance';
    expect(await codeOf(commands.recordDecision(province.actor('head'), key, await desk.verdictOn(one, 'assess')))).toBe('accepted');
    expect(await codeOf(commands.recordDecision(province.actor('head'), key, await desk.verdictOn(other, 'assess')))).toBe('key_reused');
    expect(await codeOf(commands.withdrawReview(province.actor('coordinator'), key, { reviewId: other, reason: 'Trùng' }))).toBe('accepted');
    expect(await codeOf(commands.withdrawReview(province.actor('head'), key, { reviewId: one, reason: 'Trùng' }))).toBe('key_reused');
  });

  it('of a refused act may be used again once the act is right', async () => {
    const reviewId = await desk.oneReview('1.000012');
    const command = await desk.verdictOn(reviewId, 'assess');
    expect(await codeOf(commands.recordDecision(province.actor('head'), 'first-refused', { ...command, expectedVersion: 8 }))).toBe('version_moved');
    expect(await codeOf(commands.recordDecision(province.actor('head'), 'first-refused', command))).toBe('accepted');
  });

  it('compare texts as people read them: composed and decomposed Vietnamese are one comment', async () => {
    const reviewId = await desk.oneReview('1.000013');
    const command = await desk.verdictOn(reviewId, 'assess', 'approve', 'Đồng ý với phương án cắt giảm');
    await commands.recordDecision(province.actor('head'), 'nfc-then-nfd-1', command);
    expect(await commands.recordDecision(province.actor('head'), 'nfc-then-nfd-1', { ...command, comment: command.comment.normalize('NFD') })).toMatchObject({
      replayed: true,
    });
  });
});

test('a verdict that waited for a lock is dated after the rival it waited for, and is as timely as it was received', async () => {
  const reviewId = await desk.oneReview('1.000020');
  const command = await desk.verdictOn(reviewId, 'assess');
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let locked: () => void = () => undefined;
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const rival = database.transact(async (tx) => {
    await lockReview(tx, reviewId);
    locked();
    await held;
    return (await tx.clock()).now;
  });
  await isLocked;
  const decided = commands.recordDecision(province.actor('head'), 'waits-for-lock', command);
  await new Promise((resolve) => setTimeout(resolve, 400));
  release();
  const rivalAt: Instant = await rival;
  const receipt = await decided;
  expect(receipt.recordedAt >= rivalAt).toBe(true);
  const { receivedAt } = (await desk.stateOf(reviewId)).decisions[0]!;
  expect(receivedAt < rivalAt).toBe(true);
});
