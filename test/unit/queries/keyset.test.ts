import { behind, cutPage, decodeCursor, encodeCursor, orderBy } from '../../../queries/keyset.js';
import { DomainError } from '../../../domain/shared/errors.js';

const BOUND = { list: 'inbox', box: 'todo', unit: null };

const refusal = (cursor: string, bound: typeof BOUND | Record<string, string | null> = BOUND): string | null => {
  try {
    decodeCursor(cursor, bound);
    return null;
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('a cursor', () => {
  it('leads back to the row it stands behind', () => {
    for (const key of [['2026-11-25 10:00:00.000', 'tsk_1'], [null, 'tsk_2'], ['1.00"4\\', 'x']] as const) {
      expect(decodeCursor(encodeCursor(key, BOUND), BOUND)).toEqual(key);
    }
    expect(decodeCursor(null, BOUND)).toBeNull();
  });

  it('is opaque: URL-safe letters only', () => {
    expect(encodeCursor(['ă', 'ơ'], BOUND)).toMatch(/^[A-Za-z0-9_-]+$/u);
  });

  it('is refused with another filter, list or order', () => {
    const cursor = encodeCursor(['a', 'b'], BOUND);
    expect(refusal(cursor)).toBeNull();
    expect(refusal(cursor, { ...BOUND, box: 'done' })).toBe('cursor_invalid');
    expect(refusal(cursor, { ...BOUND, unit: 'stp' })).toBe('cursor_invalid');
  });

  it.each(['', 'x', 'W10', '!!!!', 'a'.repeat(2000), Buffer.from('["0123456789abcdef",{"a":1},"b"]').toString('base64url'), Buffer.from('["0123456789abcdef","a"]').toString('base64url')])('that is none of ours is refused: %p', (cursor) => {
    expect(refusal(cursor)).toBe('cursor_invalid');
  });
});

describe('the condition behind a cursor', () => {
  type Row = { readonly v: string | null; readonly id: string };
  /** MySQL's order: NULL first ascending, last descending. */
  const sorted = (rows: readonly Row[], descending: boolean): readonly Row[] =>
    [...rows].sort((a, b) => {
      const order = a.v === b.v ? (a.id < b.id ? -1 : 1) : a.v === null ? -1 : b.v === null ? 1 : a.v < b.v ? -1 : 1;
      return descending ? -order : order;
    });

  /** Evaluates the few operators the condition is written in. */
  const holds = ({ sql, params }: { sql: string; params: readonly unknown[] }, row: Row): boolean => {
    let index = 0;
    const bound = sql.replaceAll('?', () => JSON.stringify(params[index++]));
    const code = bound
      .replaceAll(/\bv IS NOT NULL\b/gu, '(row.v !== null)').replaceAll(/\bv IS NULL\b/gu, '(row.v === null)')
      .replaceAll(/\b(v|id) (>=|<=|>|<) ("(?:[^"\\]|\\.)*")/gu, '(row.$1 !== null && row.$1 $2 $3)')
      .replaceAll(/\bAND\b/gu, '&&').replaceAll(/\bOR\b/gu, '||').replace('1 = 1', 'true');
    return new Function('row', `return ${code}`)(row) as boolean;
  };

  it.each([false, true])('walks every row exactly once, nulls and ties included (descending %p)', (descending) => {
    const rows: readonly Row[] = ['a', 'a', 'b', null, 'c', 'c', 'c', null, 'd'].map((v, index) => ({ v, id: `i${index}` }));
    const order = { column: 'v', id: 'id', descending };
    const walked: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const where = behind(order, decodeCursor(cursor, BOUND));
      const fetched = sorted(rows.filter((row) => holds(where, row)), descending).slice(0, 3);
      const page = cutPage(fetched, 2, BOUND, (row) => [row.v, row.id], (row) => row.id);
      walked.push(...page.items);
      cursor = page.next;
      if (cursor === null) break;
    }
    expect(walked).toEqual(sorted(rows, descending).map((row) => row.id));
  });

  it('is written in the expanded form the index can serve', () => {
    expect(behind({ column: 't.due_at', id: 't.id' }, ['x', 'y'])).toEqual({ sql: 't.due_at >= ? AND (t.due_at > ? OR t.id > ?)', params: ['x', 'x', 'y'] });
    expect(orderBy({ column: 'a', id: 'b', descending: true })).toBe('ORDER BY a DESC, b DESC');
  });
});
