/** Where a text stops being JSON: browsers tell it in words of their own, or not at all. */

export type Spot = { readonly line: number; readonly column: number };

const BLANK = /[ \t\r\n]*/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const QUOTED = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Thrown inside this file only, to leave the reading at once. */
class Stop extends Error {
  constructor(readonly at: number) {
    super('stop');
  }
}

/** The first place that cannot be read; null for JSON. Lines and columns count from 1. */
export function spotOf(text: string): Spot | null {
  try {
    const end = blanks(text, value(text, 0));
    if (end < text.length) throw new Stop(end);
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.at).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  }
}

/** @returns the place after what was read */
function take(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) throw new Stop(at);
  return at + found[0].length;
}

const blanks = (text: string, at: number): number => take(BLANK, text, at);

function sign(text: string, at: number, wanted: string): number {
  const start = blanks(text, at);
  if (text[start] !== wanted) throw new Stop(start);
  return start + 1;
}

function value(text: string, at: number): number {
  const start = blanks(text, at);
  switch (text[start]) {
    case '{':
      return entries(text, start + 1, '}', (from) => value(text, sign(text, take(QUOTED, text, blanks(text, from)), ':')));
    case '[':
      return entries(text, start + 1, ']', (from) => value(text, from));
    case '"':
      return take(QUOTED, text, start);
    default:
      return take(WORD, text, start);
  }
}

function entries(text: string, at: number, close: string, entry: (from: number) => number): number {
  const first = blanks(text, at);
  if (text[first] === close) return first + 1;
  let end = entry(first);
  for (;;) {
    end = blanks(text, end);
    if (text[end] === close) return end + 1;
    end = entry(sign(text, end, ','));
  }
}
