/** `npm run bench -- <name>`: one measurement with its workload; ends with 0 when its goal is met. */
import { runBoard } from './board.bench.js';
import { runCostBench } from './cost.bench.js';
import { runCostDatabaseBench } from './cost-database.bench.js';
import { runDeadlineStorm } from './deadline-storm.bench.js';
import { runEventsPerStep } from './events-per-step.bench.js';
import { runRaces } from './races.bench.js';

type Print = (line: string) => void;

const PURE_GOAL = 1_000;

const BENCHES: Readonly<Record<string, { readonly about: string; readonly run: (print: Print) => Promise<boolean> }>> = {
  cost: {
    about: '7,000 procedures × 20 lines, before and after, against HyperFormula on the same numbers',
    run: async (print) => {
      const { pure, valid } = runCostBench(print);
      return valid && pure >= PURE_GOAL;
    },
  },
  'cost-database': { about: 'the same set read from a real MariaDB, computed, and written back', run: runCostDatabaseBench },
  'events-per-step': { about: 'events a real Temporal server keeps per approval step', run: runEventsPerStep },
  'deadline-storm': { about: 'deadlines that pass in one second, recorded by the sweep, one letter a person', run: runDeadlineStorm },
  board: { about: 'the overdue board over 100,000 late tasks: its first page, the next, one far down', run: runBoard },
  races: { about: 'approve, reject, reassign and deadline within ±5 ms on one task', run: runRaces },
};

async function main(names: readonly string[]): Promise<number> {
  const print: Print = (line) => void process.stdout.write(`${line}\n`);
  const unknown = names.filter((name) => !(name in BENCHES));
  if (names.length === 0 || unknown.length > 0) {
    if (unknown.length > 0) print(`No such bench: ${unknown.join(', ')}`);
    print('npm run bench -- <name>');
    for (const [name, { about }] of Object.entries(BENCHES)) print(`  ${name.padEnd(16)} ${about}`);
    return 2;
  }
  let met = true;
  for (const name of names) met = (await BENCHES[name]?.run(print)) === true && met;
  return met ? 0 : 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
