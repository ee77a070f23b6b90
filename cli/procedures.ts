/** `tinhgon procedures import|list|show`. */
import type { Command } from 'commander';
import { basename } from 'node:path';
import type { ImportAnswer, ProcedureDetail, ProcedureRow } from '../api/schemas/types.js';
import { checkKey, freshKey } from './client.js';
import { action, withServer } from './context.js';
import { EXIT } from './exit-code.js';
import { day, dong } from './formats.js';
import type { Io } from './io.js';
import { fetchRows, rowLimit, showList, withList, type ListOptions } from './lists.js';
import { oneOf, readBytes } from './read-input.js';
import { factsText } from './table.js';

const LARGEST_IMPORT_BYTES = 10 * 1_048_576;
const MODES = ['addOnly', 'update'] as const;
const PROBLEMS_SHOWN = 20;

type ImportOptions = {
  readonly ownerUnit?: string;
  readonly mode?: string;
  readonly sheet?: string;
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string;
};

export function registerProcedures(program: Command, io: Io): void {
  const procedures = program.command('procedures').description('thủ tục hành chính: nhập, liệt kê, xem / administrative procedures: import, list, show');

  withServer(
    procedures
      .command('import')
      .description('nhập thủ tục từ tệp .xlsx, .csv hoặc .json / import procedures from an .xlsx, .csv or .json file')
      .argument('<file>', 'tệp cần nhập / file to import'),
  )
    .option('--owner-unit <code>', 'mã đơn vị chủ trì; bỏ trống là đơn vị của mình / code of the owning unit; own unit when absent')
    .option('--mode <mode>', 'addOnly (mặc định): chỉ thêm · update: cập nhật cả thủ tục đã có / addOnly (default): only add · update: also known ones')
    .option('--sheet <name>', 'trang tính cần đọc / sheet to read')
    .option('--dry-run', 'chỉ kiểm tra, không ghi / only check, store nothing')
    .option('--idempotency-key <key>', 'khóa chống lặp, để chạy lại lần trước / key of an earlier try to repeat')
    .action(
      action<ImportOptions>(io, async (context, options, [file = '']) => {
        const { say } = context;
        const mode = options.mode === undefined ? null : oneOf(options.mode, MODES, '--mode', say);
        const key = options.idempotencyKey === undefined ? freshKey(io) : checkKey(options.idempotencyKey, say);
        const bytes = readBytes(file, LARGEST_IMPORT_BYTES, say);
        const client = context.client();
        const form = new FormData();
        for (const [name, value] of [
          ['ownerUnit', options.ownerUnit],
          ['mode', mode],
          ['sheet', options.sheet],
        ] as const)
          if (value) form.set(name, value.normalize('NFC'));
        form.set('file', new Blob([new Uint8Array(bytes)]), basename(file));
        const { data } = await client.send<ImportAnswer>('POST', '/procedure-imports', { form, key, query: { dryRun: options.dryRun ? true : null } });
        for (const problem of data.problems.slice(0, PROBLEMS_SHOWN)) {
          const place = [problem.row === null ? null : say(`dòng ${problem.row}`, `row ${problem.row}`), problem.column ?? problem.pointer]
            .filter((part) => part !== null)
            .join(', ');
          context.note(
            `${problem.severity === 'error' ? say('Lỗi', 'Error') : say('Lưu ý', 'Note')}${place === '' ? '' : ` (${place})`}: ${problem[context.lang]}${problem.value === null ? '' : ` [${problem.value.slice(0, 80)}]`}`,
          );
        }
        if (data.problems.length > PROBLEMS_SHOWN)
          context.note(
            say(
              `… và ${data.problems.length - PROBLEMS_SHOWN} chỗ khác; xem đủ bằng --json.`,
              `… and ${data.problems.length - PROBLEMS_SHOWN} more; see all with --json.`,
            ),
          );
        for (const { code, text } of data.refused.slice(0, PROBLEMS_SHOWN)) context.note(`${code}: ${text[context.lang]}`);
        context.result(data, () => importWords(data, context.say));
        if (data.counts.valid === 0) context.endWith(EXIT.invalid);
      }),
    );

  withServer(withList(procedures.command('list').description('danh sách thủ tục / list of procedures')))
    .option('-q, --search <words>', 'từ cần tìm, có dấu hay không đều được / words to find, with or without accents')
    .option('--field <name>', 'lĩnh vực / field')
    .option('--unit <code>', 'mã đơn vị, gồm đơn vị trực thuộc / code of a unit, with those below')
    .option('--phase <phase>', 'giai đoạn của thủ tục / phase of its life')
    .action(
      action<ListOptions & { readonly search?: string; readonly field?: string; readonly unit?: string; readonly phase?: string }>(
        io,
        async (context, options) => {
          const { say, words, lang } = context;
          const limit = rowLimit(options, context);
          const rows = await fetchRows<ProcedureRow>(
            context.client(),
            '/procedures',
            { q: options.search, field: options.field, unit: options.unit, phase: options.phase },
            limit,
          );
          const stages = (row: ProcedureRow): string => row.openReview?.stages.map((stage) => words(stage.name)).join(', ') ?? '';
          showList(context, options, rows, {
            empty: say('Không có thủ tục nào.', 'No procedure.'),
            columns: [
              { header: say('Mã', 'Code'), cell: (row) => row.code },
              { header: say('Tên thủ tục', 'Procedure'), cell: (row) => row.name, folds: true },
              { header: say('Lĩnh vực', 'Field'), cell: (row) => row.field, folds: true },
              { header: say('Đơn vị', 'Unit'), cell: (row) => row.ownerUnit.code },
              { header: say('Bản', 'Version'), cell: (row) => (row.version === null ? '–' : String(row.version.number)), align: 'right' },
              { header: say('Chi phí/năm', 'Cost a year'), cell: (row) => dong(row.costPerYear, lang), align: 'right' },
              { header: say('Đang rà soát', 'Under review'), cell: stages, folds: true },
            ],
            csv: [
              { header: say('Mã TTHC', 'Code'), cell: (row) => row.code },
              { header: say('Tên TTHC', 'Procedure'), cell: (row) => row.name },
              { header: say('Lĩnh vực', 'Field'), cell: (row) => row.field },
              { header: say('Mã đơn vị', 'Unit code'), cell: (row) => row.ownerUnit.code },
              { header: say('Đơn vị', 'Unit'), cell: (row) => row.ownerUnit.name },
              { header: say('Giai đoạn', 'Phase'), cell: (row) => row.phase },
              { header: say('Bản', 'Version'), cell: (row) => row.version?.number ?? null },
              { header: say('Chi phí mỗi năm (đồng)', 'Cost a year (đồng)'), cell: (row) => row.costPerYear },
              { header: say('Bước đang rà soát', 'Stage under review'), cell: stages },
            ],
          });
        },
      ),
    );

  withServer(
    procedures.command('show').description('xem một thủ tục / show one procedure').argument('<code>', 'mã thủ tục, ví dụ 1.004194 / code, such as 1.004194'),
  ).action(
    action(io, async (context, _options, [code = '']) => {
      const { say, words, lang } = context;
      const { data } = await context.client().send<ProcedureDetail>('GET', `/procedures/${encodeURIComponent(code)}`);
      context.result(data, () =>
        factsText([
          [say('Mã', 'Code'), data.code],
          [say('Tên', 'Name'), data.name],
          [say('Lĩnh vực', 'Field'), data.field],
          [say('Đơn vị chủ trì', 'Owning unit'), `${data.ownerUnit.name} (${data.ownerUnit.code})`],
          [say('Bản hiện hành', 'Present version'), data.version ? String(data.version.number) : null],
          [
            say('Các bản', 'Versions'),
            data.versions
              .map(
                (version) =>
                  `${version.number}  ${version.status}${version.effectiveFrom === null ? '' : `  ${say('từ', 'from')} ${day(version.effectiveFrom)}`}`,
              )
              .join('\n'),
          ],
          [say('Chi phí mỗi năm', 'Cost a year'), data.costPerYear === null ? null : dong(data.costPerYear, lang)],
          [
            say('Đang rà soát', 'Under review'),
            data.openReview === null ? null : `${data.openReview.stages.map((stage) => words(stage.name)).join(', ')} (${data.openReview.id})`,
          ],
          [say('Chỗ cần xem lại', 'To look at again'), data.flags.map((flag) => flag[lang]).join('\n')],
        ]),
      );
    }),
  );
}

function importWords(data: ImportAnswer, say: (vi: string, en: string) => string): string {
  const { counts } = data;
  const read = say(
    `Đọc ${counts.rows} dòng: ${counts.valid} hợp lệ, ${counts.warned} có lưu ý, ${counts.failed} lỗi, ${counts.duplicates} trùng.`,
    `Read ${counts.rows} rows: ${counts.valid} valid, ${counts.warned} with notes, ${counts.failed} wrong, ${counts.duplicates} repeated.`,
  );
  if (data.dryRun) return `${read} ${say('Chưa ghi gì (--dry-run).', 'Nothing was stored (--dry-run).')}`;
  const stored = say(
    `Thêm ${data.added}, cập nhật ${data.updated}, giữ nguyên ${data.unchanged}${data.refused.length > 0 ? `, từ chối ${data.refused.length}` : ''}${data.batchId === null ? '' : ` (đợt nhập ${data.batchId})`}.`,
    `Added ${data.added}, updated ${data.updated}, unchanged ${data.unchanged}${data.refused.length > 0 ? `, refused ${data.refused.length}` : ''}${data.batchId === null ? '' : ` (import ${data.batchId})`}.`,
  );
  return `${read}\n${stored}`;
}
