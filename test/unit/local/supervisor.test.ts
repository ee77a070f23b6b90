import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownedNames } from '../../../local/owned-process.js';
import { createSupervisor, pauseBeforeRestart, type SupervisorEvent } from '../../../local/supervisor.js';
import { until } from '../../../local/until.js';
import { STAYS, STUBBORN, inFolder, nodeChild } from '../../support/children.js';

function supervise(folder: string) {
  const events: SupervisorEvent[] = [];
  const supervisor = createSupervisor(folder, { detached: true, onEvent: (event) => void events.push(event) });
  return { supervisor, events };
}

describe('a supervisor', () => {
  it('brings a child back that died, on the same terms', () =>
    inFolder(async (folder) => {
      const { supervisor, events } = supervise(folder);
      try {
        await supervisor.start(nodeChild(folder, 'worker', STAYS));
        const first = supervisor.pidOf('worker') ?? 0;
        process.kill(first, 'SIGKILL');
        await until('restart', 10_000, () => events.some(({ kind }) => kind === 'back'));
        const second = supervisor.pidOf('worker') ?? 0;
        expect(second).not.toBe(first);
        expect(isAlive(second)).toBe(true);
        expect(events[0]).toMatchObject({ kind: 'died', name: 'worker', exit: { signal: 'SIGKILL' } });
      } finally {
        await supervisor.stop();
      }
    }));

  it('waits longer before each further restart in a row, with an end', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(pauseBeforeRestart)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it('keeps trying a child that dies while it comes back', () =>
    inFolder(async (folder) => {
      const { supervisor, events } = supervise(folder);
      const broken = join(folder, 'broken');
      const script = `if (require('fs').existsSync(${JSON.stringify(broken)})) process.exit(3); ${STAYS}`;
      try {
        await supervisor.start(nodeChild(folder, 'relay', script));
        writeFileSync(broken, '');
        process.kill(supervisor.pidOf('relay') ?? 0, 'SIGKILL');
        await until('second death', 15_000, () => events.filter(({ kind }) => kind === 'died').length >= 2);
        expect(supervisor.pidOf('relay')).toBeUndefined();
      } finally {
        await supervisor.stop();
      }
      expect(ownedNames(folder)).toEqual([]);
    }));

  it('tells why a child never became ready, with the end of its log', () =>
    inFolder(async (folder) => {
      const { supervisor } = supervise(folder);
      await expect(supervisor.start(nodeChild(folder, 'api', "console.error('PORT 8080 is taken'); process.exit(1)"))).rejects.toThrow(
        /api.*PORT 8080 is taken/su,
      );
      await supervisor.stop();
      expect(ownedNames(folder)).toEqual([]);
    }));

  it('leaves a child dead that a test killed, until it is revived', () =>
    inFolder(async (folder) => {
      const { supervisor, events } = supervise(folder);
      try {
        await supervisor.start(nodeChild(folder, 'redis', STAYS, { phase: 'store' }));
        await supervisor.kill('redis');
        expect(supervisor.pidOf('redis')).toBeUndefined();
        expect(events).toEqual([]);
        await supervisor.revive('redis');
        expect(isAlive(supervisor.pidOf('redis') ?? 0)).toBe(true);
      } finally {
        await supervisor.stop();
      }
    }));

  it('ends the processes before the stores they use, and restarts nothing meanwhile', () =>
    inFolder(async (folder) => {
      const { supervisor, events } = supervise(folder);
      const ends = join(folder, 'ends');
      const noting = (name: string) =>
        `console.log('ready'); setInterval(() => undefined, 1000); process.on('SIGTERM', () => { require('fs').appendFileSync(${JSON.stringify(ends)}, '${name} '); process.exit(0); });`;
      await supervisor.start(nodeChild(folder, 'mariadb', noting('mariadb'), { phase: 'store' }));
      await supervisor.start(nodeChild(folder, 'api', noting('api')));
      await supervisor.start(nodeChild(folder, 'stubborn', STUBBORN, { politeMs: 300 }));
      await Promise.all([supervisor.stop(), supervisor.stop()]);
      const { readFileSync } = await import('node:fs');
      expect(readFileSync(ends, 'utf8')).toBe('api mariadb ');
      expect(events).toEqual([]);
      expect(ownedNames(folder)).toEqual([]);
    }));
});
