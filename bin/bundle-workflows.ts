/** Bundles the workflows once, at build time: `dist/workflow-bundle.js`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

async function main(): Promise<void> {
  const root = join(__dirname, '..');
  const { code } = await bundleWorkflowCode({ workflowsPath: join(root, 'workflows', 'index.js'), logger: new DefaultLogger('WARN') });
  await writeFile(join(root, 'workflow-bundle.js'), code);
  process.stdout.write(`${JSON.stringify({ msg: 'bundled', bytes: code.length })}\n`);
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
