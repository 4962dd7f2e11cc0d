#!/usr/bin/env node
/** `npm start`: brings in what is missing, then hands over to the TypeScript in this very process. */
import { bootstrapOrExit, ROOT } from './bootstrap.mjs';

await bootstrapOrExit();
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { register } = await import('tsx/esm/api');
register();
const { start } = await import('../cli/src/start/main.ts');
process.exitCode = await start(ROOT, process.argv.slice(2));
