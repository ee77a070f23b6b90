/** A private Redis: loopback only, every write on disk within a second, nothing evicted. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { findBinary } from './binaries.js';
import type { KeptSpec } from './supervisor.js';
import { trouble } from './words.js';

/** One PING. Resolves to true on `+PONG`, to false on any other answer, such as a server that still loads. */
export function pingRedis(port: number, withinMs = 2_000): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(withinMs, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1').startsWith('+PONG'));
    });
  });
}

/** How the supervisor runs it. */
export function redisSpec(settings: { readonly folder: string; readonly port: number }, env: NodeJS.ProcessEnv): KeptSpec {
  const command = findBinary(env, 'redis-server', 'valkey-server');
  if (command === undefined) {
    throw trouble({
      vi: 'Thiếu redis-server. Chạy: sudo apt-get install redis-server; hoặc đặt REDIS_URL tới một Redis 7 có sẵn.',
      en: 'redis-server is missing. Run: sudo apt-get install redis-server; or set REDIS_URL to an existing Redis 7.',
    });
  }
  const data = join(settings.folder, 'redis');
  return {
    name: 'redis',
    phase: 'store',
    command,
    args: [
      '--bind',
      '127.0.0.1',
      '--port',
      String(settings.port),
      '--dir',
      data,
      '--appendonly',
      'yes',
      '--appendfsync',
      'everysec',
      '--maxmemory-policy',
      'noeviction',
      '--daemonize',
      'no',
    ],
    env,
    cwd: data,
    readyWithinMs: 20_000,
    politeMs: 10_000,
    isReady: () => pingRedis(settings.port),
  };
}
