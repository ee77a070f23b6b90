import { readConfig } from '../../../config/env.js';

const KEY = 'k'.repeat(40);
const SECRETS = { SESSION_KEYS: KEY, TOKEN_KEYS: KEY, SEAL_KEYS: KEY };
const PRODUCTION = {
  ...SECRETS,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://tthc.tinh.example/',
  DATABASE_URL: 'mysql://app:secret@db:3306/tinhgon',
  REDIS_URL: 'redis://redis:6379',
  TEMPORAL_ADDRESS: 'temporal:7233',
  SMTP_URL: 'smtps://mail.tinh.example:465',
};
const refusal = (env: Record<string, string>, role?: Parameters<typeof readConfig>[1]): string => {
  try {
    readConfig(env, role);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('settings', () => {
  it('are complete for development with nothing but keys', () => {
    expect(readConfig(SECRETS)).toMatchObject({
      nodeEnv: 'development',
      demo: false,
      port: 8080,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:8080',
      databasePool: 20,
      temporalAddress: '127.0.0.1:7233',
      temporalNamespace: 'tinhgon',
      businessZone: 'Asia/Ho_Chi_Minh',
      mailMode: 'catch',
      smtpUrl: 'smtp://127.0.0.1:2525',
      mailAllowlist: [],
      sessionKeys: [KEY],
    });
  });

  it('build links on the port when no public address is set, and without a slash at the end when one is', () => {
    expect(readConfig({ ...SECRETS, PORT: '9001' }).publicUrl).toBe('http://localhost:9001');
    expect(readConfig(PRODUCTION).publicUrl).toBe('https://tthc.tinh.example');
  });

  it('treat an empty variable as an absent one', () => {
    expect(readConfig({ ...SECRETS, PORT: '', SMTP_URL: '  ' }).port).toBe(8080);
  });

  it('are refused with every problem at once, each with its variable', () => {
    const says = refusal({
      PORT: '70000',
      DATABASE_URL: 'postgres://x',
      TEMPORAL_ADDRESS: 'http://temporal:7233',
      MAIL_MODE: 'maybe',
      DATABASE_POOL: '0',
      SESSION_KEYS: 'short',
    });
    for (const name of ['PORT', 'DATABASE_URL', 'TEMPORAL_ADDRESS', 'MAIL_MODE', 'DATABASE_POOL', 'SESSION_KEYS']) expect(says).toContain(`  ${name} must be`);
    expect(says).toContain('.env.example');
  });

  it('never show the value of a refused variable', () => {
    expect(refusal({ ...SECRETS, DATABASE_URL: 'postgres://app:hunter2@db/x' })).not.toContain('hunter2');
  });

  it('take lists newest first and lower-case the addresses that may be written to', () => {
    const config = readConfig({ ...SECRETS, TOKEN_KEYS: `${'n'.repeat(32)}, ${'o'.repeat(32)}`, MAIL_ALLOWLIST: 'An@Tinh.example, @so.example,' });
    expect(config.tokenKeys).toEqual(['n'.repeat(32), 'o'.repeat(32)]);
    expect(config.mailAllowlist).toEqual(['an@tinh.example', '@so.example']);
  });
});

describe('a process of production', () => {
  it('starts with a full set of settings and sends its letters', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ nodeEnv: 'production', mailMode: 'send', smtpUrl: 'smtps://mail.tinh.example:465' });
  });

  it.each([
    ['SESSION_KEYS', 'api'],
    ['TOKEN_KEYS', 'mailer'],
    ['SEAL_KEYS', 'mailer'],
    ['DATABASE_URL', 'migrate'],
    ['REDIS_URL', 'relay'],
    ['TEMPORAL_ADDRESS', 'worker'],
    ['PUBLIC_URL', 'api'],
    ['SMTP_URL', 'mailer'],
  ] as const)('does not start without %s where the %s needs it', (name, role) => {
    const { [name]: _left, ...rest } = PRODUCTION;
    expect(refusal(rest, role)).toContain(`  ${name} is missing`);
  });

  it('does not ask a worker for keys it never uses', () => {
    const { SESSION_KEYS: _session, TOKEN_KEYS: _token, SEAL_KEYS: _seal, SMTP_URL: _smtp, ...rest } = PRODUCTION;
    expect(readConfig(rest, 'worker')).toMatchObject({ sessionKeys: [], tokenKeys: [], sealKeys: [] });
  });

  it('refuses keys made by a demo', () => {
    expect(refusal({ ...PRODUCTION, TOKEN_KEYS: `${KEY},demo-${'a'.repeat(64)}` })).toContain('TOKEN_KEYS holds a demo key');
  });

  it('refuses failpoints', () => {
    expect(refusal({ ...PRODUCTION, FAILPOINTS: 'after-commit=throw' })).toContain('FAILPOINTS is refused in production');
  });

  it('refuses to swallow letters, a public demo excepted', () => {
    expect(refusal({ ...PRODUCTION, MAIL_MODE: 'catch' })).toContain('MAIL_MODE catch would swallow');
    expect(readConfig({ ...PRODUCTION, MAIL_MODE: 'catch', TINHGON_DEMO: '1' }).mailMode).toBe('catch');
  });

  it('refuses a public address that is not protected, localhost excepted', () => {
    expect(refusal({ ...PRODUCTION, PUBLIC_URL: 'http://tthc.tinh.example' })).toContain('PUBLIC_URL must start with https://');
    expect(readConfig({ ...PRODUCTION, PUBLIC_URL: 'http://localhost:8080' }).publicUrl).toBe('http://localhost:8080');
  });

  it('needs no mail server when it sends no letters', () => {
    const { SMTP_URL: _smtp, ...rest } = PRODUCTION;
    expect(readConfig({ ...rest, MAIL_MODE: 'off' }).smtpUrl).toBeUndefined();
  });
});
