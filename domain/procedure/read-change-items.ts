/** Change items read out of untrusted JSON. */
import type { Json } from '../shared/canonical.js';
import { DomainError } from '../shared/errors.js';
import { CHANGE_TYPES, COMPETENCE_TRACKS, CRITERIA, PROVISION_ACTIONS, type ChangeItem, type ChangeOp, type TargetProvision } from './change-items.js';
import { ELEMENT_ID, MAX_ELEMENTS, type Fields, readField } from './content-shape.js';

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

const label = { vi: '', en: '' };
const ITEM_FIELDS: Fields = {
  id: { label, shape: { kind: 'text', nullable: false, max: 32, pattern: ELEMENT_ID } },
  type: { label, shape: { kind: 'choice', values: CHANGE_TYPES, nullable: false } },
  track: { label, shape: { kind: 'choice', values: COMPETENCE_TRACKS, nullable: false } },
  reason: {
    label,
    shape: {
      kind: 'record',
      nullable: false,
      fields: {
        criterion: { label, shape: { kind: 'choice', values: CRITERIA, nullable: false } },
        text: { label, shape: { kind: 'text', nullable: false, max: 5_000 } },
      },
    },
  },
  targetProvision: {
    label,
    shape: {
      kind: 'record',
      nullable: true,
      fields: {
        symbol: { label, shape: { kind: 'text', nullable: false, max: 200 } },
        provision: { label, shape: { kind: 'text', nullable: false, max: 2_000 } },
        action: { label, shape: { kind: 'choice', values: PROVISION_ACTIONS, nullable: false } },
      },
    },
  },
  costLines: { label, shape: { kind: 'texts' } },
};

const refuse = (path: string): never => {
  throw new DomainError('change_item_invalid', { path });
};

/**
 * A list of change items out of a request body or a file. The values of `before` and `after` are checked later, against
 * the version they apply to.
 * @throws change_item_invalid with `{ path }` such as `2/ops/0/path`
 */
export function readChangeItems(value: unknown): readonly ChangeItem[] {
  if (!Array.isArray(value) || value.length > MAX_ELEMENTS) return refuse('');
  const ids = new Set<string>();
  return value.map((raw: unknown, index) => {
    const at = String(index);
    if (!isRow(raw)) return refuse(at);
    const { ops, ...rest } = raw;
    const read = readField(rest, { kind: 'record', fields: ITEM_FIELDS, nullable: false }, at);
    if ('problems' in read) return refuse(read.problems[0]?.path ?? at);
    const head = read.value as Omit<ChangeItem, 'ops'> & { readonly targetProvision: TargetProvision | null };
    if (ids.has(head.id)) return refuse(`${at}/id`);
    ids.add(head.id);
    if (!Array.isArray(ops) || ops.length > MAX_ELEMENTS) return refuse(`${at}/ops`);
    return { ...head, ops: ops.map((op: unknown, place) => readOp(op, `${at}/ops/${place}`)) };
  });
}

function readOp(raw: unknown, at: string): ChangeOp {
  if (!isRow(raw)) return refuse(at);
  const { path, op, before, after, at: position } = raw;
  if (typeof path !== 'string' || path === '' || path.length > 200) return refuse(`${at}/path`);
  const stray = Object.keys(raw).find((key) => !['path', 'op', 'before', 'after', 'at'].includes(key));
  if (stray !== undefined) return refuse(`${at}/${stray}`);
  if (op === 'remove') return before === undefined ? { path, op } : { path, op, before: before as Json };
  if (after === undefined) return refuse(`${at}/after`);
  if (op === 'replace') return { path, op, after: after as Json, ...(before === undefined ? {} : { before: before as Json }) };
  if (op !== 'add') return refuse(`${at}/op`);
  if (position === undefined) return { path, op, after: after as Json };
  if (!Number.isSafeInteger(position) || (position as number) < 0) return refuse(`${at}/at`);
  return { path, op, after: after as Json, at: position as number };
}
