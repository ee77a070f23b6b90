/**
 * `tinhgon cost`: compute, explain, compare compliance cost from files, without a server.
 *
 * The result goes to stdout, messages to stderr. Exit code 0 = done, 1 = failed, 2 = usage or invalid input.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { explainCase } from '../domain/cost/cases/explain-case.js';
import type { Exact } from '../domain/cost/cases/figure.js';
import { compare } from '../domain/cost/compare.js';
import { comparisonJson, type ComparisonJson } from '../domain/cost/comparison-json.js';
import { readComparison, readDocument } from '../domain/cost/exchange.js';
import { explain, treeLines, type Tree } from '../domain/cost/explain.js';
import { comparisonFindings } from '../domain/cost/findings.js';
import { gamingGuard } from '../domain/cost/gaming.js';
import { CONCEPTS, type Concept } from '../domain/cost/model.js';
import { storedNumber, withMarks, type Lang } from '../domain/cost/number-words.js';
import { POLICY_NAMES, policyNamed } from '../domain/cost/policy.js';
import { CASE_KINDS, runCase, type CaseResult } from '../domain/cost/run-case.js';
import { DomainError, ERROR_TEXTS, type ErrorCode } from '../domain/shared/errors.js';

/** The world as this command sees it. */
export type CostIo = {
  readonly read: (file: string) => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly exit: (code: 0 | 1 | 2) => void;
};

/** Files and streams of this process; `-` reads stdin. */
export const processIo: CostIo = {
  read: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
  out: (line) => void process.stdout.write(line),
  err: (line) => void process.stderr.write(line),
  exit: (code) => {
    process.exitCode = code;
  },
};

type Options = { readonly json?: boolean; readonly lang?: Lang; readonly policy?: string; readonly concept?: Concept; readonly case?: string };

const FORMATS: Readonly<Record<Lang, string>> = {
  vi: `
Tệp chứa một bài, một danh sách bài, hoặc {"cases": […]}; "-" đọc stdin.
JSON vào: docs/schemas/cost-case.schema.json
JSON ra:  docs/schemas/cost-result.schema.json
Số ghi dạng chữ: "12.5" hoặc "85/29". Loại bài: ${CASE_KINDS.join(', ')}.
Mã thoát: 0 xong · 1 hỏng · 2 dùng sai hoặc dữ liệu sai (bài nào sai ghi rõ mã và đường dẫn, các bài khác vẫn tính).
`,
  en: `
The file holds one case, a list of cases, or {"cases": […]}; "-" reads stdin.
JSON in:  docs/schemas/cost-case.schema.json
JSON out: docs/schemas/cost-result.schema.json
Numbers are text: "12.5" or "85/29". Kinds: ${CASE_KINDS.join(', ')}.
Exit codes: 0 done · 1 failed · 2 wrong use or input (a wrong case names code and path, the others are computed).
`,
};

const DOCUMENTS: Readonly<Record<Lang, string>> = {
  vi: `
Mỗi tệp chứa một bài (loại lines, vn-form, before-after, decomposition, proposals), một mô hình (schema tinhgon.cost/1)
hoặc một biểu 03/SCM-KSTT (schema tinhgon.vn-sheet/1). Tệp trước cho trạng thái trước, tệp sau cho trạng thái sau.
`,
  en: `
Each file holds a case (kinds lines, vn-form, before-after, decomposition, proposals), a model (schema tinhgon.cost/1)
or a sheet of form 03/SCM-KSTT (schema tinhgon.vn-sheet/1). The first gives the before state, the second the after state.
`,
};

/** Adds `cost` with its three subcommands to a program. Help texts are written `tiếng Việt / English`. */
export function registerCost(program: Command, io: CostIo = processIo): void {
  const cost = program
    .command('cost')
    .description(
      'Chi phí tuân thủ: tính, giải thích, so sánh từ tệp, không cần máy chủ / compliance cost from files: compute, explain, compare, no server needed',
    );

  withCommonOptions(program, cost.command('compute'), FORMATS)
    .argument('<file>', 'tệp các bài tính / file of cases')
    .description('tính mọi bài trong tệp / compute every case of a file')
    .option('--policy <name>', `một quy tắc làm tròn cho cả lần chạy / one rounding policy for the whole run: ${POLICY_NAMES.join(', ')}`)
    .action((file: string, _options: Options, command: Command) => guarded(io, command, async (options) => compute(io, file, options)));

  withCommonOptions(program, cost.command('explain'), FORMATS)
    .argument('<file>', 'tệp một bài tính, mô hình hoặc biểu / file of a case, a model or a form')
    .argument('[path]', 'đường dẫn của con số, ví dụ lines.a.total, before.lines.1a, saving / path of the figure, e.g. lines.a.total, before.lines.1a, saving')
    .description('truy một con số về từng dòng, số liệu, nguồn / trace a figure to its lines, inputs, sources')
    .option('--case <id>', 'chọn bài trong tệp nhiều bài / choose a case of the file')
    .action((file: string, path: string | undefined, _options: Options, command: Command) =>
      guarded(io, command, async (options) => explainFile(io, file, path, options)),
    );

  withCommonOptions(program, cost.command('compare'), DOCUMENTS)
    .argument('<before>', 'tệp hiện tại / file of today')
    .argument('<after>', 'tệp sau đơn giản hóa / file after the change')
    .description('so sánh trước và sau, phân rã nguyên nhân / compare before and after, with causes')
    .addOption(cost.createOption('--concept <concept>', 'khoản tính vào tổng / what the total contains').choices(CONCEPTS))
    .action((before: string, after: string, _options: Options, command: Command) =>
      guarded(io, command, async (options) => compareFiles(io, before, after, options)),
    );
}

