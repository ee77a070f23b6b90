/** The sources of the house as text, for tests that look at how it is written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
const ROOMS = ['activities', 'api', 'bin', 'cli', 'commands', 'config', 'db', 'domain', 'local', 'mail', 'queries', 'relay', 'reports', 'workflows'];

export type Source = { readonly path: string; readonly text: string };

/** TypeScript files of some rooms, of all by default; paths from the root with forward slashes. */
export function sourcesOf(rooms: readonly string[] = ROOMS): readonly Source[] {
  return rooms.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/u.test(name) && !name.endsWith('.d.ts'))
      .map((name) => {
        const path = join(room, name).replaceAll('\\', '/');
        return { path, text: readFileSync(join(ROOT, path), 'utf8') };
      }),
  );
}
