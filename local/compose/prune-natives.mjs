/** Removes what other platforms need from node_modules: four native builds of the Temporal bridge, about 28 MB each. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const CPUS = { x64: 'x86_64', arm64: 'aarch64' };
const SYSTEMS = { linux: 'unknown-linux-gnu', darwin: 'apple-darwin' };
const ours = `${CPUS[process.arch]}-${SYSTEMS[process.platform]}`;
const folder = join(process.argv[2] ?? 'node_modules', '@temporalio', 'core-bridge', 'releases');

if (!existsSync(join(folder, ours))) throw new Error(`no build for ${ours} in ${folder}: has the package changed its layout?`);
const foreign = readdirSync(folder).filter((name) => name !== ours);
for (const name of foreign) rmSync(join(folder, name), { recursive: true });
console.log(`kept ${ours}, removed ${foreign.join(', ') || 'nothing'}`);
