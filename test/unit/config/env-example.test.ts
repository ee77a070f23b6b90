import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES, readConfig } from '../../../config/env.js';
import { renderEnvExample } from '../../../config/env-example.js';

const FILE = join(__dirname, '..', '..', '..', '.env.example');

describe('.env.example', () => {
  it('is what the schema renders (npm run env:example)', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(renderEnvExample());
  });

  it('names every variable once, with a sentence in each language', () => {
    const text = renderEnvExample();
    for (const [name, { doc }] of Object.entries(VARIABLES)) {
      expect(text.match(new RegExp(`^#${name}=`, 'gmu'))).toHaveLength(1);
      expect(text).toContain(`# ${doc.vi}\n# ${doc.en}`);
    }
  });

  it('shows values that would be accepted', () => {
    const shown = Object.fromEntries(Object.entries(VARIABLES).map(([name, { example }]) => [name, example]));
    const key = 'k'.repeat(32);
    expect(() => readConfig({ ...shown, SESSION_KEYS: key, TOKEN_KEYS: key, SEAL_KEYS: key })).not.toThrow();
  });
});