/** `--json`, `--lang` where the program itself has none, and the note below the help. */
function withCommonOptions(program: Command, command: Command, notes: Readonly<Record<Lang, string>>): Command {
  command.option('--json', 'kết quả dạng JSON / result as JSON');
  if (!program.options.some((option) => option.long === '--lang')) {
    command.addOption(command.createOption('--lang <lang>', 'ngôn ngữ: vi (mặc định), en / language: vi (default), en').choices(['vi', 'en']));
  }
  return command.addHelpText('after', () => notes[langOf(command.optsWithGlobals())]);
}

/** A file that cannot be read, or is not JSON. */
type BadInput = { readonly badInput: string };
const isBadInput = (error: unknown): error is BadInput => typeof error === 'object' && error !== null && 'badInput' in error;

/** Turns what goes wrong into a message on stderr and an exit code. */
async function guarded(io: CostIo, command: Command, act: (options: Options) => Promise<void>): Promise<void> {
  // An option given here wins over one of the whole program.
  const options: Options = { ...command.optsWithGlobals(), ...command.opts() };
  try {
    await act(options);
  } catch (error) {
    const known = error instanceof DomainError || isBadInput(error);
    io.err(
      `${error instanceof DomainError ? errorLine(error.code, String(error.details['path'] ?? ''), langOf(options), error.details['known']) : isBadInput(error) ? error.badInput : String(error)}\n`,
    );
    io.exit(known ? 2 : 1);
  }
}

const langOf = (options: Options): Lang => options.lang ?? 'vi';
const errorLine = (code: ErrorCode, path: string, lang: Lang, known?: unknown): string =>
  `${ERROR_TEXTS[code][lang]} [${code}${path === '' ? '' : `, ${path}`}]${typeof known === 'string' ? ` ${known}` : ''}`;

async function readJson(io: CostIo, file: string, lang: Lang): Promise<unknown> {
  const bad = (vi: string, en: string): BadInput => ({ badInput: lang === 'vi' ? vi : en });
  let content: string;
  try {
    content = await io.read(file);
  } catch {
    throw bad(`Không đọc được tệp ${file}. Kiểm tra đường dẫn.`, `Cannot read ${file}. Check the path.`);
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw bad(`Tệp ${file} không phải JSON: ${String((error as Error).message)}`, `${file} is not JSON: ${String((error as Error).message)}`);
  }
}

/** The cases of a file with where each stands. */
function casesOf(document: unknown): {
  readonly cases: readonly { readonly at: string; readonly value: unknown }[];
  readonly shape: 'one' | 'list' | 'object';
} {
  const list = (values: readonly unknown[], name: string) => values.map((value, index) => ({ at: `${name}[${index}]`, value }));
  if (Array.isArray(document)) return { cases: list(document, ''), shape: 'list' };
  if (typeof document === 'object' && document !== null && 'cases' in document && Array.isArray(document.cases) && !('kind' in document))
    return { cases: list(document.cases, 'cases'), shape: 'object' };
  return { cases: [{ at: '', value: document }], shape: 'one' };
}

async function compute(io: CostIo, file: string, options: Options): Promise<void> {
  const lang = langOf(options);
  const policy = options.policy === undefined ? {} : { policy: policyNamed(options.policy, '--policy') };
  const { cases, shape } = casesOf(await readJson(io, file, lang));
  const results = cases.map(({ at, value }) => runCase(value, policy, at));
  if (options.json === true) {
    const body = shape === 'one' ? results[0] : shape === 'list' ? results : { cases: results };
    io.out(`${JSON.stringify(body, null, 2)}\n`);
  } else {
    io.out(`${results.map((result) => resultLines(result, lang).join('\n')).join('\n\n')}\n`);
  }
  const failed = results.filter((result) => 'error' in result);
  for (const result of failed) if ('error' in result) io.err(`${result.id}: ${errorLine(result.error.code, result.error.path, lang)}\n`);
  if (failed.length > 0) io.exit(2);
}

