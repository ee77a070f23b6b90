/**
 * Procedures out of JSON: our own format, condensed records, the national portal's file of one procedure.
 * Each is first mapped loosely onto our content and then read by the domain's strict reader, so that a wrong part is
 * named instead of crashing or being dropped.
 */
import { readContent } from '../domain/procedure/content-shape.js';
import type { ProcedureContent } from '../domain/procedure/procedure.js';
import {
  cleanText,
  durationUnitOf,
  exactText,
  listRows,
  readCode,
  readDuration,
  readFee,
  readLevels,
  saysNothing,
  splitOutsideBrackets,
} from './published-values.js';
import { type ImportProblem, problemAt, type Where } from './import-problem.js';

export type RecordFormat = 'tinhgon' | 'records' | 'portal';
export type RecordReading = { readonly format: RecordFormat; readonly content: ProcedureContent | null; readonly problems: readonly ImportProblem[] };

type Row = Readonly<Record<string, unknown>>;
type Warn = (code: ImportProblem['code'], pointer: string, value: string) => void;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const rowsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]);

/** Text as kept, or null where it says nothing; other types pass through for the strict reader to refuse. */
const words = (value: unknown): unknown => (typeof value === 'string' ? (saysNothing(cleanText(value)) ? null : cleanText(value)) : (value ?? null));
const first = (row: Row, ...keys: readonly string[]): unknown =>
  keys.map((key) => row[key]).find((value) => value !== undefined && value !== null && value !== '');
/** A text, or the first text inside an object that stands for one. */
const named = (value: unknown, ...keys: readonly string[]): unknown => words(isRow(value) ? first(value, ...keys) : value);

const formatOf = (record: Row): RecordFormat =>
  ['executionSteps', 'executionMethods', 'executionCases', 'legalBasises', 'isWard', 'isProvince', 'isMinistry'].some((key) => key in record)
    ? 'portal'
    : ['stepsSummary', 'dataReplacementNQ667', 'publicCopy', 'dossierRealItems'].some((key) => key in record)
      ? 'records'
      : 'tinhgon';

/** One record of a file. `where` names its row and its pointer in the file. */
export function readRecord(record: unknown, where: Where): RecordReading {
  if (!isRow(record))
    return { format: 'tinhgon', content: null, problems: [problemAt('import_record_wrong', 'error', where, JSON.stringify(record)?.slice(0, 80) ?? null)] };
  const problems: ImportProblem[] = [];
  const at = (pointer: string): Where => ({ row: where.row ?? null, pointer: [where.pointer, pointer].filter((part) => part).join('/') });
  const warn: Warn = (code, pointer, value) => void problems.push(problemAt(code, 'warning', at(pointer), value));
  const format = formatOf(record);
  const mapped: Row = format === 'tinhgon' ? record : { ...(format === 'portal' ? fromPortal(record, warn) : fromCondensed(record, warn)) };
  const missing = (['code', 'name'] as const).filter((key) => mapped[key] === undefined || mapped[key] === null || mapped[key] === '');
  for (const key of missing) problems.push(problemAt(key === 'code' ? 'import_code_missing' : 'import_name_missing', 'error', at(key)));
  if (missing.length > 0) return { format, content: null, problems };
  const { code, ...rest } = mapped;
  const reading = typeof code === 'string' || typeof code === 'number' ? readCode(code) : { wrong: true as const };
  if ('wrong' in reading) return { format, content: null, problems: [...problems, problemAt('import_code_wrong', 'error', at('code'), String(code))] };
  if (reading.repaired) warn('import_code_repaired', 'code', `${String(code)} → ${reading.code}`);
  const read = readContent({ ...rest, code: reading.code });
  if ('problems' in read) {
    const wrong = read.problems.map((problem) => problemAt(problem.code, 'error', at(problem.path), problem.value));
    return { format, content: null, problems: [...problems, ...wrong] };
  }
  return { format, content: read.content, problems };
}

const LIST_OF_TEXTS = (value: unknown): readonly unknown[] =>
  rowsOf(value)
    .map((item) => named(item, 'name', 'title'))
    .filter((item) => item !== null);

function levelsOf(parts: readonly string[], warn: Warn, pointer: string): Row {
  const reading = readLevels(parts);
  for (const part of reading.unknown) warn('import_level_unknown', pointer, part);
  if (reading.district) warn('import_district_level', pointer, parts.join(', '));
  return { levels: reading.levels, levelsPublished: reading.published };
}

