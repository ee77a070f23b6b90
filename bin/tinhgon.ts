#!/usr/bin/env node
/** The command line `tinhgon`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerCost } from '../cli/cost.js';
import { registerDeadline } from '../cli/deadline.js';
import { processIo } from '../cli/process-io.js';
import { createProgram, runProgram } from '../cli/program.js';
import { readConfig, type Config } from '../config/env.js';
import { registerDoctor } from '../local/doctor.cli.js';
import { demoFolder, projectRoot } from '../local/layout.js';
import { registerLocal } from '../local/local.cli.js';
import { findRunning } from '../local/state.js';
import { linesOf } from '../reports/verifier/lines.js';
import { readReceipts } from '../reports/verifier/receipts.js';
import { verifyLines } from '../reports/verifier/verify.js';
import { verificationWords } from '../reports/verifier/words.js';
import { exportFacts } from './fact-export.js';
import { migrateDatabase, resetDatabase, schemaDrift } from './migrations.js';

const root = projectRoot();
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
const running = () => findRunning(demoFolder(root, process.env));

/** The settings of the stack that runs here, under those of this shell. */
const config = (): Config => readConfig({ ...running()?.environment, ...process.env }, 'migrate');

const io = processIo({
  version,
  localStack: () => {
    const stack = running();
    return stack ? { url: stack.urls.web } : null;
  },
});

const program = createProgram(io, {
  others: [registerDeadline, registerCost, registerDoctor, registerLocal],
  audit: {
    linesOf,
    exportFacts: (streamId) => exportFacts(config().databaseUrl, streamId),
    verify: async (lines, receipts) => {
      const result = await verifyLines(lines, receipts === null ? [] : readReceipts(receipts));
      return { ...result, words: verificationWords(result) };
    },
  },
  database: {
    migrate: () => migrateDatabase(config()),
    drift: () => schemaDrift(config()),
    reset: () => resetDatabase(config()),
    seedDemo: async () => {
      const { seedDemo } = await import('./seed-demo.js');
      return seedDemo(config(), (done) => io.stderr.write(`${done}\n`));
    },
    name: () => {
      const { host, pathname } = new URL(config().databaseUrl);
      return `${host}${pathname}`;
    },
    isProduction: () => config().nodeEnv === 'production' && !config().demo,
  },
});

void runProgram(program, process.argv.slice(2), io).then((code) => {
  if (code !== 0) process.exitCode = code;
});
