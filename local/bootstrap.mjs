#!/usr/bin/env node
/**
 * Makes a fresh checkout run: brings what is missing, builds, hands over to the product's own Node.
 *
 * Runs under the host's Node with no package installed, so it imports nothing but Node and `setup/`.
 *   start          everything, then the demo in the foreground
 *   test [args…]   everything and Chromium, then Jest with these arguments
 *   local [args…]  everything, then `tinhgon local` with these arguments
 *   drift          a private database, to compare migrations and entities
 *   build          Node packages and the build only
 *   prepare        everything, then nothing
 */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Cần Node từ 20.19 để khởi động (đang có ${process.versions.node}). Cài Node mới hơn từ nodejs.org hoặc kho gói của hệ điều hành.`);
  console.error(`Node 20.19 or newer is needed to start (this is ${process.versions.node}). Install a newer one from nodejs.org or your system's packages.`);
  process.exit(1);
}
const { main } = await import('./setup/main.mjs');
process.exitCode = await main(process.argv.slice(2));
