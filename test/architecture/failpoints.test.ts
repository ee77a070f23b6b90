import { basename } from 'node:path';
import { parseFailpoints } from '../../config/failpoint.js';
import { sourcesOf } from '../support/sources.js';

type Named = { readonly path: string; readonly point: string };

const named: readonly Named[] = sourcesOf().flatMap(({ path, text }) =>
  path === 'config/failpoint.ts' ? [] : [...text.matchAll(/failpoint\(\s*(['"`])([^'"`]*)\1/gu)].map((match) => ({ path, point: match[2] as string })),
);

/** `outbox.relay.ts` names its points `outbox-relay/…`. */
const prefixOf = (path: string): string =>
  basename(path)
    .replace(/\.tsx?$/u, '')
    .replaceAll('.', '-');

/** The places the fault tests aim at. A list that may grow; nothing is ever renamed. */
const KNOWN = [
  'fire-due-reviews/before-commit',
  'fire-rungs/after-commit-before-reply',
  'fire-rungs/after-lock',
  'fire-rungs/before-commit',
  'import-procedures/mid-import',
  'open-campaign-page/before-commit',
  'open-next-stages/after-lock',
  'open-next-stages/before-commit',
  'outbox-relay/after-signal-before-mark',
  'outbox-relay/between-read-and-signal',
  'outgoing-processor/after-250-before-mark',
  'outgoing-processor/after-lease',
  'outgoing-processor/before-smtp',
  'reach-milestone/before-commit',
  'record-decision/after-begin',
  'record-decision/after-commit-before-reply',
  'record-decision/before-commit',
  'seal-notice/before-commit',
];

describe('failpoints', () => {
  it('stand where the fault tests look for them', () => {
    expect(named.map(({ point }) => point)).toEqual(expect.arrayContaining(KNOWN));
  });

  it('are named once', () => {
    const points = named.map(({ point }) => point);
    expect(points.filter((point, index) => points.indexOf(point) !== index)).toEqual([]);
  });

  it.each(named)('$point is named after the file that holds it, $path', ({ path, point }) => {
    expect(point.split('/')[0]).toBe(prefixOf(path));
    expect([...parseFailpoints(`${point}=throw`).keys()]).toEqual([point]);
  });

  it('take a constant name, so that this test sees every one of them', () => {
    const calls = sourcesOf()
      .filter(({ path }) => path !== 'config/failpoint.ts')
      .flatMap(({ text }) => [...text.matchAll(/\bfailpoint\(/gu)]);
    expect(calls).toHaveLength(named.length);
  });
});
