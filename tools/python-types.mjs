#!/usr/bin/env node
/**
 * Type-checks all Python of the repository, or of the folder given. A pipeline is checked by itself, for scripts of several are called the same: each folder
 * of glue/ with a pipeline.yml, its packages, jobs and generator.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string} folder */
const pipelineChecks = (folder) => {
  const packages = readdirSync(join(ROOT, folder)).filter((name) => existsSync(join(ROOT, folder, name, '__init__.py')));
  const parts = [...packages, 'jobs', 'generator']
    .map((name) => `${folder}/${name}`)
    .filter((part) => existsSync(join(ROOT, part)));
  return { parts, importRoots: [folder, `${folder}/generator`] };
};

const checks = [
  { parts: ['local/cloud/relay_cloud', 'local/cloud/awsglue_shim/awsglue', 'glue/relay_job'], importRoots: [] },
  ...readdirSync(join(ROOT, 'glue'))
    .filter((name) => existsSync(join(ROOT, 'glue', name, 'pipeline.yml')))
    .map((name) => pipelineChecks(`glue/${name}`)),
  { parts: ['bench/classic/compare.py'], importRoots: [] },
  { parts: ['bench/forecast'], importRoots: [] },
  { parts: ['tools/check'], importRoots: [] },
  { parts: ['bench/bank'], importRoots: ['glue/bank-deposit', 'glue/bank-deposit/generator'] },
];

const [folder = ''] = process.argv.slice(2);
for (const { parts, importRoots } of checks.filter((check) => check.parts.some((part) => part.startsWith(folder)))) {
  const env = { ...process.env, MYPYPATH: importRoots.join(delimiter) };
  const { status } = spawnSync(join(ROOT, '.venv', 'bin', 'mypy'), parts, { cwd: ROOT, stdio: 'inherit', env });
  if (status !== 0) process.exitCode = 1;
}
