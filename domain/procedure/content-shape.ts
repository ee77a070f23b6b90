/**
 * The fields of a procedure in the national portal's order, with their labels.
 * One table drives reading untrusted JSON, addressing a part by path, applying changes, comparing versions.
 */
import type { ErrorCode, Text } from '../shared/errors.js';
import {
  CERTAINTIES,
  CHANNEL_KINDS,
  CONDITION_SUBJECTS,
  CONTROLS,
  DURATION_UNITS,
  emptyContent,
  LEVELS,
  PAPER_KINDS,
  PROCEDURE_CODE,
  PROCEDURE_KINDS,
  type ProcedureContent,
} from './procedure.js';

/** What a field may hold. A `list` is addressed element by element through ids; every other shape is replaced whole. */
export type Shape =
  | { readonly kind: 'text'; readonly nullable: boolean; readonly max: number; readonly pattern?: RegExp }
  | { readonly kind: 'flag' }
  | { readonly kind: 'count'; readonly nullable: boolean }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly nullable: boolean }
  | { readonly kind: 'texts'; readonly values?: readonly string[] }
  | { readonly kind: 'record'; readonly fields: Fields; readonly nullable: boolean }
  | { readonly kind: 'list'; readonly fields: Fields; readonly idPrefix: string };

export type Field = { readonly label: Text; readonly shape: Shape };
export type Fields = { readonly [key: string]: Field };

export const MAX_ELEMENTS = 500;
export const ELEMENT_ID = /^[a-zA-Z][a-zA-Z0-9-]{0,31}$/;
const DECIMAL = /^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/;

const text = (vi: string, en: string, max = 2_000, pattern?: RegExp): Field => ({
  label: { vi, en },
  shape: pattern ? { kind: 'text', nullable: false, max, pattern } : { kind: 'text', nullable: false, max },
});
const optional = (vi: string, en: string, max = 2_000, pattern?: RegExp): Field => ({
  label: { vi, en },
  shape: pattern ? { kind: 'text', nullable: true, max, pattern } : { kind: 'text', nullable: true, max },
});
const choice = (vi: string, en: string, values: readonly string[], nullable: boolean): Field => ({
  label: { vi, en },
  shape: { kind: 'choice', values, nullable },
});
const texts = (vi: string, en: string, values?: readonly string[]): Field => ({
  label: { vi, en },
  shape: values ? { kind: 'texts', values } : { kind: 'texts' },
});
const list = (vi: string, en: string, idPrefix: string, fields: Fields): Field => ({
  label: { vi, en },
  shape: { kind: 'list', idPrefix, fields },
});

const DURATION: Field = {
  label: { vi: 'Thời hạn', en: 'Time limit' },
  shape: {
    kind: 'record',
    nullable: true,
    fields: {
      value: text('Số', 'Value', 20, DECIMAL),
      unit: choice('Đơn vị tính', 'Unit', DURATION_UNITS, true),
      published: text('Chữ đăng tải', 'Published words', 500),
    },
  },
};

const FEE: Field = {
  label: { vi: 'Phí, lệ phí', en: 'Fee' },
  shape: {
    kind: 'record',
    nullable: true,
    fields: {
      amountDong: { label: { vi: 'Số đồng', en: 'Đồng' }, shape: { kind: 'count', nullable: true } },
      currency: text('Loại tiền', 'Currency', 3, /^[A-Z]{3}$/),
      amount: optional('Mức thu', 'Amount', 20, /^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/),
      published: text('Chữ đăng tải', 'Published words', 1_000),
    },
  },
};

const SOURCE: Field = {
  label: { vi: 'Nguồn', en: 'Source' },
  shape: {
    kind: 'record',
    nullable: true,
    fields: {
      address: optional('Địa chỉ', 'Address', 1_000),
      copy: optional('Bản sao công khai', 'Public copy', 1_000),
      certainty: choice('Mức tin cậy', 'Certainty', CERTAINTIES, false),
      uncertain: texts('Mục chưa kiểm chứng', 'Unverified parts'),
      note: optional('Ghi chú', 'Note'),
    },
  },
};

