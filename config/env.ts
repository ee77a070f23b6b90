/**
 * The schema of every environment variable, read once by `bin/` and refused as a whole.
 * `.env.example` is rendered from this table; a variable that is not here does not exist.
 */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseFailpoints } from './failpoint.js';

/** The zone of every legal term. It is part of the law served, so no variable changes it. */
export const BUSINESS_ZONE = 'Asia/Ho_Chi_Minh';

/** The processes of the product; each needs only some of the settings. */
export const ROLES = ['api', 'worker', 'relay', 'mailer', 'migrate'] as const;
export type Role = (typeof ROLES)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const MAIL_MODES = ['catch', 'send', 'off'] as const;

/** Marks keys made by the local stack. A production process refuses them. */
export const DEMO_KEY_PREFIX = 'demo-';

type Both = { readonly vi: string; readonly en: string };

/** One variable: what it means, what it may be, what stands in when it is absent. */
export type Variable = {
  readonly group: 'process' | 'stores' | 'mail' | 'secrets' | 'demo' | 'machine';
  readonly doc: Both;
  /** Shown in `.env.example`; the default where there is one. */
  readonly example: string;
  /** Who cannot start in production without it. Everybody has a default elsewhere, secrets apart. */
  readonly requiredBy?: readonly Role[];
};

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)), {
    error: `must be an address like ${protocols[0]}://…`,
  });
const port = z
  .string()
  .regex(/^\d{1,5}$/u, 'must be a port number')
  .transform(Number)
  .refine((n) => n >= 1 && n <= 65_535, 'must be a port from 1 to 65535');
const count = (most: number) =>
  z
    .string()
    .regex(/^\d+$/u, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= 1 && n <= most, `must be from 1 to ${most}`);
const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' }).transform((text) => text === '1');
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const keys = list.refine(
  (items) => items.length > 0 && items.every((key) => key.length >= 32),
  'must be one or more keys of at least 32 characters, newest first, separated by commas',
);
const hostPort = z.string().regex(/^[^\s:/]+:\d{1,5}$/u, 'must be host:port, without a scheme');
const failpoints = z.string().superRefine((text, context) => {
  try {
    parseFailpoints(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

const SHAPE = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production'], { error: 'must be development, test or production' }).default('development'),
  PORT: port.default(8080),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url('https', 'http').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  DATABASE_URL: url('mysql', 'mariadb').optional(),
  DATABASE_POOL: count(200).default(20),
  REDIS_URL: url('redis', 'rediss').optional(),
  TEMPORAL_ADDRESS: hostPort.optional(),
  TEMPORAL_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,62}$/u, 'must be lower-case letters, digits and hyphens')
    .default('tinhgon'),
  TEMPORAL_UI_URL: url('http', 'https').optional(),
  MAIL_MODE: z.enum(MAIL_MODES, { error: `must be one of ${MAIL_MODES.join(', ')}` }).optional(),
  SMTP_URL: url('smtp', 'smtps').optional(),
  SMTP_SINK_PORT: port.default(2525),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n\s]+$|^[^\r\n]*<[^\r\n\s]+@[^\r\n\s]+>$/u, 'must be an address, or Name <address>')
    .default('TinhGọn <no-reply@tinhgon.example>'),
  MAIL_DOMAIN_IN: z
    .string()
    .regex(/^[a-z0-9.-]+$/u, 'must be a domain in lower case')
    .default('tinhgon.example'),
  MAIL_ALLOWLIST: list.default([]),
  SESSION_KEYS: keys.optional(),
  TOKEN_KEYS: keys.optional(),
  SEAL_KEYS: keys.optional(),
  TINHGON_DEMO: flag.default(false),
  FAILPOINTS: failpoints.default(''),
  TINHGON_DATA: z.string().optional(),
  TEMPORAL_CLI: z.string().optional(),
  CHROMIUM: z.string().optional(),
});