/** `{ value, unit, published }` of a condensed record: the number as exact text, the unit in our word. */
function durationOf(value: unknown): unknown {
  if (!isRow(value)) return value ?? null;
  const number = typeof value['value'] === 'number' ? exactText(value['value']) : value['value'];
  return {
    value: number,
    unit: value['unit'] === null || value['unit'] === undefined ? null : (durationUnitOf(value['unit']) ?? value['unit']),
    published: value['published'] ?? number,
  };
}

function feeOf(value: unknown): unknown {
  if (!isRow(value)) return value ?? null;
  const currency = value['currency'] ?? 'VND';
  const amount = typeof value['amount'] === 'number' ? exactText(value['amount']) : (value['amount'] ?? null);
  const dong = currency === 'VND' && typeof amount === 'string' && /^\d+$/u.test(amount) ? Number(amount) : null;
  return { amountDong: dong, currency, amount, published: value['published'] ?? String(amount) };
}

const CHANNEL_CODES: { readonly [code: string]: string } = {
  online: 'online',
  ONLINE: 'online',
  post: 'post',
  POSTAL: 'post',
  POST: 'post',
  'in-person': 'inPerson',
  inPerson: 'inPerson',
  DIRECT: 'inPerson',
  IN_PERSON: 'inPerson',
};
const channelOf = (value: unknown): unknown => (typeof value === 'string' ? (CHANNEL_CODES[value] ?? value) : value);

/** Row ids by channel: `online`, then `online-2` for a second row of it. */
function withChannelIds(channels: readonly unknown[]): readonly unknown[] {
  const seen = new Map<string, number>();
  return channels.map((channel) => {
    if (!isRow(channel) || typeof channel['channel'] !== 'string') return channel;
    const kind = channel['channel'];
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return { id: count === 1 ? kind : `${kind}-${count}`, ...channel };
  });
}

function paperKindOf(group: unknown): string | null {
  if (typeof group !== 'string') return null;
  return /xuất trình/iu.test(group) ? 'present' : /phải nộp/iu.test(group) ? 'submit' : null;
}

/** The condensed records of a reference file: names as published, steps in short, papers with counts. */
function fromCondensed(record: Row, warn: Warn): Row {
  const conditions = record['conditions'];
  const condition = isRow(conditions) ? conditions['opening'] : conditions;
  return {
    code: record['code'],
    name: words(record['name']),
    ...levelsOf(rowsOf(record['levels']).map(String), warn, 'levels'),
    procedureType: words(record['procedureType']),
    field: words(record['field']),
    publishingDecision: words(record['publishingDecision']),
    steps: rowsOf(record['stepsSummary']).map((text) => ({ text: words(text) })),
    channels: withChannelIds(
      rowsOf(record['channels']).map((channel) =>
        isRow(channel)
          ? { channel: channelOf(channel['channel']), duration: durationOf(channel['duration']), fee: feeOf(channel['fee']), note: words(channel['note']) }
          : channel,
      ),
    ),
    dossier: [
      ...rowsOf(record['dossier']).map((group) =>
        isRow(group)
          ? {
              case: words(group['case']),
              items: rowsOf(group['items']).map((item) =>
                isRow(item)
                  ? {
                      name: words(item['name']),
                      originals: item['original'],
                      copies: item['copy'],
                      kind: paperKindOf(group['case']),
                      form: words(item['formFile']),
                    }
                  : item,
              ),
            }
          : group,
      ),
      ...leftOutRemarks(record['dossierNoteRows']),
    ],
    applicants: LIST_OF_TEXTS(record['applicants']),
    implementingAgency: words(record['implementingAgency']),
    competentAgency: words(record['competentAgency']),
    delegatedAgency: words(record['delegatedAgency']),
    coordinatingAgency: words(record['coordinatingAgency']),
    receivingAddress: words(record['receivingAddress']),
    results: rowsOf(record['results']).map((result) => (isRow(result) ? { name: words(result['name']), code: words(result['code']) } : result)),
    legalBasis: rowsOf(record['legalBasis']).map((symbol) => ({ symbol: named(symbol, 'symbol') })),
    conditions: condition === null || condition === undefined ? [] : [{ text: words(condition), subject: 'procedure' }],
    dataReplacements: rowsOf(record['dataReplacementNQ667']).map((row) =>
      isRow(row)
        ? {
            paper: words(row['replacedDocument']),
            database: words(row['database']),
            owner: words(row['databaseOwner']),
            provision: [row['clause'], row['legalText']].filter((part) => typeof part === 'string').join(', '),
            basis: '66.7/2025/NQ-CP',
          }
        : row,
    ),
    relatedProcedures: LIST_OF_TEXTS(record['relatedProcedures']),
    source: { address: words(record['source']), copy: words(record['publicCopy']), certainty: record['certainty'] ?? 'U', uncertain: [], note: null },
  };
}

