#!/usr/bin/env node
/** The local stack's own entry: what `npm start` and `npm run local` hand over to. */
import { Command } from 'commander';
import { checkDrift } from '../local/drift.js';
import { runForeground } from '../local/foreground.js';
import { demoFolder, projectRoot } from '../local/layout.js';
import { registerLocal } from '../local/local.cli.js';

const program = new Command('tinhgon-local').description('bản chạy tại máy / the local stack');

program
  .command('start', { isDefault: true })
  .option('--data <folder>')
  .action(async (options: { readonly data?: string }) => {
    const root = projectRoot();
    process.exitCode = await runForeground({
      root,
      folder: demoFolder(root, options.data === undefined ? process.env : { TINHGON_DATA: options.data }),
      env: process.env,
      startedAtMs: Number(process.env['TINHGON_STARTED_AT'] ?? Date.now()),
      say: (line) => process.stdout.write(`${line}\n`),
    });
  });
program.command('drift').action(async () => {
  process.exitCode = await checkDrift(projectRoot(), process.env);
});
registerLocal(program);

void program.parseAsync(process.argv);
