import { existsSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder } from '../../../local/claim.js';
import { isAlive, spawnOwned, stopPid } from '../../../local/owned-process.js';
import { sweepTestFolders } from '../../../local/test-services.js';
import { STUBBORN, inFolder, nodeChild } from '../../support/children.js';

/** Above every number that Linux gives to a process. */
const NOBODY = 4_999_999;

describe('folders of test runs', () => {
  it('whose run was killed are removed, with the servers that still ran there', () =>
    inFolder(async (root) => {
      const folder = join(root, '.tinhgon', `test-${NOBODY}`);
      mkdirSync(folder, { recursive: true });
      const stray = await spawnOwned({ ...nodeChild(folder, 'mariadb', STUBBORN), folder, detached: true });
      expect(await sweepTestFolders(root)).toEqual([`test-${NOBODY}`]);
      expect(isAlive(stray.pid)).toBe(false);
      expect(existsSync(folder)).toBe(false);
    }));

  it('of runs that live, and the demo, are left alone', () =>
    inFolder(async (root) => {
      const own = join(root, '.tinhgon', `test-${process.pid}`);
      const demo = join(root, '.tinhgon', 'demo');
      for (const folder of [own, demo]) mkdirSync(folder, { recursive: true });
      const server = await spawnOwned({ ...nodeChild(own, 'redis', STUBBORN), folder: own, detached: true });
      expect(await sweepTestFolders(root)).toEqual([]);
      expect([isAlive(server.pid), existsSync(demo)]).toEqual([true, true]);
      await stopPid(server.pid, 0);
    }));

  it('of a single whole stack are removed when nobody holds them and they are not just being made', () =>
    inFolder(async (root) => {
      const [held, old, young] = ['e2e-held', 'e2e-old', 'e2e-young'].map((name) => join(root, '.tinhgon', name)) as [string, string, string];
      for (const folder of [old, young]) mkdirSync(folder, { recursive: true });
      const claim = claimFolder(held);
      for (const folder of [held, old]) utimesSync(folder, new Date(0), new Date(0));
      expect(await sweepTestFolders(root)).toEqual(['e2e-old']);
      expect([held, old, young].map((folder) => existsSync(folder))).toEqual([true, false, true]);
      if (claim.kind === 'ours') claim.release();
    }));

  it('need not be there', () => inFolder(async (root) => expect(await sweepTestFolders(root)).toEqual([])));
});
