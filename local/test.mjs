#!/usr/bin/env node
/** `npm test`: brings in what is missing, then runs every suite; all are run, and one that fails fails the whole. */
import { spawnSync } from 'node:child_process';
import { bootstrapOrExit, ROOT } from './bootstrap.mjs';

const JEST = ['node', 'node_modules/jest/bin/jest.js', '--selectProjects'];
const SIMULATION = 'services/orchestrator/test/simulation/main.ts';
const PYTEST = ['.venv/bin/python', '-m', 'pytest', '-q'];

/** Suites by name, quickest first. Those after the simulation use both processors, so each runs alone. */
const SUITES = [
  ['TypeScript: unit and property tests', [...JEST, 'unit']],
  ['engine: 6,000 simulated schedules', ['node', '--import', 'tsx', SIMULATION, '--runs', '6000']],
  ['PySpark jobs and generator', [...PYTEST, 'glue']],
  ['local cloud', [...PYTEST, 'local/cloud']],
  ['adapters on the local cloud', [...JEST, 'integration', '--runInBand']],
  ['journeys through one deployed local cloud', [...JEST, 'journeys', '--runInBand']],
];

await bootstrapOrExit();
const outcomes = SUITES.map(([name, [command, ...args]]) => {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env });
  return { name, passed: status === 0, seconds: Math.round((performance.now() - start) / 1000) };
});

console.log('');
for (const { name, passed, seconds } of outcomes)
  console.log(`${passed ? 'passed' : 'FAILED'}  ${String(seconds).padStart(4)} s  ${name}`);
process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1;
