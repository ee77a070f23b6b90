import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROLES, VARIABLES, readConfig, type Role } from '../../config/env.js';
import { SEARCH_ATTRIBUTES } from '../../local/temporal.js';

const ROOT = join(__dirname, '..', '..');
const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');

type Service = {
  readonly image?: string;
  readonly build?: string;
  readonly restart?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
};

const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const isRole = (name: string): name is Role => (ROLES as readonly string[]).includes(name);

/** What an administrator sets; the rest of the file must need nothing more. */
const SECRETS = {
  PUBLIC_URL: 'https://tthc.tinh.example',
  MYSQL_ROOT_PASSWORD: 'rootpw',
  MYSQL_OWNER_PASSWORD: 'ownerpw',
  MYSQL_APP_PASSWORD: 'apppw',
  MYSQL_TEMPORAL_PASSWORD: 'temporalpw',
  REDIS_PASSWORD: 'redispw',
  SESSION_KEYS: 's'.repeat(48),
  TOKEN_KEYS: 't'.repeat(48),
  SEAL_KEYS: 'e'.repeat(48),
  SMTP_URL: 'smtps://mail.tinh.example:465',
  MAIL_FROM: 'no-reply@tinh.example',
  MAIL_DOMAIN_IN: 'tinh.example',
} as const;

/** As compose replaces `${NAME}`, `${NAME:-default}` and `${NAME:?message}`; `$$` is a dollar of the shell. */
function substitute(value: string | number, env: Readonly<Record<string, string>>): string {
  return String(value).replaceAll(/\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/gu, (whole, name: string | undefined, kind: string | undefined, rest: string) => {
    if (name === undefined) return '$';
    const given = env[name];
    if (given) return given;
    if (kind === '-') return rest;
    throw new Error(kind === '?' ? `${name}: ${rest}` : `${whole} has neither a value nor a message`);
  });
}
const environmentOf = (service: Service, env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(service.environment ?? {}).map(([name, value]) => [name, substitute(value, env)]));

