/** One long step: says what happens, how long it usually takes, and how far it is. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pick } from './words.mjs';

const QUIET_MS = 10_000;
const TICK_MS = 1_000;

/** Earlier durations of this machine are the best estimate of the next one. */
const durationsFile = (root) => join(root, '.tinhgon', 'durations.json');

function knownDurations(root) {
  try {
    return JSON.parse(readFileSync(durationsFile(root), 'utf8'));
  } catch {
    // First run here.
    return {};
  }
}

const text = (ms) => (ms < 9_500 ? (ms / 1000).toFixed(1).replace('.', pick({ vi: ',', en: '.' })) : String(Math.round(ms / 1000)));

/**
 * Runs `work` and reports on it.
 * @param {string} root the checkout
 * @param {string} name stable name under which its duration is remembered
 * @param {{vi: string, en: string}} title
 * @param {number} usualMs estimate for a machine that has not done it yet
 * @param {() => Promise<T>} work
 * @template T
 */
export async function step(root, name, title, usualMs, work) {
  const known = knownDurations(root);
  const expectedMs = known[name] ?? usualMs;
  const startedAt = Date.now();
  const line = pick(title);
  const about = pick({ vi: `khoảng ${text(expectedMs)} giây`, en: `about ${text(expectedMs)} s` });
  process.stderr.write(`• ${line} (${about})${process.stderr.isTTY ? '' : '\n'}`);
  let saidAt = startedAt;
  const timer = setInterval(() => {
    const passed = Date.now() - startedAt;
    const left = expectedMs - passed;
    const remaining =
      left > 0 ? pick({ vi: `còn khoảng ${text(left)} giây`, en: `about ${text(left)} s left` }) : pick({ vi: 'lâu hơn thường lệ', en: 'slower than usual' });
    if (process.stderr.isTTY) {
      const percent = Math.min(99, Math.round((passed / expectedMs) * 100));
      process.stderr.write(`\r\x1b[K• ${line}  ${percent} %  ${remaining}`);
    } else if (Date.now() - saidAt >= QUIET_MS) {
      saidAt = Date.now();
      process.stderr.write(`  … ${text(passed)} s, ${remaining}\n`);
    }
  }, TICK_MS);
  try {
    const result = await work();
    const tookMs = Date.now() - startedAt;
    process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}✓ ${line}  ${text(tookMs)} s\n`);
    mkdirSync(dirname(durationsFile(root)), { recursive: true });
    writeFileSync(durationsFile(root), `${JSON.stringify({ ...knownDurations(root), [name]: tookMs })}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}✗ ${line}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
