/** The restated worked cases of the Standard Cost Model, one file per origin. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', 'fixtures', 'scm');

export type PrintedFigure = {
  readonly path: string;
  readonly value: string;
  readonly unit: string;
  readonly scale: string;
  readonly digits: number;
  readonly rounding: string;
  readonly policy: { readonly name: string };
};
export type ShownInput = { readonly input: string; readonly used: unknown; readonly digits: number; readonly shown: string };
export type ScmCase = {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly source: { readonly name: string; readonly url: readonly string[] };
  readonly expected: { readonly exact: unknown; readonly printed?: readonly PrintedFigure[]; readonly shownInputs?: readonly ShownInput[] };
};

export const scmCases: readonly ScmCase[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as ScmCase[]);

/** @throws Error when there is no such case */
export function scmCase(id: string): ScmCase {
  const found = scmCases.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no fixture ${id}`);
  return found;
}