/** Every field of {@link ProcedureContent}, in the portal's order. */
export const CONTENT_FIELDS = {
  code: text('Mã thủ tục', 'Code', 40, PROCEDURE_CODE),
  name: text('Tên thủ tục', 'Name'),
  kind: choice('Loại đối tượng phục vụ', 'Kind', PROCEDURE_KINDS, false),
  abolished: { label: { vi: 'Bãi bỏ thủ tục', en: 'Abolished' }, shape: { kind: 'flag' } },
  levels: texts('Cấp thực hiện', 'Level', LEVELS),
  levelsPublished: texts('Cấp thực hiện (chữ đăng tải)', 'Level as published'),
  procedureType: optional('Loại thủ tục', 'Type'),
  field: optional('Lĩnh vực', 'Field'),
  publishingDecision: optional('Quyết định công bố', 'Publishing decision'),
  steps: list('Trình tự thực hiện', 'Steps', 'b', { text: text('Nội dung bước', 'Step', 20_000), duration: DURATION }),
  channels: list('Cách thức thực hiện', 'Ways to apply', 'ct', {
    channel: choice('Hình thức nộp', 'Channel', CHANNEL_KINDS, false),
    duration: DURATION,
    fee: FEE,
    note: optional('Mô tả', 'Note', 20_000),
  }),
  dossier: list('Thành phần hồ sơ', 'Dossier', 'th', {
    case: text('Trường hợp', 'Case'),
    items: list('Giấy tờ', 'Papers', 'gt', {
      name: text('Tên giấy tờ', 'Paper', 10_000),
      originals: { label: { vi: 'Bản chính', en: 'Originals' }, shape: { kind: 'count', nullable: false } },
      copies: { label: { vi: 'Bản sao', en: 'Copies' }, shape: { kind: 'count', nullable: false } },
      kind: choice('Phải nộp hay xuất trình', 'Submit or present', PAPER_KINDS, true),
      form: optional('Mẫu đơn, tờ khai', 'Form'),
    }),
  }),
  applicants: texts('Đối tượng thực hiện', 'Applicants'),
  implementingAgency: optional('Cơ quan thực hiện', 'Implementing agency'),
  competentAgency: optional('Cơ quan có thẩm quyền', 'Competent agency'),
  delegatedAgency: optional('Cơ quan được ủy quyền', 'Delegated agency'),
  coordinatingAgency: optional('Cơ quan phối hợp', 'Coordinating agency'),
  receivingAddress: optional('Địa chỉ tiếp nhận hồ sơ', 'Receiving address'),
  results: list('Kết quả thực hiện', 'Results', 'kq', {
    name: text('Tên kết quả', 'Result'),
    code: optional('Mã kết quả', 'Result code', 40),
  }),
  resultValidity: optional('Thời hạn có hiệu lực của kết quả', 'Validity of the result'),
  frequency: optional('Tần suất thực hiện', 'Frequency'),
  control: choice('Tiền kiểm hay hậu kiểm', 'Control before or after', CONTROLS, true),
  legalBasis: list('Căn cứ pháp lý', 'Legal basis', 'cc', {
    symbol: text('Số, ký hiệu', 'Symbol', 200),
    title: optional('Tên văn bản', 'Title'),
    issuer: optional('Cơ quan ban hành', 'Issuer', 200),
  }),
  conditions: list('Yêu cầu, điều kiện', 'Conditions', 'dk', {
    text: text('Nội dung', 'Condition', 50_000),
    subject: choice('Loại điều kiện', 'Subject', CONDITION_SUBJECTS, false),
  }),
  dataReplacements: list('Giấy tờ thay bằng dữ liệu', 'Papers replaced by data', 'dl', {
    paper: text('Giấy tờ', 'Paper', 5_000),
    database: text('Cơ sở dữ liệu', 'Database'),
    owner: optional('Bộ chủ quản', 'Owner'),
    provision: optional('Điều khoản', 'Provision', 5_000),
    basis: optional('Văn bản cho phép', 'Basis', 200),
  }),
  relatedProcedures: texts('Thủ tục liên quan', 'Related procedures'),
  keywords: texts('Từ khóa', 'Keywords'),
  description: optional('Mô tả', 'Description', 20_000),
  source: SOURCE,
} as const satisfies Record<keyof ProcedureContent, Field>;

export type ContentField = keyof typeof CONTENT_FIELDS;

/** Why a value does not fit its field, with the place as path. */
export type ShapeProblem = { readonly path: string; readonly code: ErrorCode; readonly value: string };

const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Cs}/u;
const shown = (value: unknown): string => (value === undefined ? '' : String(JSON.stringify(value))).slice(0, 120);

type Sink = (path: string, code: ErrorCode, value: unknown) => undefined;

