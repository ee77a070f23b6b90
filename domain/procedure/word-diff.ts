/**
 * Word-level marks between two texts.
 * A word is a run of letters or digits with the signs inside it (`123/2015/NĐ-CP`, `700.000`), so that one changed word is
 * one mark. NFC and NFD forms of a text, and different runs of blanks, are equal.
 */

/** `same` stands in both, `del` only before, `ins` only after. Joined without `ins` the marks give the text before. */
export type WordMark = { readonly mark: 'same' | 'del' | 'ins'; readonly text: string };

/** Table cells up to which the longest common subsequence is exact; longer texts are first split at words that occur once. */
const MAX_CELLS = 4_000_000;

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[./,:-][\p{L}\p{M}\p{N}]+)*|\n|[^\S\n]+|[^\p{L}\p{M}\p{N}\s]/gu;

const tokensOf = (text: string): readonly string[] =>
  text.normalize('NFC').replaceAll('\r\n', '\n').replace(/[^\S\n]+/gu, ' ').trim().match(TOKEN) ?? [];

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
  } else if (midA.length * midB.length <= MAX_CELLS) {
    exact(midA, midB, put);
  } else {
    anchored(midA, midB, put);
  }
  put('same', a.slice(a.length - tail));
}

/** Longest common subsequence by the plain table; deletions come before insertions. */
function exact(a: readonly string[], b: readonly string[], put: Put): void {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = a[i] === b[j]
        ? (table[(i + 1) * width + j + 1] as number) + 1
        : Math.max(table[(i + 1) * width + j] as number, table[i * width + j + 1] as number);
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put('same', [a[i] as string]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && (table[(i + 1) * width + j] as number) >= (table[i * width + j + 1] as number))) {
      put('del', [a[i] as string]);
      i += 1;
    } else {
      put('ins', [b[j] as string]);
      j += 1;
    }
  }
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
      ? [{ mark: 'del', text: ' ' }, { mark: 'ins', text: ' ' }]
      : [mark]);
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
