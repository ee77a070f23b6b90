/**
 * B8: the cost of 7,000 procedures × 20 lines in two states, against HyperFormula on the same numbers in one run.
 *
 * Rounds are interleaved A B A B, each with an A/A control; a run whose control leaves 0.9–1.1 is thrown away. Two ratios:
 * `whole` reads the stored sheets and computes (the peer: builds its workbook and computes), `pure` recomputes everything
 * from packed numbers (the peer: recalculates every formula after one change they all depend on).
 *
 * Rates are per second of processor time.
 *
 * Settings: COST_BENCH_PROCEDURES (7000; 1400 for a quick run), COST_BENCH_ROUNDS (1; a full run takes 6), COST_BENCH_SECONDS (1.5).
 */
import { HyperFormula } from 'hyperformula';
import { dongOf, editSheet, measurePortfolio, packPortfolio, totalsBy, type Portfolio, type PortfolioTotals } from '../domain/cost/portfolio.js';
import type { VnSheet } from '../domain/cost/vn/sheet.js';
import { makeSheets, RATE, SEED } from './sheets.js';

const PROCEDURES = Number(process.env['COST_BENCH_PROCEDURES'] ?? 7_000);
const ROUNDS = Number(process.env['COST_BENCH_ROUNDS'] ?? 1);
const SECONDS = Number(process.env['COST_BENCH_SECONDS'] ?? 1.5);
const LINES = 20;

type Peer = { readonly engine: HyperFormula; readonly rateSheet: number; readonly totalSheet: number };

/** One row a line, one formula a line, one sum a sheet; all lines read one rate cell. */
function buildPeer(sheets: readonly VnSheet[]): Peer {
  const lines = sheets.flatMap((sheet) =>
    sheet.rows.map((row, at) => {
      const line = at + 1;
      return [row.hours, row.service, row.fees, row.timesPerYear, row.subjectsPerYear].map(Number).concat(line);
    }),
  );
  const body = lines.map((cells, index) => [...cells.slice(0, 5), `=(A${index + 1}*Rate!$A$1+B${index + 1}+C${index + 1})*D${index + 1}*E${index + 1}`]);
  const totals = sheets.map((_, index) => [`=SUM(Lines!F${index * LINES + 1}:F${(index + 1) * LINES})`]);
  const engine = HyperFormula.buildFromSheets({ Rate: [[RATE]], Lines: body, Totals: totals }, { licenseKey: 'gpl-v3', maxRows: 400_000 });
  return { engine, rateSheet: engine.getSheetId('Rate') as number, totalSheet: engine.getSheetId('Totals') as number };
}

/** Seconds of processor time: both contestants run in this one process, and other work on the machine does not count. */
const now = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const seconds = (from: number): number => Math.max(now() - from, 1e-6);

/** Keeps results alive, so that no work is optimised away. */
let checksum = 0;

/** Procedures a second of our own work, repeated for at least so long. */
function rateOf(work: () => number, atLeast = SECONDS): number {
  let done = 0;
  const from = now();
  do {
    checksum = (checksum + work()) % 1_000_003;
    done += PROCEDURES;
  } while (seconds(from) < atLeast);
  return done / seconds(from);
}

const once = (work: () => void): number => {
  const from = now();
  work();
  return PROCEDURES / seconds(from);
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = [Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2)].map((at) => sorted[at] as number) as [number, number];
  return (middle[0] + middle[1]) / 2;
};
const spread = (values: readonly number[]): string => `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`;

/** Every total of the peer against ours, to the đồng. */
function disagreements(peer: Peer, portfolio: Portfolio): number {
  const totals = measurePortfolio(portfolio);
  let wrong = 0;
  for (let index = 0; index < portfolio.sheets.length; index += 1) {
    const value = peer.engine.getCellValue({ sheet: peer.totalSheet, row: index, col: 0 });
    if (typeof value !== 'number' || BigInt(Math.round(value)) !== dongOf(totals, index)) wrong += 1;
  }
  return wrong;
}