/** Every variable with its meaning, in the order of `.env.example`. */
export const VARIABLES = {
  NODE_ENV: {
    group: 'process',
    example: 'development',
    doc: {
      vi: 'Chế độ chạy: development, test hoặc production. production từ chối khóa demo, điểm gây lỗi và giá trị còn thiếu.',
      en: 'How the process runs: development, test or production. production refuses demo keys, failpoints and gaps.',
    },
  },
  PORT: { group: 'process', example: '8080', doc: { vi: 'Cổng của web và API.', en: 'Port of the web and the API.' } },
  HOST: {
    group: 'process',
    example: '127.0.0.1',
    doc: { vi: 'Địa chỉ lắng nghe. Trong container: 0.0.0.0.', en: 'Address to listen on. In a container: 0.0.0.0.' },
  },
  PUBLIC_URL: {
    group: 'process',
    example: 'http://localhost:8080',
    requiredBy: ['api', 'mailer'],
    doc: {
      vi: 'Địa chỉ người dùng mở, dùng để dựng liên kết trong thư; https khi vận hành thật.',
      en: 'The address people open; links in letters are built on it. https in production.',
    },
  },
  LOG_LEVEL: { group: 'process', example: 'info', doc: { vi: `Mức ghi nhật ký: ${LOG_LEVELS.join(', ')}.`, en: `Log level: ${LOG_LEVELS.join(', ')}.` } },
  DATABASE_URL: {
    group: 'stores',
    example: 'mysql://tinhgon:PASSWORD@127.0.0.1:3306/tinhgon',
    requiredBy: ROLES,
    doc: {
      vi: 'MySQL 8 hoặc MariaDB 10.11. Bỏ trống thì npm start tự chạy một MariaDB riêng.',
      en: 'MySQL 8 or MariaDB 10.11. Absent: npm start runs a private MariaDB.',
    },
  },
  DATABASE_POOL: { group: 'stores', example: '20', doc: { vi: 'Số kết nối tối đa của mỗi tiến trình.', en: 'Most connections of each process.' } },
  REDIS_URL: {
    group: 'stores',
    example: 'redis://127.0.0.1:6379',
    requiredBy: ['api', 'relay', 'mailer'],
    doc: {
      vi: 'Redis 7, chính sách noeviction. Bỏ trống thì npm start tự chạy một Redis riêng.',
      en: 'Redis 7 with noeviction. Absent: npm start runs a private Redis.',
    },
  },
  TEMPORAL_ADDRESS: {
    group: 'stores',
    example: '127.0.0.1:7233',
    requiredBy: ['worker', 'relay'],
    doc: {
      vi: 'Máy chủ Temporal 1.32, dạng máy:cổng. Bỏ trống thì npm start tự chạy một máy chủ riêng.',
      en: 'Temporal server 1.32 as host:port. Absent: npm start runs a private one.',
    },
  },
  TEMPORAL_NAMESPACE: { group: 'stores', example: 'tinhgon', doc: { vi: 'Namespace của môi trường này.', en: 'Namespace of this environment.' } },
  TEMPORAL_UI_URL: {
    group: 'stores',
    example: 'http://localhost:8233',
    doc: {
      vi: 'Địa chỉ giao diện Temporal, để hiện liên kết cho quản trị. Có thể bỏ trống.',
      en: 'Address of the Temporal UI, for the link shown to administrators. May be absent.',
    },
  },
  MAIL_MODE: {
    group: 'mail',
    example: 'catch',
    doc: {
      vi: 'catch: giữ thư trong hộp thư thử; send: gửi thật; off: không gửi. Mặc định: send khi vận hành thật, còn lại là catch.',
      en: 'catch: keep letters in the test mailbox; send: really send; off: no letters. Default: send in production, else catch.',
    },
  },
  SMTP_URL: {
    group: 'mail',
    example: 'smtps://user:PASSWORD@mail.example:465',
    doc: {
      vi: 'Máy chủ gửi thư. Cần khi MAIL_MODE=send; với catch, mặc định là hộp thư thử ở SMTP_SINK_PORT.',
      en: 'Outgoing mail server. Needed with MAIL_MODE=send; with catch the default is the test mailbox on SMTP_SINK_PORT.',
    },
  },
  SMTP_SINK_PORT: {
    group: 'mail',
    example: '2525',
    doc: { vi: 'Cổng nhận thư của hộp thư thử, chỉ mở khi MAIL_MODE=catch.', en: 'Port of the test mailbox, open only with MAIL_MODE=catch.' },
  },
  MAIL_FROM: { group: 'mail', example: 'TinhGọn <no-reply@tinhgon.example>', doc: { vi: 'Người gửi ghi trên thư.', en: 'Sender of the letters.' } },
  MAIL_DOMAIN_IN: {
    group: 'mail',
    example: 'tinhgon.example',
    doc: { vi: 'Tên miền của địa chỉ trả lời và thư báo lỗi.', en: 'Domain of reply and bounce addresses.' },
  },
  MAIL_ALLOWLIST: {
    group: 'mail',
    example: '',
    doc: {
      vi: 'Môi trường thử: chỉ gửi tới các địa chỉ hoặc @tên-miền này, cách nhau bằng dấu phẩy. Bỏ trống: gửi tới mọi người.',
      en: 'Staging: send only to these addresses or @domains, separated by commas. Absent: to everyone.',
    },
  },
  SESSION_KEYS: {
    group: 'secrets',
    example: '',
    requiredBy: ['api'],
    doc: {
      vi: 'Khóa ký phiên đăng nhập, mới nhất đứng trước, mỗi khóa ít nhất 32 ký tự (openssl rand -hex 32).',
      en: 'Keys that sign sessions, newest first, at least 32 characters each (openssl rand -hex 32).',
    },
  },
  TOKEN_KEYS: {
    group: 'secrets',
    example: '',
    requiredBy: ['api', 'mailer'],
    doc: {
      vi: 'Khóa của liên kết quyết định trong thư, mới nhất đứng trước; giữ khóa cũ tới khi liên kết cũ hết hạn.',
      en: 'Keys of decision links in letters, newest first; keep old ones until their links end.',
    },
  },
  SEAL_KEYS: {
    group: 'secrets',
    example: '',
    requiredBy: ['api', 'mailer'],
    doc: { vi: 'Khóa niêm phong dữ liệu thư lưu trong cơ sở dữ liệu, mới nhất đứng trước.', en: 'Keys that seal mail data at rest, newest first.' },
  },
  TINHGON_DEMO: {
    group: 'demo',
    example: '0',
    doc: {
      vi: '1: bản demo, dữ liệu mẫu, có dải cảnh báo trên mọi trang và đồng hồ thử.',
      en: '1: a demo with sample data, a banner on each page and the test clock.',
    },
  },
  FAILPOINTS: {
    group: 'demo',
    example: '',
    doc: {
      vi: 'Điểm gây lỗi để kiểm thử: tên=crash|throw|delay:MS, cách nhau bằng dấu phẩy. production từ chối.',
      en: 'Failpoints for tests: name=crash|throw|delay:MS, separated by commas. Refused in production.',
    },
  },
  TINHGON_DATA: {
    group: 'machine',
    example: '',
    doc: {
      vi: 'Thư mục dữ liệu của bản chạy tại máy. Mặc định: .tinhgon/demo trong thư mục mã nguồn.',
      en: 'Data folder of the local stack. Default: .tinhgon/demo in the checkout.',
    },
  },
  TEMPORAL_CLI: {
    group: 'machine',
    example: '',
    doc: {
      vi: 'Đường dẫn chương trình temporal (từ 1.9) có sẵn trên máy. Mặc định: tìm trong PATH, rồi trong .tinhgon/bin.',
      en: 'Path of a temporal CLI (1.9 or newer) on this machine. Default: PATH, then .tinhgon/bin.',
    },
  },
  CHROMIUM: {
    group: 'machine',
    example: '',
    doc: {
      vi: 'Đường dẫn Chromium cho kiểm thử trình duyệt và in ấn. Mặc định: tìm trong PATH.',
      en: 'Path of Chromium for browser tests and printing. Default: PATH.',
    },
  },
} as const satisfies { readonly [Name in keyof z.infer<typeof SHAPE>]: Variable };

