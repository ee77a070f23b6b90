/** The order of a set-up. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildProject } from './build.mjs';
import { withLock } from './lock.mjs';
import { installNodePackages, productNode } from './node-packages.mjs';
import { runForwarding } from './run.mjs';
import { installSystemPackages } from './system-packages.mjs';
import { bringTemporalCli } from './temporal-cli.mjs';
import { Trouble, say } from './words.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const PRIVATE = join(ROOT, '.tinhgon');

/** What each command needs beside packages and build. `tests` may be given servers by TEST_… variables, the demo by the others. */
const NEEDS = {
  start: { servers: true, tests: false },
  local: { servers: true, tests: false },
  prepare: { servers: true, tests: true },
  test: { servers: true, tests: true },
  drift: { servers: true, tests: false },
  build: { servers: false, tests: false },
};

/** Levels of the tests that stand on sources alone. */
const OFFLINE_LEVELS = ['unit', 'architecture', 'replay'];

/** `--levels=a,b` in front picks levels; Jest's own option for that would swallow the arguments behind it. */
function testPlan(args) {
  const [first = '', ...others] = args;
  if (!first.startsWith('--levels=')) return { offline: false, jestArgs: args };
  const levels = first.slice('--levels='.length).split(',');
  return { offline: levels.every((level) => OFFLINE_LEVELS.includes(level)), jestArgs: [...others, '--selectProjects', ...levels] };
}

/**
 * @param {string[]} args command line behind the script's name
 * @returns {Promise<number>} exit code
 */
export async function main([command = 'start', ...rest]) {
  const needs = NEEDS[command];
  if (!needs) {
    console.error(`Không có lệnh "${command}". Các lệnh: ${Object.keys(NEEDS).join(', ')}. / No such command.`);
    return 2;
  }
  const startedAt = Date.now();
  const { offline, jestArgs } = command === 'test' ? testPlan(rest) : { offline: false, jestArgs: [] };
  try {
    mkdirSync(PRIVATE, { recursive: true });
    // The demo's settings; a test run must not reach a person's real servers by accident.
    if (!needs.tests && existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
    await withLock(join(PRIVATE, 'setup.lock'), async () => {
      await installNodePackages(ROOT);
      if (offline) return;
      if (needs.servers) {
        const wanted = command === 'drift' ? { mariadb: !process.env.DATABASE_URL } : wantedServers(process.env, needs.tests);
        await installSystemPackages(ROOT, wanted);
        if (wanted.temporal) await bringTemporalCli(ROOT, process.env);
      }
      await buildProject(ROOT);
    });
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    console.error(`\n${error.vi}\n\n${error.en}`);
    return 1;
  }
  const node = productNode(ROOT);
  const env = { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}`, TINHGON_STARTED_AT: String(startedAt) };
  switch (command) {
    case 'start':
      // The folder is named on the command line, where a later start can see whom a process serves.
      return runForwarding(
        node,
        [join(ROOT, 'dist', 'bin', 'local.js'), 'start', '--data', resolve(ROOT, env.TINHGON_DATA ?? join('.tinhgon', 'demo')), ...rest],
        ROOT,
        env,
      );
    case 'local':
    case 'drift':
      return runForwarding(node, [join(ROOT, 'dist', 'bin', 'local.js'), command, ...rest], ROOT, env);
    case 'test':
      return runForwarding(node, [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), ...jestArgs], ROOT, env);
    default:
      say({ vi: 'Sẵn sàng.', en: 'Ready.' });
      return 0;
  }
}

/** Which servers must be on this machine, given the addresses that replace them. */
export function wantedServers(env, tests) {
  return {
    mariadb: tests ? !env.TEST_DATABASE_ADMIN_URL : !env.DATABASE_URL,
    redis: tests ? !env.TEST_REDIS_URL : !env.REDIS_URL,
    temporal: tests ? !env.TEST_TEMPORAL_ADDRESS : !env.TEMPORAL_ADDRESS,
    chromium: tests && !env.TEST_CHROMIUM && !env.CHROMIUM,
  };
}
