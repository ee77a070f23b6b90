import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { socketPath } from '../../../local/layout.js';
import { adminUrl, applicationUrl, renderInit, renderOptions } from '../../../local/mariadb.js';

const settings = {
  folder: '/data/tinhgon',
  port: 33061,
  rootPassword: 'r00t',
  flushEachCommit: false,
  bufferPoolMb: 64,
  application: { user: 'tinhgon', password: 'app', database: 'tinhgon' },
};

describe('the private database', () => {
  it('answers on loopback only, in UTC, strictly, READ COMMITTED, with the collation that ignores accents', () => {
    const lines = renderOptions(settings).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'bind-address=127.0.0.1',
        "default-time-zone='+00:00'",
        'transaction-isolation=READ-COMMITTED',
        'binlog_format=ROW',
        'character-set-server=utf8mb4',
        'collation-server=utf8mb4_unicode_520_ci',
        'innodb_flush_log_at_trx_commit=2',
        'port=33061',
      ]),
    );
    expect(lines.find((line) => line.startsWith('sql_mode='))).toContain('STRICT_TRANS_TABLES');
    expect(renderOptions({ ...settings, flushEachCommit: true })).toContain('innodb_flush_log_at_trx_commit=1');
  });

  it('gives the application its own schema and nothing beyond', () => {
    const init = renderInit(settings);
    expect(init).toContain("GRANT ALL PRIVILEGES ON `tinhgon`.* TO 'tinhgon'@'127.0.0.1'");
    expect(init).not.toMatch(/ON \*\.\* TO 'tinhgon'/u);
    expect(
      init
        .trim()
        .split('\n')
        .every((line) => line.endsWith(';')),
    ).toBe(true);
    expect(renderInit({ ...settings, application: undefined } as never)).not.toContain('CREATE DATABASE');
  });

  it('is named by addresses for the administrator and for the application', () => {
    expect(adminUrl(settings)).toBe('mysql://root:r00t@127.0.0.1:33061');
    expect(applicationUrl(settings)).toBe('mysql://tinhgon:app@127.0.0.1:33061/tinhgon');
  });

  it('keeps its socket where the path is short enough for one', () => {
    expect(socketPath('/short')).toBe('/short/mariadb.sock');
    const deep = join('/', ...Array.from({ length: 12 }, () => 'a-long-folder'));
    expect(socketPath(deep).startsWith(tmpdir())).toBe(true);
    expect(socketPath(deep).length).toBeLessThan(100);
    expect(socketPath(deep)).not.toBe(socketPath(`${deep}x`));
  });
});
