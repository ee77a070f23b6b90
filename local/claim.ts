/** One supervisor at a time per data folder. */
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROCESS_NOTE, isSameProcess, noteOf, type ProcessNote } from './owned-process.js';
import { trouble } from './words.js';

/** `taken`: another supervisor runs on this folder. `stale`: the folder was left by one that was killed. */
export type Claim = { readonly kind: 'taken'; readonly pid: number } | { readonly kind: 'ours'; readonly stale: boolean; release(): void };

/** Says that a folder is ours to wipe. */
export const MARK = 'tinhgon-data.json';

const lockOf = (folder: string): string => join(folder, 'lock.json');

/** The live supervisor of a folder, if there is one. */
export function holderOf(folder: string): number | undefined {
  const noted = readLock(lockOf(folder));
  return noted !== undefined && isSameProcess(noted, folder) ? noted.pid : undefined;
}

function readLock(file: string): ProcessNote | undefined {
  try {
    return PROCESS_NOTE.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // No lock, or one torn by a kill: nobody holds the folder.
    return undefined;
  }
}

/**
 * Takes the folder, or says who has it. The lock appears in one step (a hard link), so of two that start together one wins.
 * @throws Error when the folder holds something else than our data
 */
export function claimFolder(folder: string): Claim {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(join(folder, MARK))) {
    if (readdirSync(folder).length > 0) {
      throw trouble({
        vi: `Thư mục ${folder} có dữ liệu khác. Chọn một thư mục trống bằng TINHGON_DATA.`,
        en: `${folder} holds other files. Name an empty folder with TINHGON_DATA.`,
      });
    }
    writeFileSync(join(folder, MARK), '{"product":"tinhgon"}\n');
  }
  const lock = lockOf(folder);
  const mine = join(folder, `lock-${process.pid}.tmp`);
  writeFileSync(mine, JSON.stringify(noteOf(process.pid)));
  let stale = false;
  try {
    for (;;) {
      try {
        linkSync(mine, lock);
        return { kind: 'ours', stale, release: () => rmSync(lock, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderOf(folder);
      if (holder !== undefined) return { kind: 'taken', pid: holder };
      stale = true;
      setAside(lock, folder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Moves a dead lock away. If a rival replaced it in this very moment, the rival's lock is put back. */
function setAside(lock: string, folder: string): void {
  const aside = `${lock}.${process.pid}.dead`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readLock(aside);
  if (moved !== undefined && isSameProcess(moved, folder) && !existsSync(lock)) renameSync(aside, lock);
  else rmSync(aside, { force: true });
}
