#!/usr/bin/env node
/** `node local/bench-python.mjs FILE ...`: brings in what is missing, then runs a Python benchmark beside the pipeline's code. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { bootstrapOrExit, ROOT } from './bootstrap.mjs';

const IMPORT_ROOTS = [
  'bench/bank',
  'bench/classic',
  'bench/forecast',
  'local/cloud/awsglue_shim',
  'glue',
  'glue/bank-deposit',
  'glue/bank-deposit/generator',
  'glue/demand-forecast',
  'glue/demand-forecast/generator',
  'glue/demand-forecast/tests/support',
];

const { python, javaHome } = await bootstrapOrExit();
const PYTHONPATH = IMPORT_ROOTS.map((folder) => join(ROOT, folder)).join(delimiter);
const { status } = spawnSync(python, process.argv.slice(2), {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, PYTHONPATH, JAVA_HOME: javaHome },
});
process.exit(status ?? 1);