/** The slowest of a number of single edits with the total brought up to date, in milliseconds. */
function slowestEdit(sheets: readonly VnSheet[]): number {
  const portfolio = packPortfolio(sheets);
  const totals = measurePortfolio(portfolio);
  let slowest = 0;
  for (let edit = 0; edit < 200; edit += 1) {
    const from = now();
    editSheet(portfolio, totals, edit, { ...(portfolio.sheets[edit] as VnSheet), hourlyIncome: { value: String(RATE + edit) } });
    if (edit >= 20) slowest = Math.max(slowest, (now() - from) * 1e3);
  }
  return slowest;
}

const SLICES = 40;

/** The same work against itself in alternating slices, medians of both: what is not 1 is noise of the machine. */
function control(work: () => number): number {
  const sides: readonly [number[], number[]] = [[], []];
  for (let slice = 0; slice < SLICES * 2; slice += 1) (sides[slice % 2] as number[]).push(rateOf(work, SECONDS / SLICES));
  return median(sides[0]) / median(sides[1]);
}

export function runCostBench(print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)): {
  readonly pure: number;
  readonly whole: number;
  readonly valid: boolean;
} {
  const sheets = makeSheets(PROCEDURES, LINES);
  const portfolio = packPortfolio(sheets);
  const lastOf = (totals: PortfolioTotals): number => totals.numerators[totals.numerators.length - 1] as number;
  const pure = (): number => lastOf(measurePortfolio(portfolio));
  const whole = (): number => lastOf(measurePortfolio(packPortfolio(sheets)));
  rateOf(pure);
  const rounds = { pure: [] as number[], whole: [] as number[], control: [] as number[], peerRecalculates: [] as number[], peerBuilds: [] as number[] };
  let wrong = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.pure.push(rateOf(pure));
    let peer: Peer | undefined;
    rounds.peerBuilds.push(
      once(() => {
        peer = buildPeer(sheets);
      }),
    );
    const built = peer as unknown as Peer;
    rounds.peerRecalculates.push(once(() => void built.engine.setCellContents({ sheet: built.rateSheet, row: 0, col: 0 }, RATE + 1)));
    built.engine.setCellContents({ sheet: built.rateSheet, row: 0, col: 0 }, RATE);
    if (round === 0) wrong = disagreements(built, portfolio);
    built.engine.destroy();
    peer = undefined;
    globalThis.gc?.();
    rounds.whole.push(rateOf(whole));
    globalThis.gc?.();
    rounds.control.push(control(pure));
  }
  const ratios = {
    pure: rounds.pure.map((rate, index) => rate / (rounds.peerRecalculates[index] as number)),
    whole: rounds.whole.map((rate, index) => rate / (rounds.peerBuilds[index] as number)),
    computedAgainstBuilt: rounds.pure.map((rate, index) => rate / (rounds.peerBuilds[index] as number)),
  };
  const valid = rounds.control.every((ratio) => ratio >= 0.9 && ratio <= 1.1) && wrong === 0;
  const byProvince = totalsBy(measurePortfolio(portfolio), (index) => `province ${index % 34}`);
  print(`B8  ${PROCEDURES} procedures × ${LINES} lines × before and after, seed ${SEED}, ${ROUNDS} rounds, node ${process.version}`);
  print(`ours, packed numbers, procedures/s         ${spread(rounds.pure)}`);
  print(`ours, stored sheets read and computed      ${spread(rounds.whole)}`);
  print(`HyperFormula builds and computes           ${spread(rounds.peerBuilds)}`);
  print(`HyperFormula recalculates every formula    ${spread(rounds.peerRecalculates)}`);
  print(`A/A control                                ${rounds.control.map((ratio) => ratio.toFixed(3)).join(' ')}`);
  print(`sheets that differ from the peer           ${wrong} of ${sheets.length}; totals by ${byProvince.size} provinces`);
  print(`one edit, totals brought up to date         ${slowestEdit(sheets).toFixed(2)} ms at most`);
  print(`ratio, pure computation against the peer   ${spread(ratios.computedAgainstBuilt)}  (goal ≥ 1000)`);
  print(`ratio, recomputation against recalculation ${spread(ratios.pure)}`);
  print(`ratio, read and compute against build      ${spread(ratios.whole)}`);
  print(valid ? 'run is valid' : 'run is thrown away: control outside 0.9–1.1, or totals differ');
  return { pure: median(ratios.computedAgainstBuilt), whole: median(ratios.whole), valid };
}
