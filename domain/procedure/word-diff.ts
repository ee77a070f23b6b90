/**
 * Word-level marks between two texts.
 * A word is a run of letters or digits with the signs inside it (`123/2015/NĐ-CP`, `700.000`), so that one changed word is
 * one mark. NFC and NFD forms of a text, and different runs of blanks, are equal.
 */

/** `same` stands in both, `del` only before, `ins` only after. Joined without `ins` the marks give the text before. */
export type WordMark = { readonly mark: 'same' | 'del' | 'ins'; readonly text: string };

/** Edits up to which the shortest script is sought; texts further apart are first split at words that occur once. */
const MAX_EDITS = 2_000;

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[./,:-][\p{L}\p{M}\p{N}]+)*|\n|[^\S\n]+|[^\p{L}\p{M}\p{N}\s]/gu;

const tokensOf = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .trim()
    .match(TOKEN) ?? [];

export function wordDiff(before: string, after: string): readonly WordMark[] {
  const marks: { mark: WordMark['mark']; text: string }[] = [];
  const put = (mark: WordMark['mark'], tokens: readonly string[]): void => {
    for (const text of tokens) marks.push({ mark, text });
  };
  diffInto(tokensOf(before), tokensOf(after), put);
  return merge(bridgeBlanks(marks));
}

/** Two texts read alike: equal after NFC, with blanks as single spaces. */
export const sameText = (a: string, b: string): boolean => a === b || tokensOf(a).join('') === tokensOf(b).join('');

type Put = (mark: WordMark['mark'], tokens: readonly string[]) => void;

function diffInto(a: readonly string[], b: readonly string[], put: Put): void {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  put('same', a.slice(0, start));
  const midA = a.slice(start, a.length - tail);
  const midB = b.slice(start, b.length - tail);
  if (midA.length === 0 || midB.length === 0) {
    put('del', midA);
    put('ins', midB);
  } else if (!shortest(midA, midB, put)) {
    anchored(midA, midB, put);
  }
  put('same', a.slice(a.length - tail));
}

/**
 * The shortest edit script by Myers' greedy walk over diagonals: quick where texts are long and changes few.
 * Answers false, with nothing put, when more than {@link MAX_EDITS} edits would be needed.
 */
function shortest(a: readonly string[], b: readonly string[], put: Put): boolean {
  const limit = Math.min(a.length + b.length, MAX_EDITS);
  const reach = new Int32Array(2 * limit + 3);
  const steps: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    steps.push(reach.slice(limit - edits, limit + edits + 3));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = limit + 1 + diagonal;
      const down = diagonal === -edits || (diagonal !== edits && (reach[at - 1] as number) < (reach[at + 1] as number));
      let x = down ? (reach[at + 1] as number) : (reach[at - 1] as number) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach[at] = x;
      if (x >= a.length && x - diagonal >= b.length) {
        putScript(a, b, steps, put);
        return true;
      }
    }
  }
  return false;
}

/** Walks the recorded reaches back to the start, then puts the script forwards. */
function putScript(a: readonly string[], b: readonly string[], steps: readonly Int32Array[], put: Put): void {
  const script: (readonly [WordMark['mark'], string])[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = steps.length - 1; edits >= 0; edits -= 1) {
    const reach = steps[edits] as Int32Array;
    const from = (diagonal: number): number => reach[edits + 1 + diagonal] as number;
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && from(diagonal - 1) < from(diagonal + 1));
    const startX = edits === 0 ? 0 : from(down ? diagonal + 1 : diagonal - 1);
    const startY = edits === 0 ? 0 : startX - (down ? diagonal + 1 : diagonal - 1);
    while (x > startX && y > startY) {
      x -= 1;
      y -= 1;
      script.push(['same', a[x] as string]);
    }
    if (edits === 0) break;
    if (down) y -= 1;
    else x -= 1;
    script.push(down ? ['ins', b[y] as string] : ['del', a[x] as string]);
  }
  for (const [mark, token] of script.toReversed()) put(mark, [token]);
}

/** Splits long texts at the middle word that stands once in each; without one, the stretch counts as replaced. */
function anchored(a: readonly string[], b: readonly string[], put: Put): void {
  const placesIn = (tokens: readonly string[]): Map<string, number> => {
    const places = new Map<string, number>();
    tokens.forEach((token, index) => places.set(token, places.has(token) ? -1 : index));
    return places;
  };
  const inB = placesIn(b);
  const shared = [...placesIn(a)].filter(([token, place]) => place >= 0 && (inB.get(token) ?? -1) >= 0);
  const anchor = shared[Math.floor(shared.length / 2)];
  if (anchor === undefined) {
    put('del', a);
    put('ins', b);
    return;
  }
  const [token, place] = anchor;
  const other = inB.get(token) as number;
  diffInto(a.slice(0, place), b.slice(0, other), put);
  put('same', [token]);
  diffInto(a.slice(place + 1), b.slice(other + 1), put);
}

/** A blank between two changed words belongs to the change: `năm ngày` → `một giờ` is one mark, not two. */
function bridgeBlanks(marks: readonly WordMark[]): readonly WordMark[] {
  const changed = (mark: WordMark | undefined): boolean => mark !== undefined && mark.mark !== 'same';
  return marks.flatMap((mark, index): readonly WordMark[] =>
    mark.mark === 'same' && mark.text === ' ' && changed(marks[index - 1]) && changed(marks[index + 1])
      ? [
          { mark: 'del', text: ' ' },
          { mark: 'ins', text: ' ' },
        ]
      : [mark],
  );
}

/** Joins neighbours of one kind; inside a changed stretch all deletions come first. */
function merge(marks: readonly WordMark[]): readonly WordMark[] {
  const merged: WordMark[] = [];
  let del = '';
  let ins = '';
  const flush = (): void => {
    if (del !== '') merged.push({ mark: 'del', text: del });
    if (ins !== '') merged.push({ mark: 'ins', text: ins });
    del = '';
    ins = '';
  };
  for (const { mark, text } of marks) {
    if (mark === 'del') del += text;
    else if (mark === 'ins') ins += text;
    else {
      flush();
      const last = merged.at(-1);
      if (last?.mark === 'same') merged[merged.length - 1] = { mark: 'same', text: last.text + text };
      else merged.push({ mark: 'same', text });
    }
  }
  flush();
  return merged;
}
