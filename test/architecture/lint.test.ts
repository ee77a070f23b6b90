import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..');

/** Rule → a file that breaks it. Each stands alone, so that nothing else can be what is reported for it. */
const PLANTS: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['house(no-timeless-clock)', 'domain/clock.ts', 'export const now = (): number => Date.now();'],
  ['house(no-timeless-clock)', 'workflows/clock-of-its-own.ts', 'export const now = (): number => new Date().getTime();'],
  ['eslint(no-restricted-properties)', 'domain/dice.ts', 'export const dice = (): number => Math.random();'],
  ['eslint(no-restricted-globals)', 'workflows/timer.ts', 'export const later = (act: () => void): unknown => setTimeout(act, 5);'],
  ['eslint(no-restricted-globals)', 'domain/random.ts', 'export const id = (): string => crypto.randomUUID();'],
  ['eslint(no-restricted-globals)', 'domain/setting.ts', "export const zone = (): string | undefined => process.env['TZ'];"],
  ['eslint(no-console)', 'domain/loud.ts', "export const loud = (): void => console.log('x');"],
  ['typescript(no-floating-promises)', 'commands/dropped.ts', 'const act = async (): Promise<number> => 1;\nexport const drop = (): void => { act(); };'],
  [
    'typescript(no-misused-promises)',
    'commands/condition.ts',
    'const may = async (): Promise<boolean> => false;\nexport const act = (): number => { if (may()) return 1; return 2; };',
  ],
  [
    'typescript(return-await)',
    'commands/late-catch.ts',
    'const act = async (): Promise<number> => 1;\nexport const safe = async (): Promise<number> => { try { return act(); } catch { return 0; } };',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'commands/half.ts',
    "export const half = (verdict: 'approve' | 'reject'): number => { switch (verdict) { case 'approve': return 1; } return 0; };",
  ],
  ['typescript(no-explicit-any)', 'commands/anything.ts', 'export const anything = (value: any): string => String(value);'],
  ['import(no-default-export)', 'commands/default.ts', 'const act = 1;\nexport default act;'],
  [
    'house(no-built-sql)',
    'queries/injected.ts',
    "export const find = (db: { query(sql: string): string }, id: string): string => db.query(`SELECT * FROM tasks WHERE id = '${id}'`);",
  ],
  ['house(no-built-sql)', 'queries/joined.ts', "export const find = (db: { where(sql: string): string }, id: string): string => db.where('id = ' + id);"],
  [
    'house(no-save-of-versioned-rows)',
    'db/repositories/rewind.ts',
    'export const store = (rows: { save(row: object): object }, row: object): object => rows.save(row);',
  ],
];

/** What the same rules must let pass. */
const LEGITIMATE: Readonly<Record<string, string>> = {
  'domain/instant.ts':
    'export type Dated = { readonly Date: string };\nexport const later = (instantMs: number, days: number): number => instantMs + days * 86_400_000;',
  'commands/careful.ts':
    'const act = async (): Promise<number> => 1;\nexport const safe = async (): Promise<number> => { try { return await act(); } catch (error) { throw new Error("act", { cause: error }); } };',
  'queries/bound.ts':
    'const OPEN = "status = \'open\'";\nexport const find = (db: { query(sql: string, values: readonly string[]): string }, id: string): string => db.query(`SELECT * FROM tasks WHERE ${OPEN} AND id = ?`, [id]);',
  'api/clock.ts': 'export const receivedAt = (): number => Date.now();',
  'web/src/page.tsx': 'const Page = (): number => 1;\nexport default Page;',
};

type Diagnostic = { readonly code: string; readonly filename: string };

async function lint(files: Readonly<Record<string, string>>): Promise<readonly Diagnostic[]> {
  const house = mkdtempSync(join(tmpdir(), 'tinhgon-lint-'));
  try {
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), `${source}\n`);
    }
    mkdirSync(join(house, 'local'), { recursive: true });
    cpSync(join(ROOT, 'local', 'lint'), join(house, 'local', 'lint'), { recursive: true });
    cpSync(join(ROOT, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
    writeFileSync(
      join(house, 'tsconfig.json'),
      '{ "compilerOptions": { "strict": true, "module": "NodeNext", "moduleResolution": "NodeNext", "target": "ES2022", "types": ["node"] } }',
    );
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    const bin = join(ROOT, 'node_modules', '.bin');
    const output = await new Promise<string>((resolve) => {
      execFile(
        join(bin, 'oxlint'),
        ['--type-aware', '-f', 'json'],
        { cwd: house, env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } },
        (_exit, stdout) => resolve(stdout),
      );
    });
    return (JSON.parse(output) as { diagnostics: readonly Diagnostic[] }).diagnostics;
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

describe('the lint rules of the house', () => {
  it('catch every planted violation', async () => {
    const found = await lint(Object.fromEntries(PLANTS.map(([, file, source]) => [file, source])));
    for (const [rule, file] of PLANTS) expect(found.filter(({ filename }) => filename === file).map(({ code }) => code)).toContain(rule);
  });

  it('let honest code pass', async () => {
    expect(await lint(LEGITIMATE)).toEqual([]);
  });
});
