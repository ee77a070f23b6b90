/**
 * The one way a process writes to its log: JSON lines on stdout, secrets struck out.
 * Ids, codes and counts belong in a log; names, addresses and letters do not.
 */
import { pino, stdSerializers, type Logger } from 'pino';

/** The log a room is handed by `bin/`. */
export type Log = Logger;

/** Where secrets sit in what we log: requests, mail jobs, settings; each also one level down. */
const SECRET_FIELDS = [
  'password',
  'token',
  'secret',
  'cookie',
  'authorization',
  'email',
  'to',
  'databaseUrl',
  'redisUrl',
  'smtpUrl',
  'sessionKeys',
  'tokenKeys',
  'sealKeys',
];
const REDACTED = [
  ...SECRET_FIELDS,
  ...SECRET_FIELDS.map((field) => `*.${field}`),
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["idempotency-key"]',
  'res.headers["set-cookie"]',
];

/**
 * A link of a letter carries its token in the path, and comes back in addresses, referers and redirects.
 * It is struck from the finished line, whoever put it there.
 */
const withoutToken = (line: string): string => line.replace(/(\/q\/)[^\s"'/?#\\]+/gu, '$1[redacted]');

/**
 * A log whose every line names the process it came from.
 * @param destination a file descriptor or stream for tests; stdout otherwise
 */
export function createLog(service: string, level: string, destination?: { write(line: string): void }): Log {
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED, censor: '[redacted]' },
      hooks: { streamWrite: withoutToken },
      serializers: { err: withoutParameters, error: withoutParameters, req: stdSerializers.req, res: stdSerializers.res },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/** Drivers hang the statement with its values on their errors: people's names and tokens would follow it into the log. */
function withoutParameters(error: Error): Record<string, unknown> {
  const {
    parameters: _parameters,
    query: _query,
    sql: _sql,
    driverError: _driverError,
    sqlMessage: _sqlMessage,
    raw: _raw,
    ...kept
  } = stdSerializers.err(error) as unknown as Record<string, unknown>;
  return kept;
}
