/**
 * What a proposal changes in a procedure: typed change items whose operations turn one version into the next.
 *
 * All items of a proposal are read against the same version, so their order does not matter; two that touch the same
 * place are refused instead of one silently winning.
 */
import { canonicalJson, type Json } from '../shared/canonical.js';
import { DomainError } from '../shared/errors.js';
import { fold } from '../shared/fold.js';
import { findPlace, overlaps, type Place, withPart } from './content-path.js';
import { readField } from './content-shape.js';
import type { ProcedureContent } from './procedure.js';

export const CHANGE_TYPES = [
  'abolish',
  'dropPaper',
  'replacePaperByData',
  'simplifyForm',
  'cutTime',
  'cutStep',
  'merge',
  'decentralise',
  'cutFee',
  'cutCondition',
  'extendValidity',
  'reduceFrequency',
  'moveOnline',
  'exToPost',
] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

export const COMPETENCE_TRACKS = ['province', 'council', 'ministry'] as const;
/** Who can make the change real: tỉnh, HĐND, or a recommendation to the ministry. @legal NĐ 63/2010/NĐ-CP Điều 31 */
export type CompetenceTrack = (typeof COMPETENCE_TRACKS)[number];

export const CRITERIA = ['necessity', 'reasonableness', 'lawfulness', 'cost'] as const;
/** The four criteria of a review. @legal NĐ 63/2010/NĐ-CP Điều 28 */
export type Criterion = (typeof CRITERIA)[number];

export const PROVISION_ACTIONS = ['amend', 'replace', 'repeal', 'issue'] as const;

/** The text that must change before the item is real. `symbol` like `85/2019/TT-BTC`. */
export type TargetProvision = {
  readonly symbol: string;
  readonly provision: string;
  readonly action: (typeof PROVISION_ACTIONS)[number];
};

/** One edit. `before`, where given, must still be what stands there. `at` is a place in the list, 0 first. */
export type ChangeOp =
  | { readonly path: string; readonly op: 'replace'; readonly before?: Json; readonly after: Json }
  | { readonly path: string; readonly op: 'remove'; readonly before?: Json }
  | { readonly path: string; readonly op: 'add'; readonly after: Json; readonly at?: number };

/** Nội dung cắt giảm. `costLines` names the rows of the cost sheet the item touches. */
export type ChangeItem = {
  readonly id: string;
  readonly type: ChangeType;
  readonly track: CompetenceTrack;
  readonly reason: { readonly criterion: Criterion; readonly text: string };
  readonly targetProvision: TargetProvision | null;
  readonly ops: readonly ChangeOp[];
  readonly costLines: readonly string[];
};

/** Savings that share this key stand for the same cut and are never summed. */
export const overlapKeyOf = (code: string, item: ChangeItem): string => [code, item.type, ...item.ops.map((op) => op.path).toSorted()].join('|');

/**
 * The next version of a procedure.
 * @throws change_target_unknown, change_conflict, change_value_invalid with `{ item, path }`
 */
export function applyChangeItems(content: ProcedureContent, items: readonly ChangeItem[]): ProcedureContent {
  const edits = items.flatMap((item) => item.ops.map((op) => ({ item: item.id, op, ...readOp(content, item.id, op) })));
  edits.forEach((edit, index) => {
    const rival = edits.slice(index + 1).find((other) => overlaps(edit.op.path, other.op.path));
    if (rival) throw new DomainError('change_conflict', { item: rival.item, path: rival.op.path, other: edit.item });
  });
  const inPlace = edits.filter(({ op }) => op.op !== 'add');
  const added = edits.filter(({ op }) => op.op === 'add');
  return [...inPlace, ...added].reduce((next, { op, value }) => withPart(next, op.path, value, op.op === 'add' ? op.at : undefined), content);
}

function readOp(content: ProcedureContent, item: string, op: ChangeOp): { readonly value: Json | undefined } {
  const place = findPlace(content, op.path);
  if (place === null) throw new DomainError('change_target_unknown', { item, path: op.path });
  if (op.op === 'add') {
    if (place.target.kind !== 'element') throw new DomainError('change_target_unknown', { item, path: op.path });
    if (place.value !== undefined) throw new DomainError('change_conflict', { item, path: op.path, found: place.value });
    return { value: readAt(place, op.after, item) };
  }
  if (place.value === undefined || (place.target.kind === 'field' && place.target.shape.kind === 'list')) {
    throw new DomainError('change_target_unknown', { item, path: op.path });
  }
  if (op.before !== undefined && !same(place, op.before)) {
    throw new DomainError('change_conflict', { item, path: op.path, found: place.value });
  }
  if (op.op === 'replace') return { value: readAt(place, op.after, item) };
  if (place.target.kind === 'element') return { value: undefined };
  return { value: readAt(place, place.target.shape.kind === 'texts' ? [] : null, item) };
}

