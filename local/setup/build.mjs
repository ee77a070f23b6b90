/** Builds what changed: server, workflow bundle, web. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { productNode } from './node-packages.mjs';
import { capture, tail } from './run.mjs';
import { step } from './step.mjs';
import { Trouble } from './words.mjs';

/** The browser takes pure tables of the domain and types of the API, so both belong to its sources. */
const WEB_ROOMS = ['web', 'domain', 'api'];
const BUNDLE_ROOMS = ['workflows', 'domain', 'activities'];
/** Rooms that the compiler of the server reads. */
export const SERVER_ROOMS = [
  'domain',
  'commands',
  'db',
  'queries',
  'api',
  'mail',
  'relay',
  'workflows',
  'activities',
  'reports',
  'cli',
  'local',
  'config',
  'bin',
  'bench',
];
const SOURCE = /\.(ts|tsx|js|jsx|cjs|mjs|json|css|svg|png|html|woff2)$/u;
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Content digests of the files of some rooms, by path, in a stable order. */
function digests(root, rooms, settings) {
  const found = {};
  const add = (file) => {
    found[relative(root, file)] = createHash('sha256').update(readFileSync(file)).digest('base64');
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name === 'node_modules') continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (SOURCE.test(entry.name)) add(path);
    }
  };
  for (const room of rooms) if (existsSync(join(root, room))) walk(join(root, room));
  for (const name of settings) if (existsSync(join(root, name))) add(join(root, name));
  return found;
}

const stampFile = (root, part) => join(root, 'dist', `.built-${part}.json`);

function lastBuilt(root, part) {
  try {
    return JSON.parse(readFileSync(stampFile(root, part), 'utf8'));
  } catch {
    // Never built, or torn by a kill: build again.
    return undefined;
  }
}

const isSame = (a, b) => a !== undefined && Object.keys(a).length === Object.keys(b).length && Object.entries(b).every(([name, digest]) => a[name] === digest);

/** Runs `work` when the sources of a part differ from those of its last complete build. */
async function whenChanged(root, part, now, work) {
  const before = lastBuilt(root, part);
  if (isSame(before, now)) return;
  rmSync(stampFile(root, part), { force: true });
  await work(before);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile(root, part), JSON.stringify(now));
}

async function run(root, what, args) {
  const { code, output } = await capture(productNode(root), args, { cwd: root });
  if (code !== 0)
    throw new Trouble({
      vi: `${what} không biên dịch được:\n${tail(stripVTControlCharacters(output), 30)}`,
      en: `${what} does not build; the messages are above.`,
    });
}

/** Brings `dist/` up to date with the sources. */
export async function buildProject(root) {
  const bin = (name) => join(root, 'node_modules', '.bin', name);
  await whenChanged(root, 'server', digests(root, SERVER_ROOMS, SETTINGS), (before) =>
    step(root, 'build-server', { vi: 'Biên dịch máy chủ', en: 'Building the server' }, 12_000, async () => {
      // A removed source must not live on as a compiled file.
      const removed = before !== undefined && Object.keys(before).some((name) => !existsSync(join(root, name)));
      if (removed || before === undefined)
        for (const entry of existsSync(join(root, 'dist')) ? readdirSync(join(root, 'dist')) : [])
          if (entry !== 'web' && entry !== '.built-web.json') rmSync(join(root, 'dist', entry), { recursive: true, force: true });
      await run(root, 'tsc', [bin('tsc'), '-p', 'tsconfig.build.json']);
    }),
  );
  linkCommand(root);
  if (existsSync(join(root, 'dist', 'bin', 'bundle-workflows.js'))) {
    await whenChanged(root, 'workflows', digests(root, BUNDLE_ROOMS, ['package-lock.json']), () =>
      step(root, 'build-workflows', { vi: 'Đóng gói quy trình Temporal', en: 'Bundling the workflows' }, 15_000, () =>
        run(root, 'workflows', [join('dist', 'bin', 'bundle-workflows.js')]),
      ),
    );
  }
  if (['ts', 'mts', 'js', 'mjs'].some((ending) => existsSync(join(root, 'web', `vite.config.${ending}`)))) {
    await whenChanged(root, 'web', digests(root, WEB_ROOMS, ['package-lock.json']), () =>
      step(root, 'build-web', { vi: 'Biên dịch giao diện web', en: 'Building the web' }, 25_000, () =>
        run(root, 'web', [bin('vite'), 'build', 'web', '--outDir', join(root, 'dist', 'web'), '--emptyOutDir']),
      ),
    );
  }
}

/** `npx tinhgon` in the checkout runs this build; npm links only the commands of packages, not the project's own. */
function linkCommand(root) {
  const command = join(root, 'dist', 'bin', 'tinhgon.js');
  const link = join(root, 'node_modules', '.bin', 'tinhgon');
  if (!existsSync(command)) return;
  chmodSync(command, 0o755);
  rmSync(link, { force: true });
  symlinkSync(join('..', '..', 'dist', 'bin', 'tinhgon.js'), link);
}
