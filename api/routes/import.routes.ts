/** Imports: a file of procedures, looked at or stored. */
import { createHash } from 'node:crypto';
import { isBlocked } from '../../domain/procedure/quality-gate.js';
import { ERROR_TEXTS } from '../../domain/shared/errors.js';
import { knownCodes } from '../../queries/procedure-detail.query.js';
import { readProceduresFile, type ImportResult } from '../../reports/procedures.import.js';
import { endpoint } from '../endpoint.js';
import { EdgeError } from '../problems.js';
import { imported, importFields, importQuery } from '../schemas/procedure.schema.js';

const FILE_MISSING = { pointer: '/file', code: 'file_missing', text: { vi: 'Chọn một tệp ở trường “file”', en: 'Attach one file as “file”' } } as const;

/** What the file holds, row by row; the texts themselves stay out of the answer. */
const shown = (result: ImportResult, known: ReadonlySet<string>) => ({
  format: result.format,
  sheet: result.sheet,
  headerRow: result.headerRow,
  columns: result.columns.map(({ index, header, column }) => ({ index, header, field: column })),
  counts: result.counts,
  drafts: result.drafts.map(({ row, content, flags }) => ({
    row,
    code: content.code,
    name: content.name,
    field: content.field,
    known: known.has(content.code),
    flags: flags.length,
    blocked: isBlocked(flags),
  })),
  problems: result.problems.map(({ row, pointer, column, code, severity, vi, en, value }) => ({ row, pointer, column, code, severity, vi, en, value })),
});

const importFile = endpoint({
  method: 'post',
  path: '/procedure-imports',
  id: 'importProcedures',
  tag: 'procedures',
  access: 'procedures.import',
  status: 201,
  upload: true,
  query: importQuery,
  body: importFields,
  answer: imported,
  keyed: true,
  refusals: [413, 415],
  summary: 'Read a file of procedures (.xlsx, .csv, JSON); `dryRun=true` stores nothing and needs no key. Rows that fail are named and do not stop the others',
  handle: async ({ deps, query, body, file, actor, key, person }) => {
    if (!file) throw new EdgeError('validation_failed', {}, [FILE_MISSING]);
    const dryRun = query.dryRun ?? false;
    const idempotencyKey = dryRun ? null : key();
    const result = await readProceduresFile(file.bytes, file.name, body.sheet === undefined ? {} : { sheet: body.sheet });
    const known = await knownCodes(deps.reader);
    const looked = { dryRun, ...shown(result, known), batchId: null, added: 0, updated: 0, unchanged: 0, refused: [], replayed: false };
    if (idempotencyKey === null || result.drafts.length === 0) return { status: 200, body: looked };
    const ownerUnitCode = body.ownerUnit ?? person().posts[0]?.unit.code ?? '';
    const { problems, ...stored } = await deps.commands.importProcedures(actor(), idempotencyKey, {
      fileName: file.name,
      fileHash: createHash('sha256').update(file.bytes).digest('hex'),
      drafts: result.drafts.map(({ content }) => ({ content, ownerUnitCode })),
      mode: body.mode ?? 'addOnly',
    });
    return {
      status: stored.replayed ? 200 : 201,
      body: { ...looked, ...stored, refused: problems.map((line) => ({ ...line, text: ERROR_TEXTS[line.problem] })) },
    };
  },
});

export const importRoutes = [importFile];