export type VariableName = keyof typeof VARIABLES;

/** Settings as rooms receive them. Addresses are complete; lists are newest first; a key list is empty for a role that needs none. */
export type Config = {
  readonly nodeEnv: 'development' | 'test' | 'production';
  /** Sample data, a banner on each page, the test clock. */
  readonly demo: boolean;
  readonly businessZone: typeof BUSINESS_ZONE;
  readonly port: number;
  readonly host: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly databaseUrl: string;
  readonly databasePool: number;
  readonly redisUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | undefined;
  readonly mailMode: (typeof MAIL_MODES)[number];
  /** Absent only with `mailMode: 'off'`. */
  readonly smtpUrl: string | undefined;
  readonly smtpSinkPort: number;
  readonly mailFrom: string;
  readonly mailDomainIn: string;
  /** Addresses or `@domain`, lower case; empty means everyone. */
  readonly mailAllowlist: readonly string[];
  readonly sessionKeys: readonly string[];
  readonly tokenKeys: readonly string[];
  readonly sealKeys: readonly string[];
  readonly failpoints: string;
  /** Where a local stack keeps its files, the caught letters of the test mailbox among them. */
  readonly dataFolder: string;
};

type Problem = { readonly name: string; readonly says: string };

const SECRETS = ['SESSION_KEYS', 'TOKEN_KEYS', 'SEAL_KEYS'] as const;