function readShape(value: unknown, shape: Shape, path: string, refuse: Sink): unknown {
  switch (shape.kind) {
    case 'text':
      if (value === null || value === undefined || value === '') return shape.nullable ? null : refuse(path, 'content_field_missing', value);
      return readText(value, path, shape.max, refuse, shape.pattern);
    case 'flag':
      return typeof value === 'boolean' ? value : refuse(path, 'content_field_wrong', value);
    case 'count':
      if (value === null && shape.nullable) return null;
      return Number.isSafeInteger(value) && (value as number) >= 0 ? value : refuse(path, 'content_field_wrong', value);
    case 'choice':
      if (value === null && shape.nullable) return null;
      return shape.values.includes(value as string) ? value : refuse(path, 'content_field_wrong', value);
    case 'texts':
      if (!Array.isArray(value)) return refuse(path, 'content_field_wrong', value);
      if (value.length > MAX_ELEMENTS) return refuse(path, 'content_too_many', value.length);
      return value.map((item, index) =>
        shape.values && !shape.values.includes(item as string)
          ? refuse(`${path}/${index}`, 'content_field_wrong', item)
          : readText(item, `${path}/${index}`, 2_000, refuse),
      );
    case 'record':
      if (value === null || value === undefined) return shape.nullable ? null : refuse(path, 'content_field_missing', value);
      return readRecord(value, shape.fields, path, refuse);
    case 'list':
      return readList(value, shape, path, refuse);
  }
}

function readText(value: unknown, path: string, max: number, refuse: Sink, pattern?: RegExp): unknown {
  if (typeof value !== 'string' || value.trim() === '') return refuse(path, 'content_field_wrong', value);
  if (value.length > max) return refuse(path, 'content_too_long', value);
  if (CONTROL_CHARACTER.test(value)) return refuse(path, 'content_control_character', value);
  const clean = value.normalize('NFC');
  return pattern && !pattern.test(clean) ? refuse(path, 'content_field_wrong', value) : clean;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const EMPTY: Readonly<Record<string, unknown>> = emptyContent('', '');

/** What stands for a field that was left out: nothing, unless the field must be given. */
function absent(shape: Shape, path: string): unknown {
  if (!path.includes('/') && path !== 'code' && path !== 'name') return EMPTY[path];
  if (shape.kind === 'list' || shape.kind === 'texts') return [];
  if (shape.kind === 'count') return shape.nullable ? null : 0;
  return 'nullable' in shape && shape.nullable ? null : undefined;
}

function readRecord(value: unknown, fields: Fields, path: string, refuse: Sink): unknown {
  if (!isRecord(value)) return refuse(path, 'content_field_wrong', value);
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(fields, key)) refuse(join(path, key), 'content_field_unknown', value[key]);
  }
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const at = join(path, key);
      return [key, readShape(Object.hasOwn(value, key) ? value[key] : absent(field.shape, at), field.shape, at, refuse)];
    }),
  );
}

function readList(value: unknown, shape: Extract<Shape, { kind: 'list' }>, path: string, refuse: Sink): unknown {
  if (!Array.isArray(value)) return refuse(path, 'content_field_wrong', value);
  if (value.length > MAX_ELEMENTS) return refuse(path, 'content_too_many', value.length);
  const taken = new Set<string>(value.flatMap((item) => (isRecord(item) && typeof item['id'] === 'string' ? [item['id']] : [])));
  const used = new Set<string>();
  return value.map((item: unknown, index) => {
    if (!isRecord(item)) return refuse(`${path}/${index}`, 'content_field_wrong', item);
    const { id = freeId(shape.idPrefix, index, taken), ...rest } = item;
    if (typeof id !== 'string' || !ELEMENT_ID.test(id)) return refuse(`${path}/${index}/id`, 'content_field_wrong', id);
    if (used.has(id)) return refuse(`${path}/${id}`, 'content_id_repeated', id);
    used.add(id);
    const read = readRecord(rest, shape.fields, `${path}/${id}`, refuse);
    return isRecord(read) ? { id, ...read } : undefined;
  });
}

/** An id by position that no element of the list uses: people who write JSON by hand need not invent ids. */
function freeId(prefix: string, index: number, taken: Set<string>): string {
  let number = index + 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  const id = `${prefix}${number}`;
  taken.add(id);
  return id;
}

export const join = (path: string, key: string): string => (path === '' ? key : `${path}/${key}`);

/** Reads a value of one field or of one list element. Text comes back NFC. */
export function readField(value: unknown, shape: Shape, path: string): { readonly value: unknown } | { readonly problems: readonly ShapeProblem[] } {
  const problems: ShapeProblem[] = [];
  const read = readShape(value, shape, path, (at, code, found) => void problems.push({ path: at, code, value: shown(found) }));
  return problems.length > 0 ? { problems } : { value: read };
}

/**
 * Reads a whole content out of untrusted JSON. Fields left out take their empty value, except code and name;
 * unknown fields are refused, so that a misspelt one is not lost in silence. Every problem is listed, not only the first.
 */
export function readContent(value: unknown): { readonly content: ProcedureContent } | { readonly problems: readonly ShapeProblem[] } {
  const read = readField(value, { kind: 'record', fields: CONTENT_FIELDS, nullable: false }, '');
  return 'problems' in read ? read : { content: read.value as ProcedureContent };
}
