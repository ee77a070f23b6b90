/**
 * What differs between two versions of a procedure, field by field in the national portal's order.
 * List rows are matched by id: removed, changed, added, moved. Text is compared as it reads (NFC, blanks single).
 */
import { canonicalJson, type Json } from '../shared/canonical.js';
import type { Text } from '../shared/errors.js';
import {
  CHANNEL_LABELS,
  CONDITION_SUBJECT_LABELS,
  CONTROL_LABELS,
  DURATION_UNIT_LABELS,
  KIND_LABELS,
  LEVEL_LABELS,
  PAPER_KIND_LABELS,
} from '../shared/labels.js';
import { asJson, rowLabel, under } from './content-path.js';
import { CONTENT_FIELDS, type ContentField, type Field, type Fields, type Shape } from './content-shape.js';
import { type Channel, type Duration, paperCount, type ProcedureContent } from './procedure.js';
import { sameText, type WordMark, wordDiff } from './word-diff.js';

export type FieldChange = 'changed' | 'added' | 'removed' | 'moved';

/** One difference. `words` marks the Vietnamese display text; a moved row has equal texts and its new place in `after`. */
export type FieldDiff = {
  readonly path: string;
  readonly field: ContentField;
  readonly label: Text;
  readonly change: FieldChange;
  readonly before: Json | null;
  readonly after: Json | null;
  readonly beforeText: Text | null;
  readonly afterText: Text | null;
  readonly words: readonly WordMark[];
};

/** The figures of the sticky line. Times and fees are those of the slowest and dearest channel; null when not stated. */
export type DiffSummary = {
  readonly papersBefore: number;
  readonly papersAfter: number;
  readonly papersDropped: number;
  readonly papersAdded: number;
  readonly stepsBefore: number;
  readonly stepsAfter: number;
  readonly conditionsDropped: number;
  readonly durationBefore: Duration | null;
  readonly durationAfter: Duration | null;
  readonly durationChanged: boolean;
  readonly feeBeforeDong: number | null;
  readonly feeAfterDong: number | null;
  readonly feeChanged: boolean;
  readonly abolished: boolean;
};

export type ContentDiff = {
  readonly changes: readonly FieldDiff[];
  readonly unchanged: readonly { readonly field: ContentField; readonly label: Text }[];
  readonly summary: DiffSummary;
};

export function compareContents(before: ProcedureContent, after: ProcedureContent): ContentDiff {
  const changes = compareFields(asJson(before), asJson(after), CONTENT_FIELDS, '', null, null);
  const touched = new Set(changes.map((diff) => diff.field));
  const fields = Object.entries(CONTENT_FIELDS) as readonly (readonly [ContentField, Field])[];
  return {
    changes,
    unchanged: fields.filter(([field]) => !touched.has(field)).map(([field, { label }]) => ({ field, label })),
    summary: summarise(before, after, changes),
  };
}

type Row = { readonly [key: string]: Json };
type Where = { readonly path: string; readonly field: ContentField; readonly label: Text };

function compareFields(before: Row, after: Row, fields: Fields, prefix: string, outer: Text | null, top: ContentField | null): readonly FieldDiff[] {
  return Object.entries(fields).flatMap(([key, { label, shape }]): readonly FieldDiff[] => {
    const where: Where = {
      path: prefix === '' ? key : `${prefix}/${key}`,
      field: top ?? (key as ContentField),
      label: outer === null ? label : under(outer, label),
    };
    const a = before[key] as Json;
    const b = after[key] as Json;
    if (shape.kind === 'list') return compareRows(a as readonly Row[], b as readonly Row[], shape, where);
    return sameValue(a, b) ? [] : [difference(where, 'changed', a, b, shape)];
  });
}

