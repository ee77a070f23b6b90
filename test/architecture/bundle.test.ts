import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { ROOT } from '../support/sources.js';
import { workflowBundle } from '../support/workflow-bundle.js';

jest.setTimeout(60_000);

/** Code without its source map. Each workflow starts from it, so it is raised knowingly. */
const LARGEST_BYTES = 700_000;

const codeOf = async (): Promise<string> => (await workflowBundle()).code.split('//# sourceMappingURL')[0] as string;
const modulesOf = (code: string): readonly string[] => [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gmu)].map((match) => match[1] as string);

describe('the bundle of the workflows', () => {
  it('stays small', async () => {
    const { length } = await codeOf();
    expect(length).toBeGreaterThan(100_000);
    expect(length).toBeLessThan(LARGEST_BYTES);
  });

  it('holds the law, the workflows and the workflow library, and nothing else', async () => {
    const modules = modulesOf(await codeOf());
    const ours = modules.filter((name) => !name.includes('node_modules') && name.endsWith('.ts'));
    expect(ours).toEqual(expect.arrayContaining(['./workflows/review.workflow.ts', './workflows/procedure.workflow.ts', './workflows/campaign.workflow.ts']));
    expect(ours.filter((name) => !/^\.\/(?:workflows|domain)\//u.test(name))).toEqual([]);
    const packages = modules.flatMap((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/u.exec(name)?.[1] ?? []);
    expect([...new Set(packages)].filter((name) => !['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'].includes(name))).toEqual([]);
  });

  it('cannot be made of a workflow that reaches for Node, at any depth', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tinhgon-bundle-'));
    const bundleOf = async (deep: string): Promise<{ readonly made: boolean; readonly said: string }> => {
      let said = '';
      writeFileSync(join(folder, 'deep.js'), deep);
      writeFileSync(join(folder, 'index.js'), "const { read } = require('./deep.js'); exports.greedy = async () => read();\n");
      const logger = new DefaultLogger('INFO', ({ message, meta }) => {
        said += `${message} ${JSON.stringify(meta)}`;
      });
      const resolve = { modules: [join(ROOT, 'node_modules')] };
      return bundleWorkflowCode({
        workflowsPath: join(folder, 'index.js'),
        logger,
        webpackConfigHook: (config) => ({ ...config, resolve: { ...config.resolve, ...resolve } }),
      }).then(
        () => ({ made: true, said }),
        (error: Error) => ({ made: false, said: said + error.message }),
      );
    };
    try {
      expect((await bundleOf("exports.read = () => 'harmless';\n")).made).toBe(true);
      const refused = await bundleOf("exports.read = () => require('fs').readFileSync('/dev/null');\n");
      expect([refused.made, refused.said]).toEqual([false, expect.stringContaining("'fs'")]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('all parts of Temporal read messages with one copy of protobufjs', () => {
  const copies = ['client', 'common', 'proto', 'worker'].map((part) => {
    const from = createRequire(createRequire(join(ROOT, 'package.json')).resolve(`@temporalio/${part}`));
    return from.resolve('protobufjs');
  });
  expect(new Set(copies).size).toBe(1);
});
