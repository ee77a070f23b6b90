import { join } from 'node:path';
import { evidenceOf } from '../oracle/evidence.js';
import { judge, type Verdict } from '../oracle/oracle.js';
import { startFaultStack, type FaultStack } from '../support/faults/fault-stack.js';
import { openLedger, type Ledger } from '../support/faults/ledger.js';
import { openFaultWorld, playRound, type FaultWorld } from '../support/faults/round.js';

/** One short round by default; `ROUNDS=25 npm run faults` for a night, `SEED=…` for a round that failed. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 1);
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1_000_000));
const QUICK = ROUNDS === 1;
/** A stack lives this many rounds: its calendar ends, and its reviews pile up. */
const ROUNDS_A_STACK = 5;

jest.setTimeout(QUICK ? 300_000 : ROUNDS * 240_000);

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const tellOf = (counts: Verdict['counts']): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

let stack: FaultStack;
let world: FaultWorld;
let ledger: Ledger;

async function begin(seed: number): Promise<void> {
  stack = await startFaultStack();
  ledger = openLedger(join(stack.folder, 'ledger.jsonl'), `f${seed}-`);
  world = await openFaultWorld(stack, ledger);
}
async function end(): Promise<void> {
  ledger?.close();
  await stack?.end();
}
beforeAll(() => begin(SEED), 240_000);
afterAll(end, 60_000);

test('random acts of people while worker, relay, Temporal and API are killed: every promise holds afterwards', async () => {
  say(`faults: seed ${SEED}, ${ROUNDS} round(s)`);
  const total = { acknowledged: 0, refused: 0, inDoubt: 0, kills: 0, violations: 0 };
  const reached = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = SEED + round;
    if (round > 0 && round % ROUNDS_A_STACK === 0) {
      await end();
      await begin(seed);
    }
    const reviews = await world.launch(round);
    const { killed, kinds, restedAfterMs } = await playRound(stack, world, reviews, {
      seed,
      acts: QUICK ? 60 : Number(process.env['ACTS'] ?? 120),
      kills: QUICK ? 2 : 4,
      days: 6,
    });
    const { violations, counts } = await judge({ reader: stack.database.reader, temporal: stack.temporal, ledger });
    for (const name of kinds.keys()) reached.add(name);
    const kills = Object.values(killed).reduce((sum, count) => sum + count, 0);
    total.kills += kills;
    total.violations += violations.length;
    say(
      `round ${round + 1}, seed ${seed}: kills ${JSON.stringify(killed)}, at rest after ${restedAfterMs} ms, ${tellOf(counts)}, violations ${violations.length}`,
    );
    if (process.env['TELL'] === '1')
      say(
        [...kinds]
          .map(([name, count]) => `  ${name} ${count}`)
          .toSorted()
          .join('\n'),
      );
    if (violations.length > 0) say((await evidenceOf(stack.database.reader, stack.temporal, violations)).join('\n'));
    expect({ seed, violations, strange: world.crowd.strange }).toEqual({ seed, violations: [], strange: [] });
    expect(counts.acknowledged).toBeGreaterThan(10);
  }
  const ofKind = (kind: string): boolean => reached.has(`${kind} acknowledged`);
  expect(ofKind('decide')).toBe(true);
});
