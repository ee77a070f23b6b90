/** What every process of the house does alike: read its settings, say when it is ready, stop in order. */
import { readConfig, type Config, type Role } from '../config/env.js';
import { createLog, type Log } from '../config/log.js';

export type Service = { readonly stop: () => Promise<void> };

/** Runs one role until TERM or INT. A start that fails ends the process with code 1 and one line that says why. */
export function runProcess(role: Role, start: (config: Config, log: Log) => Promise<Service>): void {
  const main = async (): Promise<void> => {
    const config = readConfig(process.env, role);
    const log = createLog(role, config.logLevel);
    const service = await start(config, log);
    let stopping = false;
    const stop = (signal: string): void => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'stopping');
      const forced = setTimeout(() => process.exit(1), 25_000);
      void service.stop().then(
        () => {
          clearTimeout(forced);
          process.exit(0);
        },
        (error: unknown) => {
          log.error({ err: error }, 'stop failed');
          process.exit(1);
        },
      );
    };
    process.once('SIGTERM', () => stop('SIGTERM'));
    process.once('SIGINT', () => stop('SIGINT'));
    // A promise to whoever started us, so it is said at every log level.
    process.stdout.write(`${JSON.stringify({ level: 'info', time: new Date().toISOString(), service: role, pid: process.pid, msg: 'ready' })}\n`);
  };
  void main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
}
