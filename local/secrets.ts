/** Passwords and keys of one local stack, made once and kept with its data. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEMO_KEY_PREFIX } from '../config/env.js';
import { trouble } from './words.js';

const SECRETS = z.object({ rootPassword: z.string().min(16), password: z.string().min(16), sessionKey: z.string(), tokenKey: z.string(), sealKey: z.string() });
export type LocalSecrets = z.infer<typeof SECRETS>;

/** Hex only: these words go into SQL and addresses without escaping. */
const password = (): string => randomBytes(16).toString('hex');
const key = (): string => `${DEMO_KEY_PREFIX}${randomBytes(32).toString('hex')}`;

/**
 * The secrets of a data folder; made on first use, readable by the owner alone.
 * @throws Error when the file is there and cannot be read: new ones would lock the owner out of the old data
 */
export function localSecrets(folder: string): LocalSecrets {
  const file = join(folder, 'secrets.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const made: LocalSecrets = { rootPassword: password(), password: password(), sessionKey: key(), tokenKey: key(), sealKey: key() };
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  }
  try {
    return SECRETS.parse(JSON.parse(text));
  } catch (error) {
    throw Object.assign(
      trouble({
        vi: `Không đọc được ${file}. Khôi phục tệp này, hoặc bỏ dữ liệu demo: npx tinhgon local wipe`,
        en: `${file} cannot be read. Restore it, or give up the demo's data: npx tinhgon local wipe`,
      }),
      { cause: error },
    );
  }
}
