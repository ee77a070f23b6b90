/** The workflows of the working tree as one bundle, made once a process. */
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

let made: Promise<{ readonly code: string }> | null = null;

export function workflowBundle(): Promise<{ readonly code: string }> {
  made ??= bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', '..', 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
    // Sources name their siblings by what they compile to.
    webpackConfigHook: (config) => ({ ...config, resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] } } }),
  });
  return made;
}
