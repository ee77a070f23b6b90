import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinary, findTemporalCli, isRecentTemporalCli } from '../../../local/binaries.js';
import { inFolder } from '../../support/children.js';

const program = (file: string, text: string): string => {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
};

describe('a program of this machine', () => {
  it('is the first executable file of that name on PATH', () =>
    inFolder(async (folder) => {
      for (const name of ['a', 'b', 'c']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'a', 'mydb-server'), 'not executable');
      mkdirSync(join(folder, 'b', 'mydb-server'));
      const found = program(join(folder, 'c', 'mydb-server'), 'exit 0');
      expect(findBinary({ PATH: `${folder}/a:${folder}/b:${folder}/c` }, 'mydb-server')).toBe(found);
      expect(findBinary({ PATH: `${folder}/a` }, 'mydb-server')).toBeUndefined();
    }));

  it.each([
    ['temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)', true],
    ['temporal version 1.10.0 (Server 1.33.0, UI 2.60.0)', true],
    ['temporal version 2.0.0', true],
    ['temporal version 1.8.2 (Server 1.30.0)', false],
    ['temporal version 0.13.2', false],
    ['something else', false],
  ])('%s: new enough is %s', (line, recent) => {
    expect(isRecentTemporalCli(line)).toBe(recent);
  });

  it('that is an old Temporal CLI on PATH gives way to the private one', () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'bin'));
      mkdirSync(join(folder, '.tinhgon', 'bin'), { recursive: true });
      program(join(folder, 'bin', 'temporal'), 'echo "temporal version 1.3.0"');
      const own = program(join(folder, '.tinhgon', 'bin', 'temporal'), 'echo "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"');
      expect(findTemporalCli({ PATH: join(folder, 'bin') }, folder)).toBe(own);
      const named = program(join(folder, 'newer'), 'echo "temporal version 1.11.0"');
      expect(findTemporalCli({ PATH: join(folder, 'bin'), TEMPORAL_CLI: named }, folder)).toBe(named);
    }));
});
