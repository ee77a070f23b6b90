/** Node packages from the lock file, the product's own Node among them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tail, which } from './run.mjs';
import { step } from './step.mjs';
import { Trouble } from './words.mjs';

const USUAL_MS = 75_000;

/** Node 24 as a package, on which everything after the set-up runs. */
export const productNode = (root) => join(root, 'node_modules', '.bin', 'node');

const lockDigest = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
const stampFile = (root) => join(root, 'node_modules', '.tinhgon-lock');

/** Whether the installed packages are those of the lock file. npm writes its own note last, so its absence means a torn installation. */
function isInstalled(root) {
  const npmNote = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(npmNote)) return false;
  if (existsSync(stampFile(root))) return readFileSync(stampFile(root), 'utf8') === lockDigest(root) || isNewer(npmNote, stampFile(root));
  return statSync(npmNote).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** A person who ran npm himself after our last installation knows what he did. */
const isNewer = (file, than) =>
  statSync(file).mtimeMs > statSync(than).mtimeMs && statSync(file).mtimeMs >= statSync(join(file, '..', '..', 'package-lock.json')).mtimeMs;

const nodeVersion = async (root) => (await capture(productNode(root), ['--version'])).output.trim();

/**
 * Installs the packages when they are absent or older than the lock file. Install scripts stay off but for `node`'s,
 * which puts the binary of this platform in place.
 */
export async function installNodePackages(root) {
  const wantedNode = `v${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node}`;
  if (!isInstalled(root)) {
    if (which('npm') === undefined) {
      throw new Trouble({
        vi: 'Thiếu npm. Cài: sudo apt-get install npm, hoặc dùng bản Node có kèm npm.',
        en: 'npm is missing. Install it: sudo apt-get install npm, or a Node that brings npm.',
      });
    }
    await step(root, 'npm-ci', { vi: 'Cài các gói Node theo tệp khóa', en: 'Installing Node packages from the lock file' }, USUAL_MS, async () => {
      await npm(root, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
    });
  }
  if ((await nodeVersion(root)) !== wantedNode) {
    await step(root, 'npm-node', { vi: `Đặt Node ${wantedNode.slice(1)} vào dự án`, en: `Putting Node ${wantedNode.slice(1)} in place` }, 14_000, async () => {
      await npm(root, ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts']);
      const found = await nodeVersion(root);
      if (found !== wantedNode) {
        throw new Trouble({
          vi: `node_modules/.bin/node chưa chạy được (${found || 'không có'}; cần ${wantedNode}). Xóa node_modules rồi chạy lại; máy phải là Linux hoặc macOS, x64 hoặc arm64.`,
          en: `node_modules/.bin/node does not run (${found || 'absent'}; ${wantedNode} is needed). Delete node_modules and try again; Linux or macOS on x64 or arm64 is needed.`,
        });
      }
    });
  }
  writeFileSync(stampFile(root), lockDigest(root));
}

async function npm(root, args) {
  // npm hands its own settings to a child npm through the environment; the one for scripts would switch node's off again.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(ignore_scripts|foreground_scripts)$/iu.test(name)));
  const { code, output } = await capture('npm', args, { cwd: root, env });
  if (code === 0) return;
  const errors = output
    .split('\n')
    .filter((line) => !line.startsWith('npm warn'))
    .join('\n');
  throw new Trouble({
    vi: `npm ${args[0]} không xong:\n${tail(errors)}\nKiểm tra mạng và cấu hình registry của npm, rồi chạy lại.`,
    en: `npm ${args[0]} failed. Check the network and npm's registry setting, then try again.`,
  });
}
