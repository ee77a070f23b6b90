/** `tinhgon audit verify|export`: proof that no recorded act was changed, without a server. */
import { once } from 'node:events';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import type { Command } from 'commander';
import { action, withJson, type Context } from './context.js';
import { EXIT } from './exit-code.js';
import { Failure, invalid } from './failure.js';
import type { Io } from './io.js';
import { readText } from './read-input.js';

export type VerifiedFacts = {
  readonly ok: boolean;
  readonly entries: number;
  readonly words: { readonly vi: string; readonly en: string };
};

/** What the wiring hands in. */
export type AuditTools = {
  /** Walks lines of an export; `receipts` is the text of a receipt file. @throws Error for receipts that are none */
  readonly verify: (lines: AsyncIterable<string>, receipts: string | null) => Promise<VerifiedFacts>;
  readonly linesOf: (chunks: AsyncIterable<Uint8Array | string>) => AsyncIterable<string>;
  /** Facts of the database as lines, of one stream or of all. */
  readonly exportFacts: (streamId: string | null) => AsyncIterable<string>;
};

const LARGEST_RECEIPTS_BYTES = 50 * 1_048_576;

export function registerAudit(program: Command, io: Io, tools: AuditTools): void {
  const audit = program.command('audit').description('nhật ký không sửa được: kiểm tra, xuất / tamper-evident log: verify, export');

  withJson(
    audit
      .command('verify')
      .description('kiểm tra chuỗi băm; bỏ trống tệp thì đọc cơ sở dữ liệu / verify the hash chains; without a file the database is read')
      .argument('[file]', 'tệp xuất, mỗi dòng một mục / export, one entry a line'),
  )
    .option(
      '--receipt <file>',
      'biên nhận quyết định, hoặc kết quả --json của lần kiểm tra trước / receipts of decisions, or the --json result of an earlier verification',
    )
    .action(
      action<{ readonly receipt?: string }>(io, async (context, options, [file]) => {
        const { say, words } = context;
        const receipts = options.receipt === undefined ? null : readText(options.receipt, LARGEST_RECEIPTS_BYTES, say);
        const source = file === undefined ? fromDatabase(context, tools, null) : tools.linesOf(openFile(context, file));
        const found = await tools.verify(source, receipts).catch((error: unknown) => {
          if (error instanceof Error && /receipt/u.test(error.message))
            throw invalid(
              say(
                `${options.receipt} không phải tệp biên nhận (JSON có reviewId, seq, chainHead).`,
                `${options.receipt} holds no receipts (JSON with reviewId, seq, chainHead).`,
              ),
            );
          throw error;
        });
        if (found.ok && found.entries === 0 && file !== undefined) throw invalid(say(`Tệp ${file} không có mục nào.`, `File ${file} holds no entry.`));
        const { words: sentence, ...result } = found;
        context.result({ ...result, sentence: sentence[context.lang] }, () => words(sentence));
        if (!found.ok) context.endWith(EXIT.failed);
      }),
    );

  audit
    .command('export')
    .description('xuất mọi mục đã ghi, mỗi dòng một JSON / export every recorded entry as JSON lines')
    .option('--stream <id>', 'chỉ một việc rà soát, thủ tục hoặc đợt / of one review, procedure or campaign only')
    .option('-o, --output <file>', 'ghi ra tệp / write to a file')
    .action(
      action<{ readonly stream?: string; readonly output?: string }>(io, async (context, options) => {
        const { say } = context;
        let count = 0;
        const lines = async function* (): AsyncGenerator<string> {
          for await (const line of fromDatabase(context, tools, options.stream ?? null)) {
            count += 1;
            yield `${line}\n`;
          }
        };
        if (options.output === undefined) {
          for await (const line of lines()) {
            io.stdout.write(line);
            await io.stdout.flush();
          }
        } else await writeLines(context, options.output, lines());
        if (count === 0 && options.stream !== undefined)
          throw new Failure(EXIT.notFound, say(`Không có mục nào của ${options.stream}.`, `There is no entry of ${options.stream}.`));
        context.note(say(`Đã xuất ${count} mục.`, `Exported ${count} entries.`));
      }),
    );
}

function openFile({ say }: Context, file: string): AsyncIterable<Uint8Array | string> {
  try {
    if (!statSync(file).isFile()) throw invalid(say(`${file} không phải tệp.`, `${file} is no file.`));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw invalid(say(`Không tìm thấy hoặc không đọc được tệp ${file}.`, `File ${file} is not there or cannot be read.`));
  }
  return createReadStream(file);
}

async function* fromDatabase({ say }: Context, tools: AuditTools, streamId: string | null): AsyncGenerator<string> {
  try {
    yield* tools.exportFacts(streamId);
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    throw new Failure(
      EXIT.failed,
      say(
        `Không đọc được cơ sở dữ liệu${typeof code === 'string' ? ` (${code})` : ''}.`,
        `The database cannot be read${typeof code === 'string' ? ` (${code})` : ''}.`,
      ),
      [
        say(
          'Khởi động bản demo bằng npm start, đặt DATABASE_URL, hoặc chỉ một tệp xuất.',
          'Start the demo with npm start, set DATABASE_URL, or name an export.',
        ),
      ],
    );
  }
}

async function writeLines({ say }: Context, path: string, lines: AsyncIterable<string>): Promise<void> {
  const file = createWriteStream(path);
  const failed = new Promise<never>((_, reject) =>
    file.once('error', (error: NodeJS.ErrnoException) =>
      reject(invalid(say(`Không ghi được ${path} (${error.code ?? 'lỗi'}).`, `${path} cannot be written (${error.code ?? 'error'}).`))),
    ),
  );
  const written = async (): Promise<void> => {
    await once(file, 'open');
    for await (const line of lines) if (!file.write(line)) await once(file, 'drain');
    file.end();
    await once(file, 'finish');
  };
  await Promise.race([written(), failed]);
}
