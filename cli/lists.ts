/** What all lists of the command line do alike: pages, formats, files. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Client, Query } from './client.js';
import type { Context } from './context.js';
import { csvText, type CsvCell } from './csv.js';
import { invalid } from './failure.js';
import { oneOf, wholeNumber } from './read-input.js';
import { tableText, type Column } from './table.js';

const FORMATS = ['table', 'json', 'csv'] as const;
type Format = (typeof FORMATS)[number];

const PAGE = 100;
const DEFAULT_ROWS = 100;
const MOST_ROWS = 100_000;

export type ListOptions = { readonly format?: string; readonly output?: string; readonly limit?: string; readonly json?: boolean };

/** Adds the options of a list. */
export const withList = (command: Command): Command =>
  command
    .option('--format <format>', 'table, json hoặc csv / table, json or csv')
    .option('-o, --output <file>', 'ghi ra tệp / write to a file')
    .option('--limit <rows>', `số dòng tối đa (mặc định ${DEFAULT_ROWS}) / most rows (default ${DEFAULT_ROWS})`);

export type Rows<T> = { readonly items: readonly T[]; readonly next: string | null };

type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

export const rowLimit = (options: ListOptions, { say }: Context): number =>
  options.limit === undefined ? DEFAULT_ROWS : wholeNumber(options.limit, '--limit', 1, MOST_ROWS, say);

/** Follows the pages of a list until `limit` rows pass the filter. */
export async function fetchRows<T>(client: Client, path: string, query: Query, limit: number, keep: (row: T) => boolean = () => true): Promise<Rows<T>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const { data }: { readonly data: Page<T> } = await client.send<Page<T>>('GET', path, { query: { ...query, limit: Math.min(PAGE, limit), cursor } });
    items.push(...data.items.filter(keep));
    cursor = data.next;
  } while (cursor !== null && items.length < limit);
  return items.length > limit ? { items: items.slice(0, limit), next: cursor ?? 'more' } : { items, next: cursor };
}

export type ListView<T> = {
  readonly columns: readonly Column<T>[];
  readonly csv: readonly { readonly header: string; readonly cell: (row: T) => CsvCell }[];
  /** Said instead of an empty table. */
  readonly empty: string;
};

/** Prints a list in the format asked for, to stdout or a file. @throws Failure (2) for a format or file that cannot be */
export function showList<T>(context: Context, options: ListOptions, rows: Rows<T>, view: ListView<T>): void {
  const { io, say } = context;
  const format = formatOf(context, options);
  const text = textOf(context, format, rows, view);
  if (options.output === undefined) {
    if (format !== 'table' || rows.items.length > 0 || !io.stdout.isTTY) io.stdout.write(text);
  } else {
    try {
      writeFileSync(options.output, text);
    } catch (error) {
      throw invalid(
        say(
          `Không ghi được ${options.output} (${(error as NodeJS.ErrnoException).code ?? 'lỗi'}). Chọn nơi khác cho --output.`,
          `${options.output} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'}). Name another place for --output.`,
        ),
      );
    }
    context.note(say(`Đã ghi ${rows.items.length} dòng vào ${options.output}.`, `Wrote ${rows.items.length} rows to ${options.output}.`));
  }
  if (format === 'table' && rows.items.length === 0) context.note(view.empty);
  if (rows.next !== null)
    context.note(
      say(
        `Còn nữa: mới lấy ${rows.items.length} dòng, thêm --limit để lấy nhiều hơn.`,
        `There is more: these are ${rows.items.length} rows, add --limit for more.`,
      ),
    );
}

/** The format a list will have. @throws Failure (2) */
export function formatOf({ say, json }: Context, options: ListOptions): Format {
  if (options.format === undefined) return json ? 'json' : 'table';
  const format = oneOf(options.format, FORMATS, '--format', say);
  if (json && format !== 'json')
    throw invalid(say(`--json và --format ${format} trái nhau. Chọn một.`, `--json and --format ${format} contradict each other. Choose one.`));
  return format;
}

function textOf<T>({ io }: Context, format: Format, rows: Rows<T>, { columns, csv }: ListView<T>): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(rows, null, 2)}\n`;
    case 'csv':
      return csvText(
        csv.map((column) => column.header),
        rows.items.map((row) => csv.map((column) => column.cell(row))),
      );
    case 'table':
      return `${tableText(io, columns, rows.items)}\n`;
  }
}
