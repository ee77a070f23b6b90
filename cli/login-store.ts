/** Sign-ins kept in a file for its owner alone. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';
import type { Io } from './io.js';
import type { Say } from './lang.js';

export type StoredLogin = { readonly login: string; readonly token: string; readonly expiresAt: string };

/** `current` is the address used when none is named. */
export type LoginFile = { readonly current: string | null; readonly logins: Readonly<Record<string, StoredLogin>> };

const NONE: LoginFile = { current: null, logins: {} };

/** `TINHGON_CONFIG` (a file, or a folder that exists), else a file in the person's own settings. */
export function loginFilePath(io: Pick<Io, 'env' | 'configFolder'>): string {
  const named = io.env['TINHGON_CONFIG']?.trim();
  if (!named) return join(io.configFolder, 'tinhgon', 'logins.json');
  return isFolder(named) ? join(named, 'logins.json') : named;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Not there yet: the name of the file to be made.
    return false;
  }
}

/** @throws Failure (1) when the file is there but cannot be used */
export function readLogins(path: string, say: Say): LoginFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE;
    throw unusable(path, say);
  }
  try {
    const value = JSON.parse(text) as Partial<LoginFile> | null;
    const logins = Object.fromEntries(
      Object.entries(value?.logins ?? {}).filter(([, login]) => typeof login?.token === 'string' && typeof login.login === 'string'),
    );
    return { current: typeof value?.current === 'string' ? value.current : null, logins };
  } catch {
    throw unusable(path, say);
  }
}

const unusable = (path: string, say: Say): Failure =>
  new Failure(
    EXIT.failed,
    say(`Không đọc được tệp đăng nhập ${path}. Xóa tệp rồi chạy tinhgon login.`, `The sign-in file ${path} cannot be read. Delete it and run tinhgon login.`),
  );

/** Replaces the file in one step, readable by its owner only. @throws Failure (1) when it cannot be written */
export function writeLogins(path: string, logins: LoginFile, say: Say): void {
  const fresh = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600 });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new Failure(
      EXIT.failed,
      say(
        `Không ghi được ${path} (${(error as NodeJS.ErrnoException).code ?? 'lỗi'}). Chọn nơi khác bằng TINHGON_CONFIG.`,
        `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'}). Name another place with TINHGON_CONFIG.`,
      ),
    );
  }
}
