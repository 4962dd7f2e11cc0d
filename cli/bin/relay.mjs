#!/usr/bin/env node
/** `relay`: sets the clone up where the command needs it, then hands over to the TypeScript. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const args = process.argv.slice(2);
const isUp = args.find((arg) => !arg.startsWith('-')) === 'up' && !args.includes('--help') && !args.includes('-h');
if (isUp || !existsSync(join(root, 'node_modules', '.package-lock.json'))) {
  const { bootstrapOrExit } = await import('../../local/bootstrap.mjs');
  await bootstrapOrExit({ json: args.includes('--json') });
}
// a reader that has seen enough, as `head` has, is no fault
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 1));
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('../src/main.ts');
process.exitCode = await main(root, args);