function compareRows(before: readonly Row[], after: readonly Row[], shape: Extract<Shape, { kind: 'list' }>, where: Where): readonly FieldDiff[] {
  const idOf = (row: Row): string => row['id'] as string;
  const old = new Map(before.map((row) => [idOf(row), row]));
  const fresh = new Map(after.map((row) => [idOf(row), row]));
  const at = (row: Row): Where => ({ path: `${where.path}/${idOf(row)}`, field: where.field, label: under(where.label, rowLabel(row)) });
  const removed = before.filter((row) => !fresh.has(idOf(row))).map((row) => difference(at(row), 'removed', row, null, shape));
  const kept = after.map(idOf).filter((id) => old.has(id));
  const still = inOrder(
    before.map(idOf).filter((id) => fresh.has(id)),
    kept,
  );
  const rest = after.flatMap((row, index): readonly FieldDiff[] => {
    const was = old.get(idOf(row));
    if (was === undefined) return [difference(at(row), 'added', null, row, shape)];
    const place = at(was);
    const inside = compareFields(was, row, shape.fields, place.path, place.label, where.field);
    if (still.has(idOf(row))) return inside;
    const from = before.findIndex((other) => idOf(other) === idOf(row));
    const position = (number: number): Text => ({ vi: `vị trí ${number + 1}`, en: `place ${number + 1}` });
    return [...inside, { ...place, change: 'moved', before: from, after: index, beforeText: position(from), afterText: position(index), words: [] }];
  });
  return [...removed, ...rest];
}

/** Ids that need not move: a longest increasing run of their old places in the new order. */
function inOrder(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const place = new Map(before.map((id, index) => [id, index]));
  const best: { length: number; previous: number }[] = [];
  let end = -1;
  after.forEach((id, index) => {
    let previous = -1;
    for (let other = 0; other < index; other += 1) {
      const earlier = (place.get(after[other] as string) as number) < (place.get(id) as number);
      if (earlier && (best[other]?.length ?? 0) > (best[previous]?.length ?? 0)) previous = other;
    }
    best.push({ length: (best[previous]?.length ?? 0) + 1, previous });
    if ((best[index]?.length ?? 0) > (best[end]?.length ?? 0)) end = index;
  });
  const kept = new Set<string>();
  for (let index = end; index >= 0; index = best[index]?.previous ?? -1) kept.add(after[index] as string);
  return kept;
}

function difference(where: Where, change: FieldChange, before: Json | null, after: Json | null, shape: Shape): FieldDiff {
  const alike = before !== null && after !== null && textOf(before, shape).vi === textOf(after, shape).vi;
  const show = alike && shape.kind === 'record' ? (value: Json): Text => everyPart(value as Row) : (value: Json): Text => textOf(value, shape);
  const beforeText = before === null ? null : show(before);
  const afterText = after === null ? null : show(after);
  return { ...where, change, before, after, beforeText, afterText, words: wordDiff(beforeText?.vi ?? '', afterText?.vi ?? '') };
}

function sameValue(a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b);
  return canonicalJson(a) === canonicalJson(b);
}

const CODE_LABELS: { readonly [code: string]: Text } = {
  ...KIND_LABELS,
  ...LEVEL_LABELS,
  ...CHANNEL_LABELS,
  ...PAPER_KIND_LABELS,
  ...CONDITION_SUBJECT_LABELS,
  ...CONTROL_LABELS,
};
const plain = (text: string): Text => ({ vi: text, en: text });
const lines = (parts: readonly Text[], by = '\n'): Text => ({ vi: parts.map((part) => part.vi).join(by), en: parts.map((part) => part.en).join(by) });

/** A value as people read it. */
export function textOf(value: Json, shape: Shape): Text {
  switch (shape.kind) {
    case 'flag':
      return value === true ? { vi: 'Có', en: 'Yes' } : { vi: 'Không', en: 'No' };
    case 'choice':
      return CODE_LABELS[String(value)] ?? plain(String(value));
    case 'texts':
      return lines((value as readonly string[]).map((item) => (shape.values ? CODE_LABELS[item] : undefined) ?? plain(item)));
    case 'record':
      return recordText(value as Row, shape.fields);
    case 'list':
      return rowText(value as Row, shape.fields);
    default:
      return plain(String(value));
  }
}

