/** Brings a database to the present schema and gives it the rules to start with; `--check` only tells whether entities and schema agree. */
import { readConfig } from '../config/env.js';
import { migrateDatabase, schemaDrift } from './migrations.js';

async function main(): Promise<void> {
  const config = readConfig(process.env, 'migrate');
  const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  if (process.argv.includes('--check')) {
    const statements = await schemaDrift(config);
    for (const statement of statements) process.stderr.write(`${statement}\n`);
    say({ msg: statements.length === 0 ? 'schema and entities agree' : 'schema drift', statements: statements.length });
    process.exitCode = statements.length === 0 ? 0 : 1;
    return;
  }
  const { migrations } = await migrateDatabase(config);
  say({ msg: 'ready', migrations });
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
