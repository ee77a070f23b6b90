import { DatabaseSync } from 'node:sqlite';
import { behind, cutPage, decodeCursor, encodeCursor, orderBy } from '../../../queries/keyset.js';
import type { DomainError } from '../../../domain/shared/errors.js';

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
    for (const key of [
      ['2026-11-25 10:00:00.000', 'tsk_1'],
      [null, 'tsk_2'],
      ['1.00"4\\', 'x'],
    ] as const) {
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

  it.each([
    '',
    'x',
    'W10',
    '!!!!',
    'a'.repeat(2000),
    Buffer.from('["0123456789abcdef",{"a":1},"b"]').toString('base64url'),
    Buffer.from('["0123456789abcdef","a"]').toString('base64url'),
    encodeCursor(['a', 'đ'], BOUND),
  ])('that is none of ours is refused: %p', (cursor) => {
    expect(refusal(cursor)).toBe('cursor_invalid');
  });
});

describe('the condition behind a cursor', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE list (v TEXT, id TEXT PRIMARY KEY)');
  for (const [index, v] of ['a', 'a', 'b', null, 'c', 'c', 'c', null, 'd'].entries()) database.prepare('INSERT INTO list VALUES (?, ?)').run(v, `i${index}`);
  afterAll(() => database.close());

  // SQLite sorts NULL where MySQL does: first ascending, last descending.
  const fetch = (sql: string, params: readonly unknown[]) => database.prepare(sql).all(...(params as string[])) as { v: string | null; id: string }[];

  it.each([false, true])('walks every row exactly once, nulls and ties included (descending %p)', (descending) => {
    const order = { column: 'v', id: 'id', descending };
    const walked: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const where = behind(order, decodeCursor(cursor, BOUND));
      const page = cutPage(
        fetch(`SELECT v, id FROM list WHERE ${where.sql} ${orderBy(order)} LIMIT 3`, where.params),
        2,
        BOUND,
        (row) => [row.v, row.id],
        (row) => row.id,
      );
      walked.push(...page.items);
      cursor = page.next;
      if (cursor === null) break;
    }
    expect(walked).toHaveLength(9);
    expect(walked).toEqual(fetch(`SELECT v, id FROM list ${orderBy(order)}`, []).map((row) => row.id));
  });

  it('is written in the expanded form the index can serve', () => {
    expect(behind({ column: 't.due_at', id: 't.id' }, ['x', 'y'])).toEqual({ sql: 't.due_at >= ? AND (t.due_at > ? OR t.id > ?)', params: ['x', 'x', 'y'] });
    expect(orderBy({ column: 'a', id: 'b', descending: true })).toBe('ORDER BY a DESC, b DESC');
  });
});