const isDuration = (row: Row): boolean => 'unit' in row && 'published' in row;

function recordText(row: Row, fields: Fields): Text {
  if (isDuration(row)) return durationText(row as unknown as Duration);
  if ('amountDong' in row) return plain(String(row['published']));
  return lines(stated(row, fields), ' · ');
}

function rowText(row: Row, fields: Fields): Text {
  return lines(stated(row, fields));
}

/** All parts of a record: for records that read alike and yet differ, as in the published words of one time limit. */
const everyPart = (row: Row): Text =>
  plain(
    Object.values(row)
      .filter((value) => value !== null)
      .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
      .join(' · '),
  );

/** The stated parts of a row; zero counts and nested rows that are empty are left out. */
function stated(row: Row, fields: Fields): readonly Text[] {
  return Object.entries(fields).flatMap(([key, { label, shape }]): readonly Text[] => {
    const value = row[key];
    if (value === null || value === undefined || value === 0) return [];
    if (shape.kind === 'list') return (value as readonly Row[]).map((inner) => rowText(inner, shape.fields));
    const text = textOf(value, shape);
    if (text.vi === '') return [];
    return shape.kind === 'count' || shape.kind === 'record' || key === 'note' || key === 'form'
      ? [{ vi: `${label.vi}: ${text.vi}`, en: `${label.en}: ${text.en}` }]
      : [text];
  });
}

/** `7 ngày làm việc`; a limit without unit says so. */
export function durationText({ value, unit }: Duration): Text {
  if (unit === null) return { vi: `${value} (không ghi đơn vị)`, en: `${value} (no unit stated)` };
  const label = DURATION_UNIT_LABELS[unit];
  return { vi: `${value.replace('.', ',')} ${label.vi}`, en: `${value} ${label.en}` };
}

/** Rough length for finding the longest limit: never shown, never used for a deadline. */
const roughHours = ({ value, unit }: Duration): number => Number(value) * (unit === 'workingHours' ? 1 : unit === 'days' ? 8.1 : 8);

function longest(channels: readonly Channel[]): Duration | null {
  return channels.reduce<Duration | null>(
    (best, { duration }) => (duration !== null && (best === null || roughHours(duration) > roughHours(best)) ? duration : best),
    null,
  );
}

function dearest(channels: readonly Channel[]): number | null {
  const amounts = channels.flatMap(({ fee }) => (fee?.amountDong == null ? [] : [fee.amountDong]));
  return amounts.length === 0 ? null : Math.max(...amounts);
}

function summarise(before: ProcedureContent, after: ProcedureContent, changes: readonly FieldDiff[]): DiffSummary {
  const papers = (content: ProcedureContent): ReadonlySet<string> =>
    new Set(content.dossier.flatMap((group) => group.items.filter((item) => item.originals + item.copies > 0).map((item) => `${group.id}/${item.id}`)));
  const papersBefore = papers(before);
  const papersAfter = papers(after);
  const missingFrom = (from: ReadonlySet<string>, of: ReadonlySet<string>): number => [...of].filter((id) => !from.has(id)).length;
  const touches = (pattern: RegExp): boolean => changes.some((diff) => pattern.test(diff.path));
  return {
    papersBefore: paperCount(before),
    papersAfter: paperCount(after),
    papersDropped: missingFrom(papersAfter, papersBefore),
    papersAdded: missingFrom(papersBefore, papersAfter),
    stepsBefore: before.steps.length,
    stepsAfter: after.steps.length,
    conditionsDropped: before.conditions.filter((was) => !after.conditions.some((now) => now.id === was.id)).length,
    durationBefore: longest(before.channels),
    durationAfter: longest(after.channels),
    durationChanged: touches(/^channels\/[^/]+\/duration$/),
    feeBeforeDong: dearest(before.channels),
    feeAfterDong: dearest(after.channels),
    feeChanged: touches(/^channels\/[^/]+\/fee$/),
    abolished: !before.abolished && after.abolished,
  };
}
