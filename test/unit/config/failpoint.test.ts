import { spawnSync } from 'node:child_process';
import { FailpointError, failpoint, parseFailpoints } from '../../../config/failpoint.js';

const before = { ...process.env };
afterEach(() => {
  for (const name of ['FAILPOINTS', 'NODE_ENV']) {
    const value = before[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

describe('a failpoint', () => {
  it('does nothing when nobody armed it', async () => {
    process.env['FAILPOINTS'] = 'elsewhere=throw';
    await expect(failpoint('record-decision/before-commit')).resolves.toBeUndefined();
  });

  it('throws where it stands when armed to throw', async () => {
    process.env['FAILPOINTS'] = 'record-decision/before-commit=throw';
    await expect(failpoint('record-decision/before-commit')).rejects.toThrow(FailpointError);
    await expect(failpoint('record-decision/after-begin')).resolves.toBeUndefined();
  });

  it('acts only as often as it was armed for', async () => {
    process.env['FAILPOINTS'] = 'twice-only=throw*2';
    await expect(failpoint('twice-only')).rejects.toThrow('failpoint twice-only');
    await expect(failpoint('twice-only')).rejects.toThrow('failpoint twice-only');
    await expect(failpoint('twice-only')).resolves.toBeUndefined();
  });

  it('waits as long as it was told to', async () => {
    process.env['FAILPOINTS'] = 'slow-store=delay:40';
    const startedAt = process.hrtime.bigint();
    await failpoint('slow-store');
    expect(Number(process.hrtime.bigint() - startedAt) / 1e6).toBeGreaterThanOrEqual(35);
  });

  it('is armed anew when a test changes the variable', async () => {
    process.env['FAILPOINTS'] = 'a-point=throw*1';
    await expect(failpoint('a-point')).rejects.toThrow('failpoint a-point');
    process.env['FAILPOINTS'] = 'a-point=throw*1,other=throw';
    await expect(failpoint('a-point')).rejects.toThrow('failpoint a-point');
  });

  it('does nothing in production, whatever the variable says', async () => {
    process.env['FAILPOINTS'] = 'a-point=throw';
    process.env['NODE_ENV'] = 'production';
    await expect(failpoint('a-point')).resolves.toBeUndefined();
  });
});

describe('the list of failpoints', () => {
  it('is read with its actions and limits', () => {
    expect([...parseFailpoints(' one=crash , open-next-stages/after-lock=delay:250*3,')]).toEqual([
      ['one', { action: { kind: 'crash' }, hits: Number.POSITIVE_INFINITY }],
      ['open-next-stages/after-lock', { action: { kind: 'delay', delayMs: 250 }, hits: 3 }],
    ]);
  });

  it.each(['x', 'x=explode', 'x=delay', 'X=throw', 'x=throw*0'])('is refused with the entry that cannot be read: %s', (entry) => {
    expect(() => parseFailpoints(entry)).toThrow(`"${entry}" is no failpoint`);
  });
});

it('a crash is a death by SIGKILL, as a power cut would be', () => {
  const script = `
    const swc = require('@swc/core');
    const { code } = swc.transformFileSync('config/failpoint.ts', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
    const module_ = { exports: {} };
    new Function('exports', 'module', code)(module_.exports, module_);
    module_.exports.failpoint('here').then(() => process.exit(0));
  `;
  const { signal } = spawnSync(process.execPath, ['-e', script], { env: { ...process.env, NODE_ENV: 'test', FAILPOINTS: 'here=crash' }, timeout: 20_000 });
  expect(signal).toBe('SIGKILL');
});
