import { createHash } from 'node:crypto';
import { dueRungs } from '../../../domain/escalation/due-rungs.js';
import { fold, type ReviewEvent } from '../../../domain/review/review.js';
import { plusMs, type Instant } from '../../../domain/shared/instant.js';
import type { Reader } from '../../../db/reader.js';
import { brokenPromises } from '../../oracle/answers.js';
import { brokenChains } from '../../oracle/chains.js';
import { illegalStates } from '../../oracle/folds.js';
import type { KnownReview, Records, StoredFact } from '../../oracle/records.js';
import { wrongRungs } from '../../oracle/rungs.js';
import { deciding, lawAt, opening } from '../../support/law.js';
import type { Fate, LedgerOp } from '../../support/faults/ledger.js';

const OPENED = '2026-03-02 09:00';
const law = lawAt(OPENED);
const opened = opening(law);
const stageId = fold(opened).stages[0]!.id;
/** Nine working days later the first reminders are due. */
const late = lawAt('2026-03-13 09:00');
const fired = dueRungs(fold(opened), stageId, late);

const recordsOf = (events: readonly ReviewEvent[], now: Instant = late.now, chain = chainOf): Records => {
  const state = fold(events);
  const review: KnownReview = { id: state.id, events, state, law: { ...late, now } };
  return { now, offsetMs: 0, streams: new Map([[state.id, chain(state.id, events)]]), reviews: [review] };
};
function chainOf(stream: string, events: readonly ReviewEvent[], causes: readonly string[] = []): readonly StoredFact[] {
  let previousHash = '0'.repeat(64);
  return events.map((event, index) => {
    const payload = JSON.stringify(event);
    const hash = createHash('sha256')
      .update([previousHash, stream, index + 1, payload].join('\n'))
      .digest('hex');
    const fact = { stream, seq: index + 1, payload, actor: null, cause: causes[index] ?? 'engine', at: event.at, previousHash, hash };
    previousHash = hash;
    return fact;
  });
}
const readerOf = (rows: Readonly<Record<string, readonly object[]>>): Reader => {
  const find = (sql: string): object[] => [...(Object.entries(rows).find(([table]) => sql.includes(table))?.[1] ?? [])];
  return {
    rows: async <T>(sql: string) => Promise.resolve(find(sql) as T[]),
    row: async <T>(sql: string) => Promise.resolve((find(sql)[0] ?? null) as T | null),
  };
};
const foundIn = (violations: readonly { readonly found: string }[]): string => violations.map(({ found }) => found).join('; ');
const rungOf = (event: ReviewEvent): Extract<ReviewEvent, { type: 'RungFired' }> => {
  if (event.type !== 'RungFired') throw new Error('no rung');
  return event;
};

describe('the oracle', () => {
  it('has nothing to say of a ladder that was climbed as planned', () => {
    expect(fired.filter((event) => event.type === 'RungFired').length).toBeGreaterThan(0);
    expect(wrongRungs(recordsOf([...opened, ...fired]))).toMatchObject({ violations: [], fired: fired.length });
    expect(illegalStates(recordsOf([...opened, ...fired]))).toEqual([]);
  });

  it('finds a rung that fired twice, one that fired early, one after the verdict, one that is missing', () => {
    const last = rungOf(fired.at(-1) as ReviewEvent);
    expect(foundIn(wrongRungs(recordsOf([...opened, ...fired, last])).violations)).toContain('fired twice');
    const at = plusMs(last.rung.plannedAt, -60_000);
    const early = { ...last, at, rung: { ...last.rung, firedAt: at } };
    expect(foundIn(wrongRungs(recordsOf([...opened, ...fired.slice(0, -1), early])).violations)).toContain('early for');
    const decided = deciding(fold(opened), 'assess', 'head', 'approve', late);
    expect(foundIn(wrongRungs(recordsOf([...opened, ...decided, last])).violations)).toContain('no longer ran');
    expect(foundIn(wrongRungs(recordsOf(opened)).violations)).toContain('is missing');
  });

  it('finds a fact that was changed, one that was cut off, and facts that run backwards', async () => {
    const events = [...opened, ...fired];
    const reader = (records: Records): Reader => {
      const [review] = records.reviews;
      const head = chainOf(review!.id, events).at(-1);
      return readerOf({ reviews: [{ id: review!.id, seq: head?.seq, head: head?.hash }] });
    };
    const sound = recordsOf(events);
    expect(await brokenChains(reader(sound), sound)).toEqual([]);
    const changed = recordsOf(events, late.now, (id, all) => chainOf(id, all).map((fact, index) => (index === 1 ? { ...fact, payload: '{}' } : fact)));
    expect(foundIn(await brokenChains(reader(changed), changed))).toContain('does not follow');
    const cut = recordsOf(events, late.now, (id, all) => chainOf(id, all).slice(0, -1));
    expect(foundIn(await brokenChains(reader(cut), cut))).toContain('its last fact is');
    const backwards = events.map((event, index) => (index === events.length - 1 ? { ...event, at: law.now } : event));
    expect(foundIn(illegalStates(recordsOf([...backwards.slice(0, -1), { ...backwards.at(-1)!, at: plusMs(law.now, -1) }])))).toContain('run backwards');
  });

  it('finds an acknowledged verdict that is not there, a refused one that is, and one nobody meant to give', async () => {
    const decided = deciding(fold(opened), 'assess', 'head', 'approve', law);
    const [decision] = decided.flatMap((event) => (event.type === 'DecisionRecorded' ? [event.decision] : []));
    const op: LedgerOp = {
      id: 'x-1',
      key: 'x-00000001',
      personId: decision!.actor,
      kind: 'decide',
      method: 'POST',
      path: `/tasks/${decision!.taskId}/decisions`,
      body: { verdict: 'approve', comment: decision!.comment },
    };
    const cause = `${op.personId}.${op.key}`;
    const events = [...opened, ...decided];
    const recorded = recordsOf(events, law.now, (id, all) =>
      chainOf(
        id,
        all,
        all.map((_, index) => (index < opened.length ? 'engine' : cause)),
      ),
    );
    const receipt = { decisionId: decision!.id, reviewId: fold(events).id, seq: events.length, chainHead: [...recorded.streams.values()][0]!.at(-1)!.hash };
    const acknowledged: Fate = { word: 'acknowledged', status: 201, body: receipt };
    const reader = readerOf({ command_receipts: [{ name: cause }] });
    expect(await brokenPromises(reader, recorded, [{ op, fate: acknowledged }], 'x-')).toEqual([]);
    expect(foundIn(await brokenPromises(reader, recordsOf(opened), [{ op, fate: acknowledged }], 'x-'))).toContain('the log has nothing');
    const refused: Fate = { word: 'refused', status: 409, code: 'stage_closed', body: {} };
    expect(foundIn(await brokenPromises(reader, recorded, [{ op, fate: refused }], 'x-'))).toContain('was refused');
    expect(foundIn(await brokenPromises(reader, recorded, [], 'x-'))).toContain('nobody meant to');
  });
});
