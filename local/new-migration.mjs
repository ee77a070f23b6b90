#!/usr/bin/env node
/** `npm run db:new <verb-noun>`: an empty migration whose time is later than every other. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [name = ''] = process.argv.slice(2);
if (!/^[a-z]+(-[a-z0-9]+)+$/u.test(name)) {
  console.error('npm run db:new <động-từ-danh-từ>, ví dụ: npm run db:new add-notice-column');
  console.error('npm run db:new <verb-noun>, for example: npm run db:new add-notice-column');
  process.exit(2);
}
const folder = join(import.meta.dirname, '..', 'db', 'migrations');
mkdirSync(folder, { recursive: true });
const newest = Math.max(
  0,
  ...readdirSync(folder)
    .map((file) => Number.parseInt(file, 10))
    .filter(Number.isFinite),
);
const time = Math.max(Date.now(), newest + 1);
const className = `${name
  .split('-')
  .map((word) => word[0].toUpperCase() + word.slice(1))
  .join('')}${time}`;
const file = join(folder, `${time}-${name}.ts`);
writeFileSync(
  file,
  `/** ${className}: say here what changes and why. Both versions of the application, before and after, must work on it. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('');
  }
}
`,
  { flag: 'wx' },
);
console.log(`${file}\nThêm ${className} vào db/migrations/index.ts. / Add ${className} to db/migrations/index.ts.`);
