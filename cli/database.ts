/** `tinhgon db:migrate|db:seed|db:reset`: the database itself, without a server. */
import type { Command } from 'commander';
import { action, withJson, type Context } from './context.js';
import { EXIT } from './exit-code.js';
import { Failure, invalid } from './failure.js';
import type { Io } from './io.js';

/** What the wiring hands in. Each reads its own settings, and rejects with a plain Error when it cannot. */
export type DatabaseTools = {
  readonly migrate: () => Promise<{ readonly migrations: readonly string[] }>;
  /** Statements that would bring the schema to what the code expects; empty when both agree. */
  readonly drift: () => Promise<readonly string[]>;
  /** False when the database was not empty, and was left as it is. */
  readonly seedDemo: () => Promise<boolean>;
  /** Drops every table, then migrates. */
  readonly reset: () => Promise<{ readonly migrations: readonly string[] }>;
  /** The database as a person would name it, without password. */
  readonly name: () => string;
  readonly isProduction: () => boolean;
};

/** A failure of a tool as the end of a command. */
async function attempt<T>({ say }: Context, run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = (error as { readonly code?: unknown }).code;
    const message = error instanceof Error && error.message !== '' ? error.message : String(code ?? error);
    if (typeof code === 'string' && /^E[A-Z]+$/u.test(code)) {
      throw new Failure(EXIT.failed, say(`Không kết nối được cơ sở dữ liệu (${code}).`, `No connection to the database (${code}).`), [
        say('Khởi động bản demo bằng npm start, hoặc đặt DATABASE_URL.', 'Start the demo with npm start, or set DATABASE_URL.'),
      ]);
    }
    throw new Failure(EXIT.failed, message);
  }
}

export function registerDatabase(program: Command, io: Io, tools: DatabaseTools): void {
  withJson(program.command('db:migrate').description('đưa cơ sở dữ liệu tới lược đồ hiện tại / bring the database to the present schema'))
    .option('--check', 'chỉ báo lược đồ và mã nguồn có khớp không / only tell whether schema and code agree')
    .action(
      action<{ readonly check?: boolean }>(io, async (context, options) => {
        const { say } = context;
        if (options.check) {
          const statements = await attempt(context, tools.drift);
          for (const statement of statements) context.note(statement);
          context.result({ agree: statements.length === 0, statements }, () =>
            statements.length === 0
              ? say('Lược đồ khớp.', 'The schema agrees.')
              : say(`Lược đồ lệch: ${statements.length} câu lệnh.`, `The schema differs: ${statements.length} statements.`),
          );
          if (statements.length > 0) context.endWith(EXIT.failed);
          return;
        }
        const done = await attempt(context, tools.migrate);
        context.result(done, () => migratedWords(context, done.migrations));
      }),
    );

  withJson(program.command('db:seed').description('nạp dữ liệu mẫu / load sample data'))
    .option('--demo', 'một tỉnh giả định, đánh dấu là bản demo / an invented province, marked as a demo')
    .action(
      action<{ readonly demo?: boolean }>(io, async (context, options) => {
        const { say } = context;
        if (!options.demo)
          throw invalid(
            say('Cho biết nạp gì: --demo. Quy tắc ban đầu đã có sau db:migrate.', 'Say what to load: --demo. The rules to start with come with db:migrate.'),
          );
        if (await attempt(context, tools.isProduction))
          throw invalid(
            say(
              'Không nạp dữ liệu mẫu vào bản vận hành thật (NODE_ENV=production mà không có TINHGON_DEMO=1).',
              'Sample data does not go into production (NODE_ENV=production without TINHGON_DEMO=1).',
            ),
          );
        const seeded = await attempt(context, tools.seedDemo);
        context.result({ seeded }, () =>
          seeded
            ? say('Đã nạp dữ liệu mẫu.', 'Sample data is loaded.')
            : say('Cơ sở dữ liệu đã có dữ liệu, giữ nguyên.', 'The database holds data already and was left as it is.'),
        );
      }),
    );

  withJson(program.command('db:reset').description('xóa mọi bảng rồi tạo lại / drop every table and make them anew'))
    .option('--yes', 'không hỏi lại / do not ask')
    .action(
      action<{ readonly yes?: boolean }>(io, async (context, options) => {
        const { say } = context;
        if (await attempt(context, tools.isProduction))
          throw invalid(say('Không xóa cơ sở dữ liệu của bản vận hành thật.', 'A production database is not dropped.'));
        const name = await attempt(context, tools.name);
        if (!options.yes) {
          if (!io.stdin.isTTY) throw invalid(say(`Thêm --yes để xóa toàn bộ dữ liệu của ${name}.`, `Add --yes to delete all data of ${name}.`));
          const answer = await io.ask(say(`Xóa toàn bộ dữ liệu của ${name}? [c/K] `, `Delete all data of ${name}? [y/N] `), false);
          if (!/^[cy]/iu.test(answer.trim())) throw invalid(say('Đã thôi, không xóa gì.', 'Left alone, nothing was deleted.'));
        }
        const done = await attempt(context, tools.reset);
        context.result(done, () => migratedWords(context, done.migrations));
      }),
    );
}

const migratedWords = ({ say }: Context, migrations: readonly string[]): string =>
  migrations.length === 0
    ? say('Không có gì mới: lược đồ đã đúng.', 'Nothing new: the schema was right.')
    : say(`Đã chạy: ${migrations.join(', ')}`, `Ran: ${migrations.join(', ')}`);
