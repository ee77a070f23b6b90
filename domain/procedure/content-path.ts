/**
 * Paths that name one part of a content: `channels/online/duration`, `dossier/th1/items/gt2`.
 * List elements are named by their id, so a path keeps its meaning when rows move.
 */
import type { Json } from '../shared/canonical.js';
import type { Text } from '../shared/errors.js';
import { CHANNEL_LABELS } from '../shared/labels.js';
import { CONTENT_FIELDS, type ContentField, type Fields, type Shape } from './content-shape.js';
import type { ChannelKind, ProcedureContent } from './procedure.js';

type ListShape = Extract<Shape, { kind: 'list' }>;
type Row = { readonly [key: string]: Json };

/** A part of a content. `element` is a list row (present or, with value undefined, one that could be added). */
export type Place = {
  readonly path: string;
  readonly field: ContentField;
  readonly target: { readonly kind: 'field'; readonly shape: Shape } | { readonly kind: 'element'; readonly list: ListShape; readonly id: string };
  readonly value: Json | undefined;
  readonly label: Text;
};

export const asJson = (content: ProcedureContent): Row => content as unknown as Row;
const rowsOf = (value: Json | undefined): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);

/** How a row is called in front of people: its first words, or the channel's name. */
export function rowLabel(row: Row): Text {
  const channel = row['channel'];
  if (typeof channel === 'string') return CHANNEL_LABELS[channel as ChannelKind];
  const words = row['name'] ?? row['case'] ?? row['symbol'] ?? row['paper'] ?? row['text'] ?? row['id'];
  const short = firstWords(String(words));
  return { vi: short, en: short };
}

function firstWords(words: string): string {
  const line = words.replace(/\s+/gu, ' ').trim();
  if (line.length <= 80) return line;
  const cut = line.slice(0, 80);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40))}…`;
}

export const under = (outer: Text, inner: Text): Text => ({ vi: `${outer.vi} › ${inner.vi}`, en: `${outer.en} › ${inner.en}` });

/** The part a path names; null when no such part can exist. A missing list element is found with value undefined. */
export function findPlace(content: ProcedureContent, path: string): Place | null {
  const segments = path.split('/');
  let fields: Fields = CONTENT_FIELDS;
  let row: Row = asJson(content);
  let label: Text | null = null;
  for (let index = 0; index < segments.length; index += 2) {
    const key = segments[index] as string;
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) return null;
    label = label === null ? field.label : under(label, field.label);
    const topField = segments[0] as ContentField;
    const id = segments[index + 1];
    if (id === undefined) return { path, field: topField, target: { kind: 'field', shape: field.shape }, value: row[key], label };
    if (field.shape.kind !== 'list') return null;
    const element = rowsOf(row[key]).find((item) => item['id'] === id);
    if (element === undefined || index + 2 >= segments.length) {
      if (index + 2 < segments.length) return null;
      const named = element ? under(label, rowLabel(element)) : label;
      return { path, field: topField, target: { kind: 'element', list: field.shape, id }, value: element, label: named };
    }
    label = under(label, rowLabel(element));
    fields = field.shape.fields;
    row = element;
  }
  return null;
}

/**
 * The content with one part replaced (`value`), taken out (`undefined`) or, for an element not there yet, put in at `at`
 * (end by default). The path must come from {@link findPlace}.
 */
export const withPart = (content: ProcedureContent, path: string, value: Json | undefined, at?: number): ProcedureContent =>
  edit(asJson(content), path.split('/'), value, at) as unknown as ProcedureContent;

function edit(row: Row, [key, id, ...rest]: readonly string[], value: Json | undefined, at?: number): Row {
  const name = key as string;
  if (id === undefined) return { ...row, [name]: value as Json };
  const rows = rowsOf(row[name]);
  const index = rows.findIndex((item) => item['id'] === id);
  if (rest.length > 0) {
    return { ...row, [name]: rows.map((item, place) => (place === index ? edit(item, rest, value, at) : item)) };
  }
  if (value === undefined) return { ...row, [name]: rows.filter((_, place) => place !== index) };
  if (index >= 0) return { ...row, [name]: rows.map((item, place) => (place === index ? value : item)) };
  const position = Math.min(at ?? rows.length, rows.length);
  return { ...row, [name]: [...rows.slice(0, position), value, ...rows.slice(position)] };
}

/**
 * Every part of a content under its path, each leaf exactly once: a plain field under its name, a list row under its id,
 * a dossier case without its papers (these stand alone), a list's own path holding the order of its ids.
 * Digests over chosen paths tell whether what a person approved has changed.
 */
export function contentPaths(content: ProcedureContent): Readonly<Record<string, Json>> {
  const parts: Record<string, Json> = {};
  collect(asJson(content), CONTENT_FIELDS, '', parts);
  return parts;
}

function collect(row: Row, fields: Fields, prefix: string, parts: Record<string, Json>): void {
  for (const [key, field] of Object.entries(fields)) {
    const path = prefix === '' ? key : `${prefix}/${key}`;
    if (field.shape.kind !== 'list') {
      parts[path] = row[key] as Json;
      continue;
    }
    const rows = rowsOf(row[key]);
    parts[path] = rows.map((item) => item['id'] as string);
    const nested = Object.values(field.shape.fields).some((inner) => inner.shape.kind === 'list');
    for (const item of rows) {
      if (nested) collect(item, field.shape.fields, `${path}/${String(item['id'])}`, parts);
      else parts[`${path}/${String(item['id'])}`] = item;
    }
  }
}

/** The paths at or below `prefix`. */
export const pathsUnder = (prefix: string, paths: Iterable<string>): readonly string[] =>
  [...paths].filter((path) => path === prefix || path.startsWith(`${prefix}/`));

/** One path names the other or a part of it. */
export const overlaps = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
