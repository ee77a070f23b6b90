/** A running product that a test may break: its processes die by SIGKILL and come back, others run beside them. */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createCommands, type Commands } from '../../../commands/index.js';
import { openDatabase, type Database } from '../../../db/database.js';
import { freePorts } from '../../../local/ports.js';
import { eventually } from '../temporal.js';
import { ROOT } from '../sources.js';
import { startWholeStack, type WholeStack } from '../whole-stack.js';

export const PARTS = ['worker', 'relay', 'temporal', 'api'] as const;
export type Part = (typeof PARTS)[number];

export type Beside = {
  /** Resolves with the signal or code it ended by. */
  readonly ended: Promise<string>;
  /** Where an API beside the stack's own listens. */
  readonly url: string;
  readonly kill: () => Promise<void>;
};

export type FaultStack = WholeStack & {
  readonly database: Database;
  readonly commands: Commands;
  readonly temporal: Client;
  /** Kills a part by its process id and leaves it dead. */
  readonly slay: (part: Part) => Promise<void>;
  /** Starts a dead part again, as often as it takes: a worker does not start without Temporal. */
  readonly raise: (part: Part) => Promise<void>;
  /** Starts every dead part again. */
  readonly heal: () => Promise<void>;
  /** One more process of a kind, over the same stores, with failpoints armed. */
  readonly startBeside: (app: 'api' | 'worker' | 'relay', failpoints: string) => Promise<Beside>;
  /** Empties Temporal's store while it is dead. */
  readonly wipeTemporal: () => void;
};

const RAISED_WITHIN_MS = 120_000;

export async function startFaultStack(): Promise<FaultStack> {
  const stack = await startWholeStack();
  const { supervisor, folder } = stack;
  const { environment } = stack.state;
  const database = await openDatabase({ url: environment['DATABASE_URL'] ?? '', poolSize: 5 });
  const connection = Connection.lazy({ address: environment['TEMPORAL_ADDRESS'] ?? '' });
  const temporal = new Client({ connection, namespace: environment['TEMPORAL_NAMESPACE'] ?? 'tinhgon' });
  const beside = new Set<Beside>();

  const startBeside: FaultStack['startBeside'] = async (app, failpoints) => {
    // An API in a demo keeps the test mailbox too.
    const [port, sink] = await freePorts(2);
    const logs = join(folder, 'logs');
    mkdirSync(logs, { recursive: true });
    const log = openSync(join(logs, `${app}-beside.log`), 'a');
    const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist', 'bin', `${app}.js`), `--stack=${folder}`], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        ...environment,
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        PORT: String(port),
        SMTP_SINK_PORT: String(sink),
        FAILPOINTS: failpoints,
      },
      stdio: ['ignore', 'pipe', log],
    });
    const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))));
    const made: Beside = {
      ended,
      url: `http://127.0.0.1:${port}`,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
        beside.delete(made);
      },
    };
    beside.add(made);
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stdout?.on('data', (bytes: Buffer) => {
        said += bytes.toString('utf8');
        if (said.includes('"msg":"ready"')) resolve();
      });
      // A failpoint may be met before the process says that it is ready.
      void ended.then((how) => (how === 'SIGKILL' ? resolve() : reject(new Error(`${app} ended by ${how} before it was ready`))));
    });
    return made;
  };

  const raise = async (part: Part): Promise<void> => {
    for (const end = Date.now() + RAISED_WITHIN_MS; supervisor.pidOf(part) === undefined;) {
      try {
        await supervisor.revive(part);
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  };

  return {
    ...stack,
    database,
    commands: createCommands(database.transact),
    temporal,
    slay: async (part) => {
      const pid = supervisor.pidOf(part);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      // Told as well, or it would start the part again by itself.
      await supervisor.kill(part);
    },
    raise,
    heal: async () => {
      for (const part of ['temporal', 'api', 'relay', 'worker'] as const) await raise(part);
      await eventually(
        'Temporal answers',
        () =>
          connection.healthService.check({}).then(
            () => true,
            () => false,
          ),
        60_000,
      );
    },
    startBeside,
    wipeTemporal: () => rmSync(join(folder, 'temporal'), { recursive: true, force: true }),
    end: async () => {
      for (const one of beside) await one.kill();
      await connection.close();
      await database.close();
      await stack.end();
    },
  };
}
