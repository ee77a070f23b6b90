/** The private servers that every integration test stands on. */
import { connect } from 'node:net';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { judgeDatabase, judgeRedis } from '../../../local/doctor.js';
import { probeTemporal } from '../../../local/temporal-probe.js';

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run through npm test`);
  return value;
};

describe('the servers of a test run', () => {
  it('give an administrator who may create schemas, on a database with the settings the product assumes', async () => {
    const connection = await createConnection({ uri: setting('TEST_DATABASE_ADMIN_URL'), timezone: 'Z' });
    try {
      const [rows] = await connection.query<RowDataPacket[]>(
        "SHOW VARIABLES WHERE Variable_name IN ('character_set_server','collation_server','time_zone','sql_mode','innodb_flush_log_at_trx_commit')",
      );
      const variables = new Map(rows.map((row) => [String(row['Variable_name']), String(row['Value'])]));
      expect(variables.get('sql_mode')).toContain('STRICT_TRANS_TABLES');
      const [[version]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
      expect(judgeDatabase(String(version?.['version']), variables, 0, false).map(({ status }) => status)).toEqual(['ok']);
      await connection.query('CREATE DATABASE local_services_probe CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci');
      const [[same]] = await connection.query<RowDataPacket[]>("SELECT 'Đặng' COLLATE utf8mb4_unicode_520_ci = 'dang' AS equal");
      expect(same?.['equal']).toBe(1);
      await connection.query('DROP DATABASE local_services_probe');
    } finally {
      connection.destroy();
    }
  });

  it('give a Redis that evicts nothing and writes to disk', async () => {
    const { hostname, port } = new URL(setting('TEST_REDIS_URL'));
    const info = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => socket.write('INFO\r\nQUIT\r\n'));
      let text = '';
      socket.on('data', (part) => {
        text += part.toString('utf8');
      });
      socket.once('close', () => resolve(text));
      socket.once('error', reject);
    });
    expect(judgeRedis(info).map(({ status }) => status)).toEqual(['ok']);
  });

  it('give a Temporal server that knows the namespace, and no other', async () => {
    const address = setting('TEST_TEMPORAL_ADDRESS');
    const known = await probeTemporal(address, setting('TEST_TEMPORAL_NAMESPACE'));
    expect(known).toEqual({ kind: 'ready', server: expect.stringMatching(/^1\.3[2-9]/u) });
    expect((await probeTemporal(address, 'no-such-namespace')).kind).toBe('noNamespace');
  });
});
