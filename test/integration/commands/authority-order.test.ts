import { createCommands, type Commands } from '../../../commands/index.js';
import { lockReview } from '../../../db/repositories/review.repository.js';
import type { Instant, LocalDate } from '../../../domain/shared/instant.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase();
  await database.setNow('2026-03-02T02:00:00Z');
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

/** Somebody else works on the review for a while; `act` begins meanwhile. @returns when the other one was dated */
async function behindARival(reviewId: string, act: () => Promise<unknown>): Promise<Instant> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let locked: () => void = () => undefined;
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const rival = database.transact(async (tx) => {
    await lockReview(tx, reviewId as never);
    locked();
    await held;
    return (await tx.clock()).now;
  });
  await isLocked;
  const acting = act();
  await new Promise((resolve) => setTimeout(resolve, 400));
  release();
  const at = await rival;
  await acting;
  return at;
}

const DATES = { from: '2026-03-02' as LocalDate, to: '2026-03-06' as LocalDate };

describe('who may decide, changed while somebody works on the review,', () => {
  it('is dated after what happened in it meanwhile: absence, its end, a delegation, its end', async () => {
    const reviewId = await desk.oneReview('1.000001');
    const head = province.actor('head');
    const { officer } = province.people;
    const given: { absenceId?: string; delegationId?: string } = {};
    const acts: readonly (() => Promise<void>)[] = [
      async () => void (given.absenceId = (await commands.recordAbsence(head, 'away-1', { substituteId: officer, ...DATES })).absenceId),
      async () => void (await commands.endAbsence(head, 'back-1', { absenceId: given.absenceId as string })),
      async () =>
        void (given.delegationId = (
          await commands.grantDelegation(head, 'hand-on-1', {
            delegateId: officer,
            kind: 'TUQ',
            unitId: province.units['civil'] as never,
            role: 'unitHead',
            document: '1/GUQ',
            ...DATES,
          })
        ).delegationId),
      async () => void (await commands.revokeDelegation(head, 'take-back-1', { delegationId: given.delegationId as string })),
    ];
    for (const act of acts) {
      const rivalAt = await behindARival(reviewId, act);
      const changed = (await desk.factsOf(reviewId)).at(-1);
      expect(changed?.type).toBe('CandidatesChanged');
      expect(changed && changed.at >= rivalAt).toBe(true);
    }
    const times = (await desk.factsOf(reviewId)).map((event) => event.at);
    expect(times).toEqual([...times].sort());
  });
});