describe('the containers of production', () => {
  it('wait only for services that exist, in a way that can come true', () => {
    for (const [name, { depends_on: needs = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const service = compose.services[needed];
        expect({ name, needed, exists: service !== undefined }).toEqual({ name, needed, exists: true });
        if (condition === 'service_healthy') expect({ needed, healthcheck: service?.healthcheck !== undefined }).toEqual({ needed, healthcheck: true });
        // A job that is restarted for ever never completes.
        else
          expect({ needed, condition, restart: service?.restart }).toEqual({
            needed,
            condition: 'service_completed_successfully',
            restart: expect.stringMatching(/^on-failure/u),
          });
      }
    }
  });

  it('start in an order without a circle: stores, schemas, namespace, migrations, rights, then the processes', () => {
    const order: string[] = [];
    const place = (name: string, above: readonly string[]): void => {
      if (above.includes(name)) throw new Error(`circle: ${[...above, name].join(' → ')}`);
      if (order.includes(name)) return;
      for (const needed of Object.keys(compose.services[name]?.depends_on ?? {})) place(needed, [...above, name]);
      order.push(name);
    };
    for (const [name] of services) place(name, []);
    const before = (first: string, second: string) => expect(order.indexOf(first)).toBeLessThan(order.indexOf(second));
    for (const [first, second] of [
      ['mysql', 'temporal-schema'],
      ['temporal-schema', 'temporal'],
      ['temporal', 'temporal-namespace'],
      ['temporal-namespace', 'worker'],
      ['mysql', 'migrate'],
      ['migrate', 'grants'],
      ['grants', 'api'],
      ['redis', 'mailer'],
    ] as const)
      before(first, second);
  });

  it('name volumes, files and networks that are there, and images by version', () => {
    for (const [name, { volumes = [], networks = [], image, command }] of services) {
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('./')) expect({ name, source, isFile: statSync(join(ROOT, source)).isFile() }).toEqual({ name, source, isFile: true });
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
      expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining([...networks]));
      expect(networks.length).toBeGreaterThan(0);
      expect(image).toMatch(/:(\d[\w.-]*|\$\{TINHGON_VERSION:-local\})$/u);
      const script = command?.find((word) => word.startsWith('dist/'));
      if (script !== undefined)
        expect({ script, exists: existsSync(join(ROOT, script.replace(/^dist\/(.*)\.js$/u, '$1.ts'))) }).toEqual({ script, exists: true });
    }
  });

  it('are pinned to MySQL 8.4, Redis 7, Temporal 1.32 with tools of the same version, and its UI', () => {
    const image = (name: string) => compose.services[name]?.image;
    expect(image('mysql')).toBe('mysql:8.4');
    expect(image('redis')).toMatch(/^redis:7/u);
    expect(image('temporal')).toMatch(/^temporalio\/server:1\.32\./u);
    const version = image('temporal')?.split(':')[1];
    for (const job of ['temporal-schema', 'temporal-namespace']) expect(image(job)).toBe(`temporalio/admin-tools:${version}`);
    expect(image('temporal-ui')).toMatch(/^temporalio\/ui:2\.54\./u);
  });

  it('take secrets from the environment and have no default for one', () => {
    for (const [, name = '', kind] of text.matchAll(/\$\{(\w+)(?::([-?]))?/gu)) {
      if (/PASSWORD|KEYS|SECRET|SMTP_URL/u.test(name)) expect({ name, kind }).toEqual({ name, kind: '?' });
    }
    for (const [name, service] of services) {
      for (const secret of Object.keys(SECRETS)) {
        const { [secret as keyof typeof SECRETS]: _left, ...rest } = SECRETS;
        const uses = Object.values(service.environment ?? {}).some((value) => String(value).includes(`\${${secret}`));
        if (uses) expect(() => `${name} got ${JSON.stringify(environmentOf(service, rest))}`).toThrow(secret);
      }
    }
  });

  it.each(ROLES)('give the %s exactly settings that it accepts', (role) => {
    const service = compose.services[role];
    if (!service) throw new Error(`no service ${role}`);
    const environment = environmentOf(service, SECRETS);
    expect(Object.keys(environment).filter((name) => !(name in VARIABLES))).toEqual([]);
    expect(readConfig(environment, role)).toMatchObject({ nodeEnv: 'production', demo: false });
  });

  it('hand each process no secret beyond its own', () => {
    const secretsOf = (name: string) =>
      Object.entries(SECRETS)
        .filter(([, value]) =>
          Object.values(environmentOf(compose.services[name] ?? {}, SECRETS))
            .join('\n')
            .includes(value),
        )
        .map(([secret]) => secret);
    for (const [name] of services) if (name !== 'mysql') expect(secretsOf(name)).not.toContain('MYSQL_ROOT_PASSWORD');
    for (const role of ROLES) if (role !== 'migrate') expect(secretsOf(role)).not.toContain('MYSQL_OWNER_PASSWORD');
    for (const name of ['worker', 'relay']) for (const secret of ['SESSION_KEYS', 'TOKEN_KEYS', 'SEAL_KEYS']) expect(secretsOf(name)).not.toContain(secret);
    expect(secretsOf('mailer')).not.toContain('SESSION_KEYS');
    expect(secretsOf('temporal')).toEqual(['MYSQL_TEMPORAL_PASSWORD']);
  });

  it('open no port beyond this machine, and keep stores and Temporal in a network without a way out', () => {
    for (const [, { ports = [] }] of services) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/u);
    expect(compose.networks['stores']).toEqual({ internal: true });
    for (const name of ['mysql', 'redis', 'temporal']) {
      expect(compose.services[name]?.networks).toEqual(['stores']);
      expect(compose.services[name]?.ports).toBeUndefined();
    }
  });

  it('watch every process that stays', () => {
    for (const role of ROLES.filter((name) => name !== 'migrate')) {
      expect(compose.services[role]?.healthcheck?.test).toEqual(['CMD', 'node', 'local/compose/health.cjs', role]);
    }
    expect(
      services
        .map(([name]) => name)
        .filter(isRole)
        .sort(),
    ).toEqual([...ROLES].sort());
  });

  it('make the search attributes that the local server makes', () => {
    const script = readFileSync(join(ROOT, 'local', 'compose', 'temporal-namespace.sh'), 'utf8');
    const listed = /for attribute in (.*); do/u.exec(script)?.[1]?.split(' ');
    expect(listed).toEqual(Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `${name}=${type}`));
  });
});

describe('the image', () => {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('is built on Node 24 with glibc, in a stage apart from what is shipped', () => {
    expect(lines.find((line) => line.startsWith('ARG NODE_IMAGE='))).toMatch(/=node:24-[a-z]+-slim$/u);
    expect(lines.filter((line) => line.startsWith('FROM '))).toEqual(['FROM ${NODE_IMAGE} AS build', 'FROM ${NODE_IMAGE}']);
  });

  it('runs as a plain user, is watched, and ships neither sources nor development packages', () => {
    expect(lastStage).toContain('USER node');
    expect(lastStage.findIndex((line) => line === 'USER node')).toBeGreaterThan(lastStage.findLastIndex((line) => line.startsWith('COPY')));
    expect(lastStage.some((line) => line.startsWith('HEALTHCHECK'))).toBe(true);
    expect(lastStage.filter((line) => line.startsWith('COPY') && !line.includes('--from=build'))).toEqual([]);
    expect(lines.findIndex((line) => line.includes('npm prune --omit=dev'))).toBeGreaterThan(lines.findIndex((line) => line.includes('vite build')));
  });

  it('runs no install script and no script that is not in the checkout', () => {
    for (const line of lines.filter((each) => /npm (ci|prune|install)/u.test(each))) expect(line).toContain('--ignore-scripts');
    for (const [, file = ''] of lines.join('\n').matchAll(/node (local\/[\w/.-]+)/gu)) expect(existsSync(join(ROOT, file))).toBe(true);
  });

  it('never contains settings or data of the machine it is built on', () => {
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    for (const name of ['.env', '.tinhgon', '.git', 'node_modules']) expect(ignored).toContain(name);
  });
});
