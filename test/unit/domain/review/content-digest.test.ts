import fc from 'fast-check';
import { changedPaths, contentMapOf, coveredDigest, coveredPart, isCovered } from '../../../../domain/review/content-digest.js';
import type { Json } from '../../../../domain/shared/canonical.js';
import { sha256 } from '../../../support/law.js';

const ALL = ['*'];
const digestOf = (fields: Record<string, Json>, covers: readonly string[] = ALL): string => coveredDigest(contentMapOf(fields, sha256), covers, sha256);
const FIELDS: Record<string, Json> = { 'items/i1': { op: 'remove', path: 'dossier/d1' }, 'cost/after': null, note: 'Bỏ giấy tờ', effectiveOn: '2026-07-01' };

describe('the digest of what an approval covers', () => {
  it('is the same whatever the order of fields and keys, and in composed or decomposed Vietnamese', () => {
    const turned: Record<string, Json> = {
      effectiveOn: '2026-07-01',
      note: 'Bỏ giấy tờ'.normalize('NFD'),
      'cost/after': null,
      'items/i1': { path: 'dossier/d1', op: 'remove' },
    };
    expect(turned['note']).not.toBe(FIELDS['note']);
    expect(digestOf(turned)).toBe(digestOf(FIELDS));
  });

  it('changes with every field: a value, a field more, a field less, a number for its text', () => {
    const others: readonly Record<string, Json>[] = [
      { ...FIELDS, note: 'Bỏ giấy tờ.' },
      { ...FIELDS, extra: null },
      { 'items/i1': FIELDS['items/i1'] as Json, 'cost/after': null, note: FIELDS['note'] as Json },
      { ...FIELDS, 'cost/after': 0 },
      { ...FIELDS, 'cost/after': '0' },
    ];
    const digests = others.map((fields) => digestOf(fields));
    expect(new Set([...digests, digestOf(FIELDS)]).size).toBe(others.length + 1);
  });

  it('comes back when an edit is taken back', () => {
    const edited = { ...FIELDS, note: 'khác' };
    expect(digestOf({ ...edited, note: FIELDS['note'] as Json })).toBe(digestOf(FIELDS));
  });

  it('heeds only the fields a stage answers for', () => {
    const legal = ['items/*', 'effectiveOn'];
    expect(digestOf({ ...FIELDS, 'cost/after': 7, note: 'x' }, legal)).toBe(digestOf(FIELDS, legal));
    expect(digestOf({ ...FIELDS, 'items/i9': 'mới' }, legal)).not.toBe(digestOf(FIELDS, legal));
  });

  it.each([
    ['items/i1', ['*'], true],
    ['items/i1', ['items/*'], true],
    ['items', ['items/*'], false],
    ['itemsx/i1', ['items/*'], false],
    ['note', ['note'], true],
    ['notes', ['note'], false],
    ['cost/before', ['items/*', 'cost/*'], true],
    ['anything', [], false],
  ])('%s under %j: %s', (path, patterns, covered) => {
    expect(isCovered(path, patterns)).toBe(covered);
  });

  it('splits every content into what is covered and what is not, nothing twice', () => {
    const paths = fc.dictionary(fc.constantFrom('items/a', 'items/b', 'note', 'cost/after', 'cost/before', 'effectiveOn'), fc.string());
    fc.assert(
      fc.property(paths, fc.subarray(['items/*', 'note', 'cost/*']), (content, covers) => {
        const inside = Object.keys(coveredPart(content, covers));
        const outside = Object.keys(content).filter((path) => !isCovered(path, covers));
        expect([...inside, ...outside].sort()).toEqual(Object.keys(content).sort());
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('what changed between two versions', () => {
  it('names paths added, removed and changed, sorted', () => {
    expect(changedPaths({ b: '1', a: '1', gone: '1' }, { a: '2', b: '1', new: '1' })).toEqual(['a', 'gone', 'new']);
  });

  it('is nothing exactly when the digests are equal', () => {
    const content = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));
    fc.assert(
      fc.property(content, content, (one, two) => {
        expect(changedPaths(one, two).length === 0).toBe(coveredDigest(one, ALL, sha256) === coveredDigest(two, ALL, sha256));
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});
