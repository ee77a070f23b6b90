/**
 * Carries element ids from one version to the next when a procedure is imported again.
 * Without it a paper that kept its words would look removed and added, and comments would lose their place.
 */
import type { Json } from '../shared/canonical.js';
import { fold } from '../shared/fold.js';
import { asJson } from './content-path.js';
import { CONTENT_FIELDS, type Fields } from './content-shape.js';
import type { ProcedureContent } from './procedure.js';

type Row = { readonly [key: string]: Json };

/** Share of common words from which two rows count as one that was reworded. */
const ALIKE = 0.5;

/** `incoming` with the ids of `previous` on rows that are the same or nearly so; new rows get ids `previous` never used. */
export const alignIds = (previous: ProcedureContent, incoming: ProcedureContent): ProcedureContent =>
  alignFields(asJson(previous), asJson(incoming), CONTENT_FIELDS) as unknown as ProcedureContent;

function alignFields(previous: Row, incoming: Row, fields: Fields): Row {
  return Object.fromEntries(
    Object.entries(incoming).map(([key, value]) => {
      const shape = fields[key]?.shape;
      if (shape?.kind !== 'list') return [key, value];
      return [key, alignRows(previous[key] as readonly Row[], value as readonly Row[], shape.fields, shape.idPrefix)];
    }),
  );
}

function alignRows(previous: readonly Row[], incoming: readonly Row[], fields: Fields, prefix: string): readonly Row[] {
  const match = matchRows(previous, incoming);
  const taken = new Set(previous.map((row) => row['id'] as string));
  return incoming.map((row, index) => {
    const partner = match.get(index);
    const own = row['id'] as string;
    const id = partner ? (partner['id'] as string) : taken.has(own) ? fresh(prefix, taken) : own;
    taken.add(id);
    const { id: _, ...parts } = row;
    return { id, ...(partner ? alignFields(partner, parts, fields) : parts) };
  });
}

function fresh(prefix: string, taken: ReadonlySet<string>): string {
  let number = taken.size + 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** Best pairs first: equal words, then the most words in common; each row is used once. */
function matchRows(previous: readonly Row[], incoming: readonly Row[]): ReadonlyMap<number, Row> {
  const match = new Map<number, Row>();
  const free = new Set(previous);
  const keys = new Map(previous.map((row) => [row, keyOf(row)]));
  incoming.forEach((row, index) => {
    const twin = [...free].find((other) => keys.get(other) === keyOf(row));
    if (twin === undefined) return;
    match.set(index, twin);
    free.delete(twin);
  });
  const pairs = incoming.flatMap((row, index) =>
    match.has(index) ? [] : [...free].map((other) => ({ index, other, score: likeness(keys.get(other) as string, keyOf(row)) })),
  );
  for (const { index, other, score } of pairs.toSorted((a, b) => b.score - a.score)) {
    if (score < ALIKE || match.has(index) || !free.has(other)) continue;
    match.set(index, other);
    free.delete(other);
  }
  return match;
}

/** The words by which a row is recognised. */
const keyOf = (row: Row): string => fold(String(row['channel'] ?? row['symbol'] ?? row['name'] ?? row['case'] ?? row['paper'] ?? row['text'] ?? ''));

function likeness(a: string, b: string): number {
  const left = new Set(a.split(' '));
  const right = new Set(b.split(' '));
  const common = [...left].filter((word) => right.has(word)).length;
  return common / (left.size + right.size - common);
}
