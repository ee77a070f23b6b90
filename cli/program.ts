/** The whole command line: built once, run once. */
import { Command, CommanderError, Option } from 'commander';
import { registerAudit, type AuditTools } from './audit.js';
import { registerCampaign } from './campaign.js';
import { exitCodeOfRun, reportFailure } from './context.js';
import { registerDatabase, type DatabaseTools } from './database.js';
import { registerDemo } from './demo.js';
import { EXIT } from './exit-code.js';
import { helpIn, withEpilogue } from './help.js';
import type { Io } from './io.js';
import { langOf, LANGS, sayIn, type Lang } from './lang.js';
import { registerLogin } from './login.js';
import { registerProcedures } from './procedures.js';
import { registerTasks } from './tasks.js';
import { registerTracks } from './tracks.js';
import { usageWords } from './usage-error.js';

/** Commands that need no server, handed in by the wiring. */
export type Offline = {
  readonly database: DatabaseTools;
  readonly audit: AuditTools;
  /** Registered by their own files: `deadline`, `cost`, `doctor`, `local`. */
  readonly others: readonly ((program: Command) => void)[];
};

export function createProgram(io: Io, offline: Offline): Command {
  const program = new Command('tinhgon');
  const langNow = (): Lang => (program.opts<{ readonly lang?: string }>().lang === 'en' ? 'en' : 'vi');
  program
    .description('TinhGọn: rà soát, đơn giản hóa thủ tục hành chính / TinhGọn: simplification of administrative procedures')
    .version(io.version, '-V, --version', 'phiên bản / version')
    .helpOption('-h, --help', 'trợ giúp / help')
    .addOption(new Option('--lang <lang>', 'ngôn ngữ: vi (mặc định), en / language: vi (default), en').choices(LANGS))
    .configureHelp(helpIn(langNow))
    .configureOutput({ writeOut: io.stdout.write, writeErr: io.stderr.write, outputError: () => undefined })
    .exitOverride();
  withEpilogue(program, langNow);

  program.commandsGroup('Với máy chủ: / With a server:');
  for (const register of [registerLogin, registerProcedures, registerCampaign, registerTasks, registerTracks, registerDemo]) register(program, io);
  program.commandsGroup('Không cần máy chủ: / No server needed:');
  for (const register of offline.others) register(program);
  registerAudit(program, io, offline.audit);
  registerDatabase(program, io, offline.database);
  program.helpCommand('help [command]', 'trợ giúp về một lệnh / help for a command');
  return program;
}

/**
 * Runs one command line, given without the program's own name.
 * @returns the exit code; never throws
 */
export async function runProgram(program: Command, argv: readonly string[], io: Io): Promise<number> {
  const say = sayIn(langOf(argv));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCodeOfRun(program);
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(io, error, say);
    if (error.exitCode === 0) return EXIT.done;
    if (error.code !== 'commander.help') io.stderr.write(`${usageWords(error, say, commandPathOf(program, argv))}\n`);
    return EXIT.invalid;
  }
}

/** The command a line names as far as it can be followed: `tinhgon tasks list`. */
function commandPathOf(program: Command, argv: readonly string[]): string {
  const path = [program.name()];
  let here: Command | undefined = program;
  for (const word of argv) {
    here = here?.commands.find((command) => command.name() === word);
    if (here) path.push(word);
    else if (!word.startsWith('-')) break;
    else here = undefined;
  }
  return path.join(' ');
}
