/** Two set-ups of one checkout take turns: `npm start` beside `npm test` is normal. */
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './words.mjs';

/** Whether this number is a set-up that runs; numbers are reused, so the command line is looked at where the system shows it. */
function isSetUp(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return !existsSync('/proc/self/cmdline') || (existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bootstrap.mjs'));
}

/**
 * Runs `work` while no other process does so under the same lock. The lock of a process that died is taken over.
 * @param {string} file
 * @param {() => Promise<T>} work
 * @template T
 */
export async function withLock(file, work) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  let told = false;
  try {
    for (;;) {
      try {
        linkSync(mine, file);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = holderOf(file);
      if (holder !== undefined && !isSetUp(holder)) {
        setAside(file, holder);
        continue;
      }
      if (!told) say({ vi: 'Đang chờ một lượt cài đặt khác của thư mục này…', en: 'Waiting for another set-up of this checkout…' });
      told = true;
      await sleep(300);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  const release = () => rmSync(file, { force: true });
  const stop = (signal) => {
    release();
    process.kill(process.pid, signal);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work();
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    release();
  }
}

/** Moves a dead lock away; if a rival replaced it in this very moment, the rival's lock is put back. */
function setAside(file, dead) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (holderOf(aside) !== dead && !existsSync(file)) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    // Released between our two looks.
    return undefined;
  }
}
