import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder, holderOf } from '../../../local/claim.js';
import { noteOf } from '../../../local/owned-process.js';
import { inFolder } from '../../support/children.js';

describe('a data folder', () => {
  it('belongs to one supervisor at a time', () =>
    inFolder(async (above) => {
      const folder = join(above, 'demo');
      const first = claimFolder(folder);
      expect(first).toMatchObject({ kind: 'ours', stale: false });
      expect(holderOf(folder)).toBe(process.pid);
      expect(claimFolder(folder)).toEqual({ kind: 'taken', pid: process.pid });
      if (first.kind === 'ours') first.release();
      expect(holderOf(folder)).toBeUndefined();
      expect(claimFolder(folder).kind).toBe('ours');
    }));

  it('left by a killed supervisor is taken over', () =>
    inFolder(async (above) => {
      const folder = join(above, 'demo');
      const first = claimFolder(folder);
      if (first.kind === 'ours') first.release();
      const dead = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
      await new Promise((resolve) => dead.once('spawn', resolve));
      writeFileSync(join(folder, 'lock.json'), JSON.stringify(noteOf(dead.pid ?? 0)));
      expect(claimFolder(folder)).toEqual({ kind: 'taken', pid: dead.pid });
      dead.kill('SIGKILL');
      await new Promise((resolve) => dead.once('exit', resolve));
      expect(claimFolder(folder)).toMatchObject({ kind: 'ours', stale: true });
      expect(holderOf(folder)).toBe(process.pid);
      expect(readdirSync(folder).filter((name) => /tmp$|dead$/u.test(name))).toEqual([]);
    }));

  it('with a torn lock is taken over', () =>
    inFolder(async (above) => {
      const folder = join(above, 'demo');
      const first = claimFolder(folder);
      if (first.kind === 'ours') first.release();
      writeFileSync(join(folder, 'lock.json'), '{"pid":1');
      expect(claimFolder(folder).kind).toBe('ours');
    }));

  it('that holds other files is refused and left as it is', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'thesis.docx'), 'years of work');
      expect(() => claimFolder(folder)).toThrow('TINHGON_DATA');
      expect(existsSync(join(folder, 'thesis.docx'))).toBe(true);
      expect(readdirSync(folder)).toEqual(['thesis.docx']);
    }));
});
