import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOwned, isAlive, logSince, ownedNames, recordOwned, spawnOwned, stopPid, stopStrays } from '../../../local/owned-process.js';
import { until } from '../../../local/until.js';
import { STAYS, STUBBORN, inFolder, nodeChild } from '../../support/children.js';

const start = (folder: string, name: string, script: string) => spawnOwned({ ...nodeChild(folder, name, script), folder, detached: true });

describe('a child of the local stack', () => {
  it('is found again by its note while it runs, and by nobody afterwards', () =>
    inFolder(async (folder) => {
      const child = await start(folder, 'worker', STAYS);
      expect(findOwned(folder, 'worker')).toBe(child.pid);
      await stopPid(child.pid, 5_000);
      expect(await child.exited).toMatchObject({ signal: 'SIGTERM' });
      expect(findOwned(folder, 'worker')).toBeUndefined();
    }));

  it('writes to a log that a second start goes on with', () =>
    inFolder(async (folder) => {
      const first = await start(folder, 'api', "console.log('one')");
      await first.exited;
      const second = await start(folder, 'api', "console.log('two')");
      await second.exited;
      expect(readFileSync(second.logFile, 'utf8')).toBe('one\ntwo\n');
      expect(logSince(second)).toBe('two');
    }));

  it('is killed when it does not end politely', () =>
    inFolder(async (folder) => {
      const child = await start(folder, 'mailer', STUBBORN);
      await until('ready', 10_000, () => logSince(child).includes('ready'));
      await stopPid(child.pid, 200);
      expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
    }));

  it('that cannot be started is an error that names the program', () =>
    inFolder(async (folder) => {
      await expect(spawnOwned({ ...nodeChild(folder, 'ghost', ''), command: '/nowhere/ghost', folder, detached: false })).rejects.toThrow('/nowhere/ghost');
    }));
});

describe('what a killed run left behind', () => {
  it('is stopped and its notes are removed', () =>
    inFolder(async (folder) => {
      const worker = await start(folder, 'worker', STAYS);
      const mailer = await start(folder, 'mailer', STUBBORN);
      expect([...(await stopStrays(folder, 300))].sort()).toEqual(['mailer', 'worker']);
      expect([worker.pid, mailer.pid].map(isAlive)).toEqual([false, false]);
      expect(ownedNames(folder)).toEqual([]);
    }));

  it('is left alone when its number now belongs to a stranger', () =>
    inFolder(async (folder) => {
      const stranger = spawn(process.execPath, ['-e', STAYS], { stdio: 'ignore' });
      try {
        await new Promise((resolve) => stranger.once('spawn', resolve));
        const pid = stranger.pid ?? 0;
        // Alive and noted, but serving no folder of ours: the number was reused.
        recordOwned(folder, 'redis', pid);
        expect(await stopStrays(folder, 300)).toEqual([]);
        expect(isAlive(pid)).toBe(true);
        expect(ownedNames(folder)).toEqual([]);
      } finally {
        stranger.kill('SIGKILL');
      }
    }));

  it('is not taken for ours when it began at another time than noted', () =>
    inFolder(async (folder) => {
      const child = await start(folder, 'relay', STAYS);
      try {
        const note = join(folder, 'run', 'relay.json');
        writeFileSync(note, JSON.stringify({ pid: child.pid, startedTicks: 'another-boot/1' }));
        expect(findOwned(folder, 'relay')).toBeUndefined();
        expect(await stopStrays(folder, 300)).toEqual([]);
        expect(isAlive(child.pid)).toBe(true);
      } finally {
        await stopPid(child.pid, 1_000);
      }
    }));

  it.each(['', '{"pid":', '{"pid":-4,"startedTicks":null}', '[]'])('may be a torn note: %p names nobody', (text) =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'run'));
      writeFileSync(join(folder, 'run', 'redis.json'), text);
      expect(await stopStrays(folder, 300)).toEqual([]);
      expect(ownedNames(folder)).toEqual([]);
    }),
  );
});
