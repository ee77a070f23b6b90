/**
 * The records of a JSON file, with the line each begins on.
 * A broken or cut-off file still gives up the records that stand whole before the damage.
 */

export type JsonRecords = { readonly records: readonly JsonRecord[]; readonly brokenAt: number | null } | { readonly unreadable: true; readonly row: number };

/** `row` is the line of the file; `pointer` the place in the array, empty for a file of one record. */
export type JsonRecord = { readonly value: unknown; readonly row: number; readonly pointer: string };

/** `text` is what a JSON file holds: one record, a list, `{ procedures: […] }` or the portal's `{ data: … }`. */
export function readJsonRecords(text: string): JsonRecords {
  const whole = parse(text);
  if (whole === null) return salvage(text);
  const { list, prefix } = unwrap(whole.value);
  if (list === null) return { records: [{ value: whole.value, row: 1, pointer: '' }], brokenAt: null };
  const start = prefix === '' ? text.indexOf('[') : -1;
  const lines = start >= 0 ? splitElements(text, start).map((element) => element.row) : [];
  return { records: list.map((value, index) => ({ value, row: lines[index] ?? index + 1, pointer: `${prefix}${index}` })), brokenAt: null };
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

function unwrap(value: unknown): { readonly list: readonly unknown[] | null; readonly prefix: string } {
  if (Array.isArray(value)) return { list: value, prefix: '' };
  if (typeof value === 'object' && value !== null) {
    for (const key of ['procedures', 'data'] as const) {
      const inner: unknown = (value as Readonly<Record<string, unknown>>)[key];
      if (Array.isArray(inner)) return { list: inner, prefix: `${key}/` };
      if (typeof inner === 'object' && inner !== null && !('code' in value)) return { list: [inner], prefix: `${key}/` };
    }
  }
  return { list: null, prefix: '' };
}

function salvage(text: string): JsonRecords {
  const start = text.search(/\S/u);
  const lastLine = text.trimEnd().split('\n').length;
  if (start < 0 || text[start] !== '[') return { unreadable: true, row: lastLine };
  const elements = splitElements(text, start);
  const records = elements.flatMap((element, index): readonly JsonRecord[] => {
    const parsed = parse(element.text);
    return parsed === null ? [] : [{ value: parsed.value, row: element.row, pointer: String(index) }];
  });
  const broken = elements.find((element) => parse(element.text) === null);
  return records.length === 0 ? { unreadable: true, row: broken?.row ?? lastLine } : { records, brokenAt: broken?.row ?? lastLine };
}

/** The texts of an array's elements, cut at the commas of its own depth; the last may be cut off. */
function splitElements(text: string, start: number): readonly { readonly text: string; readonly row: number }[] {
  const elements: { text: string; row: number }[] = [];
  let depth = 0;
  let line = text.slice(0, start).split('\n').length;
  let from = start + 1;
  let row = line;
  let inString = false;
  const close = (end: number): void => {
    const element = text.slice(from, end).trim();
    if (element !== '') elements.push({ text: element, row });
  };
  for (let index = start; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '\n') line += 1;
    if (inString) {
      if (sign === '\\') index += 1;
      else if (sign === '"') inString = false;
      continue;
    }
    if (sign === '"') inString = true;
    else if (sign === '{' || sign === '[') {
      if (depth === 1) row = line;
      depth += 1;
    } else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth === 0) {
        close(index);
        return elements;
      }
    } else if (sign === ',' && depth === 1) {
      close(index);
      from = index + 1;
    }
  }
  close(text.length);
  return elements;
}