function resultLines(result: CaseResult, lang: Lang): readonly string[] {
  if ('error' in result) return [`${result.id}: ${errorLine(result.error.code, result.error.path, lang)}`];
  return [
    `${result.id} (${result.kind})`,
    ...exactLines(result.exact, '', lang),
    ...(result.simulated === undefined ? [] : exactLines(result.simulated, lang === 'vi' ? 'mô phỏng' : 'simulated', lang)),
    ...result.presented.map(
      (figure) =>
        `  ${figure.path} [${figure.policy.name}, ÷${figure.scale}, ${figure.rounding}] = ${figure.value === null ? '–' : withMarks(figure.value, lang)}${figure.unit === undefined ? '' : ` ${figure.unit}`}`,
    ),
  ];
}

function exactLines(value: Exact, path: string, lang: Lang): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => exactLines(item as Exact, path === '' ? key : `${path}.${key}`, lang));
  }
  return [`  ${path}: ${value === null ? '–' : typeof value === 'string' ? storedNumber(value, lang) : String(value)}`];
}

async function explainFile(io: CostIo, file: string, path: string | undefined, options: Options): Promise<void> {
  const lang = langOf(options);
  const { cases } = casesOf(await readJson(io, file, lang));
  const chosen =
    options.case === undefined
      ? cases[0]
      : cases.find(({ value }) => typeof value === 'object' && value !== null && 'id' in value && value.id === options.case);
  if (chosen === undefined) throw new DomainError('cost_bad_path', { path: options.case ?? file });
  const tree = treeOf(chosen.value, path);
  io.out(options.json === true ? `${JSON.stringify(tree, null, 2)}\n` : `${treeLines(tree, lang).join('\n')}\n`);
}

function treeOf(document: unknown, path: string | undefined): Tree {
  if (typeof document === 'object' && document !== null && 'kind' in document) return explainCase(document, path);
  const { model, concept } = readDocument(document);
  return explain(model, path ?? (model.after === undefined ? 'before.total' : 'saving'), concept);
}

async function compareFiles(io: CostIo, before: string, after: string, options: Options): Promise<void> {
  const lang = langOf(options);
  const read = readComparison(await readJson(io, before, lang), await readJson(io, after, lang));
  const comparison = compare(read.model, { concept: options.concept ?? read.concept });
  const findings = comparisonFindings(comparison);
  const result = comparisonJson(comparison, gamingGuard(read.model, comparison), findings);
  io.out(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : `${comparisonLines(result, lang).join('\n')}\n`);
  for (const mark of findings) io.err(`${mark[lang]} [${mark.code}, ${mark.path}]\n`);
}

const WORDS = {
  vi: {
    before: 'Trước',
    after: 'Sau',
    change: 'Thay đổi (sau − trước)',
    saving: 'Tiết kiệm',
    percent: 'Tỷ lệ cắt giảm',
    none: 'không tính được',
    because: 'vì',
    hours: 'Giờ',
    oneOff: 'Một lần',
    effects: 'Nguyên nhân',
    real: 'Phần giảm thực',
    flagged: 'Phần cần xem lại',
    coverage: 'Độ đủ số liệu',
  },
  en: {
    before: 'Before',
    after: 'After',
    change: 'Change (after − before)',
    saving: 'Saving',
    percent: 'Percent',
    none: 'cannot be stated',
    because: 'because',
    hours: 'Hours',
    oneOff: 'One-off',
    effects: 'Causes',
    real: 'Real relief',
    flagged: 'To be questioned',
    coverage: 'Coverage',
  },
} as const;

function comparisonLines(result: ComparisonJson, lang: Lang): readonly string[] {
  const words = WORDS[lang];
  const number = (value: string): string => storedNumber(value, lang);
  const claim = (value: string | null): string => value ?? `${words.none} (${words.because} ${result.noClaim.join(', ')})`;
  return [
    `${words.before}: ${number(result.total.before)} ${result.currency}`,
    `${words.after}: ${number(result.total.after)} ${result.currency}`,
    `${words.change}: ${number(result.total.change)}`,
    `${words.saving}: ${claim(result.saving === null ? null : number(result.saving))}`,
    `${words.percent}: ${claim(result.percent === null ? null : `${withMarks(result.percent.shown, lang)} %`)}`,
    `${words.hours}: ${number(result.hours.before)} → ${number(result.hours.after)}`,
    `${words.oneOff}: ${number(result.oneOff.before)} → ${number(result.oneOff.after)}`,
    `${words.coverage}: ${number(result.before.coverage)} / ${number(result.after.coverage)}`,
    ...(result.effects === null
      ? []
      : [
          `${words.effects}: ${Object.entries(result.effects)
            .map(([name, amount]) => `${name} ${number(amount)}`)
            .join('; ')}`,
        ]),
    `${words.real}: ${number(result.gaming.real)}; ${words.flagged}: ${number(result.gaming.flagged)}`,
  ];
}
