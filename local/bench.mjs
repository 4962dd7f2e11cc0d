#!/usr/bin/env node
/** `npm run bench:<name>`: brings in what is missing, then runs bench/<name>/main.ts. */
import { bootstrapOrExit, ROOT } from './bootstrap.mjs';

await bootstrapOrExit();
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { register } = await import('tsx/esm/api');
register();
const { bench } = await import(`../bench/${process.argv[2]}/main.ts`);
await bench(ROOT);