/**
 * Reads all settings for one role, or for all roles together when none is named.
 * @throws Error that lists every problem, one a line, each with the variable to set
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, role?: Role): Config {
  const given = Object.fromEntries(Object.keys(VARIABLES).flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])));
  const parsed = SHAPE.safeParse(given);
  if (!parsed.success) {
    throw refusal(parsed.error.issues.map((issue) => ({ name: String(issue.path[0]), says: issue.message })));
  }
  const set = parsed.data;
  const production = set.NODE_ENV === 'production';
  const mailMode = set.MAIL_MODE ?? (production ? 'send' : 'catch');
  const publicUrl = (set.PUBLIC_URL ?? `http://localhost:${set.PORT}`).replace(/\/+$/u, '');

  const problems: Problem[] = [];
  const needs = (name: VariableName): boolean => {
    const variable: Variable = VARIABLES[name];
    return variable.requiredBy?.some((needer) => role === undefined || needer === role) ?? false;
  };
  for (const name of Object.keys(VARIABLES) as VariableName[]) {
    const secret = (SECRETS as readonly string[]).includes(name);
    if (needs(name) && set[name] === undefined && (production || secret)) {
      problems.push({
        name,
        says: secret ? `is missing; set one key or more, for example from: openssl rand -hex 32` : `is missing; ${VARIABLES[name].doc.en}`,
      });
    }
  }
  if (mailMode === 'send' && set.SMTP_URL === undefined && (role === undefined || role === 'mailer')) {
    problems.push({ name: 'SMTP_URL', says: 'is missing; MAIL_MODE=send needs an outgoing mail server, or set MAIL_MODE=off' });
  }
  if (production) {
    for (const name of SECRETS) {
      if (set[name]?.some((key) => key.startsWith(DEMO_KEY_PREFIX)))
        problems.push({ name, says: 'holds a demo key; production needs keys of its own (openssl rand -hex 32)' });
    }
    if (set.FAILPOINTS !== '') problems.push({ name: 'FAILPOINTS', says: 'is refused in production; unset it' });
    if (mailMode === 'catch' && !set.TINHGON_DEMO)
      problems.push({ name: 'MAIL_MODE', says: 'catch would swallow real letters in production; set send, or TINHGON_DEMO=1 for a public demo' });
    if (set.PUBLIC_URL?.startsWith('http:') && !['localhost', '127.0.0.1'].includes(new URL(set.PUBLIC_URL).hostname))
      problems.push({ name: 'PUBLIC_URL', says: 'must start with https:// in production' });
  }
  if (problems.length > 0) throw refusal(problems);

  return {
    nodeEnv: set.NODE_ENV,
    demo: set.TINHGON_DEMO,
    businessZone: BUSINESS_ZONE,
    port: set.PORT,
    host: set.HOST,
    publicUrl,
    logLevel: set.LOG_LEVEL,
    databaseUrl: set.DATABASE_URL ?? 'mysql://tinhgon@127.0.0.1:3306/tinhgon',
    databasePool: set.DATABASE_POOL,
    redisUrl: set.REDIS_URL ?? 'redis://127.0.0.1:6379',
    temporalAddress: set.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
    temporalNamespace: set.TEMPORAL_NAMESPACE,
    temporalUiUrl: set.TEMPORAL_UI_URL,
    mailMode,
    smtpUrl: mailMode === 'off' ? undefined : (set.SMTP_URL ?? `smtp://127.0.0.1:${set.SMTP_SINK_PORT}`),
    smtpSinkPort: set.SMTP_SINK_PORT,
    mailFrom: set.MAIL_FROM,
    mailDomainIn: set.MAIL_DOMAIN_IN,
    mailAllowlist: set.MAIL_ALLOWLIST.map((entry) => entry.toLowerCase()),
    sessionKeys: set.SESSION_KEYS ?? [],
    tokenKeys: set.TOKEN_KEYS ?? [],
    sealKeys: set.SEAL_KEYS ?? [],
    failpoints: set.FAILPOINTS,
    dataFolder: resolve(set.TINHGON_DATA ?? join('.tinhgon', 'demo')),
  };
}

function refusal(problems: readonly Problem[]): Error {
  return new Error(
    [
      'Cấu hình chưa dùng được / The settings cannot be used:',
      ...problems.map(({ name, says }) => `  ${name} ${says}`),
      'Mọi biến được giải thích trong .env.example. / Every variable is explained in .env.example.',
    ].join('\n'),
  );
}