/** The new value in the form of its place; an element keeps the id its path names. */
function readAt(place: Place, value: Json, item: string): Json {
  const read = readValue(place, value);
  if ('problems' in read) {
    const [problem] = read.problems;
    throw new DomainError('change_value_invalid', { item, path: problem?.path ?? place.path, problem: problem?.code });
  }
  return read.value as Json;
}

function readValue(place: Place, value: Json): ReturnType<typeof readField> {
  const { target, path } = place;
  if (target.kind === 'field') return readField(value, target.shape, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problems: [{ path, code: 'content_field_wrong', value: '' }] };
  }
  const read = readField([{ ...value, id: target.id }], target.list, path.slice(0, path.lastIndexOf('/')));
  return 'problems' in read ? read : { value: (read.value as readonly unknown[])[0] };
}

function same(place: Place, before: Json): boolean {
  const read = readValue(place, before);
  return 'value' in read && canonicalJson(read.value as Json) === canonicalJson(place.value as Json);
}

/** Folded words that show a text nobody in the province can change: laws, decrees, circulars and the like. */
const CENTRAL_SYMBOL =
  /(?:^|[-/ ])(?:qh\d+|pl|nd-cp|nq-cp|qd-ttg|tt-[a-z]+|ttlt[a-z-]*|qd-b[a-z]+)(?:$|[ ,;])|(?:^| )(?:luat|bo luat|nghi dinh|thong tu)(?: |$)/u;

/** The symbol names a text of the centre (law, decree, circular, decision of the PM or a minister). */
export const isCentralText = (symbol: string): boolean => CENTRAL_SYMBOL.test(fold(symbol));

const TYPE_TARGETS: Record<ChangeType, RegExp> = {
  abolish: /^abolished$/,
  dropPaper: /^dossier\//,
  replacePaperByData: /^(?:dossier|dataReplacements)\//,
  simplifyForm: /^dossier\/[^/]+\/items\//,
  cutTime: /^(?:channels\/[^/]+\/duration|steps\/[^/]+(?:\/duration)?|channels\/[^/]+)$/,
  cutStep: /^steps\//,
  merge: /^(?:relatedProcedures|steps|dossier|results|channels|conditions|name|abolished)(?:\/|$)/,
  decentralise: /^(?:competentAgency|implementingAgency|delegatedAgency|levels|levelsPublished)$/,
  cutFee: /^channels\/[^/]+(?:\/fee)?$/,
  cutCondition: /^conditions\//,
  extendValidity: /^(?:resultValidity|results\/)/,
  reduceFrequency: /^frequency$/,
  moveOnline: /^channels\//,
  exToPost: /^(?:control|steps|conditions|channels)(?:\/|$)/,
};

export type ChangeProblem = {
  readonly item: string;
  readonly path: string | null;
  readonly code: 'change_nothing' | 'change_reason_missing' | 'change_provision_missing' | 'change_track_not_allowed' | 'change_type_mismatch';
  /** Errors block the submit; warnings need a tick by the author. */
  readonly severity: 'error' | 'warning';
};

/**
 * What is wrong with the items as law, beside whether they can be applied.
 * @legal NĐ 63/2010/NĐ-CP Điều 31 khoản 1: the province amends its own texts and asks the ministry for the rest; time may be
 * cut below the legal limit as the province's own commitment.
 */
export function checkChangeItems(items: readonly ChangeItem[]): readonly ChangeProblem[] {
  return items.flatMap((item): readonly ChangeProblem[] => {
    const found: ChangeProblem[] = [];
    const add = (code: ChangeProblem['code'], severity: ChangeProblem['severity'], path: string | null = null): void => {
      found.push({ item: item.id, path, code, severity });
    };
    if (item.ops.length === 0) add('change_nothing', 'error');
    else if (!item.ops.some((op) => TYPE_TARGETS[item.type].test(op.path))) add('change_type_mismatch', 'error', item.ops[0]?.path ?? null);
    if (item.reason.text.trim() === '') add('change_reason_missing', 'error');
    if (item.track === 'province' && item.type !== 'cutTime' && item.targetProvision !== null && isCentralText(item.targetProvision.symbol)) {
      add('change_track_not_allowed', 'error');
    }
    if (item.targetProvision === null && !(item.track === 'province' && item.type === 'cutTime')) add('change_provision_missing', 'warning');
    return found;
  });
}
