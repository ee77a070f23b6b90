/**
 * What an approval covers: the digest of the fields a stage answers for.
 * A field's digest is the SHA-256 of its canonical JSON; the hash function is handed in, the law owns only the bytes.
 */
import { canonicalJson, type Json } from '../shared/canonical.js';
import type { ContentMap } from './review.js';

/** Text → SHA-256 in hex. */
export type Hash = (text: string) => string;

/** The path map of reviewable fields. */
export function contentMapOf(fields: Readonly<Record<string, Json>>, hash: Hash): ContentMap {
  return Object.fromEntries(Object.entries(fields).map(([path, value]) => [path, hash(canonicalJson(value))]));
}

/** Whether a path falls under a covered pattern; `*` alone covers everything, a trailing `*` everything below. */
export function isCovered(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern));
}

/** The paths a stage answers for. */
export function coveredPart(content: ContentMap, patterns: readonly string[]): ContentMap {
  return Object.fromEntries(Object.entries(content).filter(([path]) => isCovered(path, patterns)));
}

/** One digest over the sorted (path, digest) pairs a stage covers. */
export function coveredDigest(content: ContentMap, patterns: readonly string[], hash: Hash): string {
  return hash(canonicalJson(coveredPart(content, patterns)));
}

/** Paths added, removed or changed between two maps, sorted. */
export function changedPaths(before: ContentMap, after: ContentMap): readonly string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).sort();
}