/** Condensed records count their remark rows and leave them out: one remark stands for them, so that the gate still sees it. */
const leftOutRemarks = (count: unknown): readonly unknown[] =>
  typeof count === 'number' && count > 0
    ? [{ case: 'Chú thích', items: [{ name: `${count} dòng chú thích đã lược trong bản rút gọn`, originals: 0, copies: 0, kind: null, form: null }] }]
    : [];

const agency = (value: unknown): unknown => {
  const names = rowsOf(value)
    .map((item) => named(item, 'name', 'departmentName', 'title'))
    .filter((item) => item !== null);
  return names.length === 0 ? null : names.every((name) => typeof name === 'string') ? names.join('; ') : names[0];
};

/** The national portal's JSON of one procedure, as a person saves it from there. */
function fromPortal(record: Row, warn: Warn): Row {
  const tiers = [
    ['isMinistry', 'Cấp bộ'],
    ['isProvince', 'Cấp tỉnh'],
    ['isDistrict', 'Cấp huyện'],
    ['isWard', 'Cấp xã'],
  ] as const;
  return {
    code: first(record, 'code', 'procedureCode'),
    name: words(first(record, 'name', 'procedureName')),
    ...levelsOf(
      tiers.filter(([key]) => record[key] === true).map(([, name]) => name),
      warn,
      'levels',
    ),
    procedureType: named(first(record, 'procedureType', 'type'), 'name'),
    field: named(first(record, 'field', 'fieldName', 'category'), 'name'),
    publishingDecision: words(first(record, 'decisionNumber', 'publishingDecision', 'decisionCode')),
    steps: rowsOf(record['executionSteps'])
      .map((step) => named(step, 'content', 'description', 'stepContent', 'name', 'title'))
      .filter((text) => text !== null)
      .map((text) => ({ text })),
    channels: withChannelIds(rowsOf(record['executionMethods']).flatMap((method, index) => portalChannels(method, `executionMethods/${index}`, warn))),
    dossier: rowsOf(record['executionCases']).map((group, index) =>
      isRow(group)
        ? {
            case: words(first(group, 'name', 'caseName', 'title')) ?? (index === 0 ? 'chung' : `trường hợp ${index + 1}`),
            items: rowsOf(group['profileComponents']).map((item) =>
              isRow(item)
                ? {
                    name: words(item['name']),
                    originals: item['originalQty'] ?? 0,
                    copies: item['copyQty'] ?? 0,
                    kind: paperKindOf(first(group, 'name', 'caseName', 'title')),
                    form:
                      rowsOf(item['attachments'])
                        .map((file) => named(file, 'name', 'fileName'))
                        .filter((name) => typeof name === 'string')
                        .join('; ') || null,
                  }
                : item,
            ),
          }
        : group,
    ),
    applicants: rowsOf(first(record, 'applicants', 'executionSubjects', 'subjects')).flatMap((item): readonly unknown[] => {
      const name = named(item, 'name', 'title');
      return typeof name === 'string' ? splitOutsideBrackets(name, ',;\n') : name === null ? [] : [name];
    }),
    implementingAgency: agency(record['departmentsExecuting']),
    competentAgency: agency(record['departmentsAuthority']),
    delegatedAgency: agency(record['departmentsAuthorized']),
    coordinatingAgency: agency(record['departmentsCoordinating']),
    receivingAddress: words(first(record, 'receivingAddress', 'addressReceiving')),
    results: rowsOf(record['results']).map((result) => ({
      name: named(result, 'name', 'resultName'),
      code: isRow(result) ? words(first(result, 'code', 'resultCode')) : null,
    })),
    legalBasis: rowsOf(record['legalBasises']).map((basis) => ({
      symbol: named(basis, 'code', 'number', 'symbol', 'documentNumber', 'name'),
      title: isRow(basis) ? words(first(basis, 'name', 'title', 'abstract')) : null,
      issuer: isRow(basis) ? named(first(basis, 'issuer', 'agency', 'departmentIssuing'), 'name') : null,
    })),
    conditions: conditionRows(record['requirementsAndConditions']),
    keywords: LIST_OF_TEXTS(record['keywords']),
    description: words(record['description']),
    source: {
      address: words(first(record, 'url', 'detailUrl')),
      copy: null,
      certainty: 'U',
      uncertain: [],
      note: 'Tệp JSON một thủ tục tải từ Cổng Dịch vụ công quốc gia',
    },
  };
}

