import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringDown, wipe } from '../../../local/background.js';
import { claimFolder } from '../../../local/claim.js';
import { localSecrets } from '../../../local/secrets.js';
import { findRunning, readState, writeState, type StackState } from '../../../local/state.js';
import { inFolder } from '../../support/children.js';

const state: StackState = {
  phase: 'ready',
  urls: {
    web: 'http://localhost:1',
    apiDocs: 'http://localhost:1/api/docs',
    openapi: 'http://localhost:1/api/openapi.json',
  },
  ports: { web: 1 },
  environment: { DATABASE_URL: 'mysql://x' },
};
const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe('what a stack tells about itself', () => {
  it('is for its owner alone and survives the stack, which is then not called running', () =>
    inFolder(async (above) => {
      const folder = join(above, 'demo');
      const claim = claimFolder(folder);
      writeState(folder, state);
      expect(findRunning(folder)).toMatchObject({ ...state, pid: process.pid });
      expect(mode(join(folder, 'state.json'))).toBe('600');
      expect(mode(folder)).toBe('700');
      if (claim.kind === 'ours') claim.release();
      expect(findRunning(folder)).toBeUndefined();
      expect(readState(folder)?.ports.web).toBe(1);
    }));

  it('of another version is as good as none', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'state.json'), '{"phase":"ready"}');
      expect(readState(folder)).toBeUndefined();
    }));
});

describe('secrets of a stack', () => {
  it('are made once, long, marked as demo keys, for the owner alone', () =>
    inFolder(async (folder) => {
      const made = localSecrets(folder);
      expect(localSecrets(folder)).toEqual(made);
      expect(mode(join(folder, 'secrets.json'))).toBe('600');
      for (const key of [made.sessionKey, made.tokenKey, made.sealKey]) expect(key).toMatch(/^demo-[0-9a-f]{64}$/u);
      expect(new Set(Object.values(made)).size).toBe(5);
    }));

  it('that cannot be read are not replaced: the old data would be locked', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'secrets.json'), '{"rootPassword":');
      expect(() => localSecrets(folder)).toThrow('npx tinhgon local wipe');
    }));
});

describe('deleting the data', () => {
  it('is refused while the stack runs and for folders of others', () =>
    inFolder(async (above) => {
      const folder = join(above, 'demo');
      const claim = claimFolder(folder);
      await expect(wipe(folder)).rejects.toThrow('npx tinhgon local down');
      if (claim.kind === 'ours') claim.release();
      await wipe(folder);
      expect(() => statSync(folder)).toThrow('ENOENT');
      await expect(wipe(above)).rejects.toThrow(/not deleted/u);
      await wipe(join(above, 'never-made'));
    }));

  it('and stopping are harmless where nothing ever ran', () =>
    inFolder(async (above) => {
      expect(await bringDown(join(above, 'never-made'))).toBe(false);
    }));
});