function conditionRows(value: unknown): readonly unknown[] {
  return rowsOf(value).flatMap((item) => {
    const text = named(item, 'content', 'name', 'description');
    if (text === null) return [];
    return typeof text === 'string' ? listRows(text).map((line) => ({ text: line, subject: 'procedure' })) : [{ text, subject: 'procedure' }];
  });
}

/** A portal method has one limit and any number of fees: each fee becomes a row of its channel. */
function portalChannels(method: unknown, pointer: string, warn: Warn): readonly unknown[] {
  if (!isRow(method)) return [method];
  const channel = channelOf(method['submissionMethod']);
  const duration = portalDuration(method, pointer, warn);
  const note = words(first(method, 'description', 'note'));
  const fees = rowsOf(method['fees']).map((fee, index) => ({
    fee: portalFee(fee, `${pointer}/fees/${index}`, warn),
    note: isRow(fee) ? words(first(fee, 'description', 'note')) : null,
  }));
  const rows = fees.length === 0 ? [{ fee: null, note: null }] : fees;
  return rows.map((row) => ({ channel, duration, fee: row.fee, note: [row.note, note].filter((part) => typeof part === 'string').join('\n') || null }));
}

function portalDuration(method: Row, pointer: string, warn: Warn): unknown {
  const time = method['processingTime'];
  const unit = method['processingTimeUnit'];
  if (time === null || time === undefined || time === '') return null;
  if (typeof time === 'string' && !/^[\d.,]+$/u.test(time.trim())) {
    const read = readDuration(cleanText(time));
    if ('duration' in read) return read.duration;
    if (!saysNothing(time)) warn('ambiguous' in read ? 'import_number_ambiguous' : 'import_duration_unread', `${pointer}/processingTime`, time);
    return null;
  }
  const published = [String(time), typeof unit === 'string' ? unit : ''].filter((part) => part !== '').join(' ');
  if (unit !== null && unit !== undefined && unit !== '' && durationUnitOf(unit) === null)
    warn('import_duration_unread', `${pointer}/processingTimeUnit`, String(unit));
  if (typeof time === 'number') {
    const value = exactText(time);
    if (value !== null && value !== '0') return { value, unit: durationUnitOf(unit), published };
    warn('import_duration_unread', `${pointer}/processingTime`, published);
    return null;
  }
  if (typeof time !== 'string') return time;
  const read = readDuration(time);
  if ('duration' in read) return { value: read.duration.value, unit: durationUnitOf(unit), published };
  warn('ambiguous' in read ? 'import_number_ambiguous' : 'import_duration_unread', `${pointer}/processingTime`, published);
  return null;
}

function portalFee(fee: unknown, pointer: string, warn: Warn): unknown {
  const amount = isRow(fee) ? first(fee, 'amount', 'value', 'fee', 'feeAmount') : fee;
  const currency = isRow(fee) ? first(fee, 'currency', 'currencyUnit', 'unit') : undefined;
  if (amount === undefined || amount === null || amount === '') return null;
  if (typeof amount === 'number') {
    const code = typeof currency === 'string' && /^[A-Z]{3}$/u.test(currency) ? currency : 'VND';
    return feeOf({ amount, currency: code, published: `${amount} ${code}` });
  }
  if (typeof amount !== 'string') return amount;
  const read = readFee(cleanText(typeof currency === 'string' ? `${amount} ${currency}` : amount));
  if ('fee' in read) return read.fee;
  warn('ambiguous' in read ? 'import_number_ambiguous' : 'import_fee_unread', pointer, amount);
  return 'ambiguous' in read ? read.ambiguous : read.unread;
}
