#!/usr/bin/env node
/**
 * `npm test`: brings in what is missing, then runs every suite, two at a time, for the journeys wait more than they work. What a
 * suite printed is shown when it has ended. All are run, and one that fails fails the whole.
 */
import { Interrupted } from './bootstrap/failure.mjs';
import { createRunner } from './bootstrap/run-tool.mjs';
import { bootstrapOrExit, ROOT } from './bootstrap.mjs';

const AT_ONCE = 2;
const JEST = ['node', 'node_modules/jest/bin/jest.js', '--selectProjects'];
const SIMULATION = 'services/orchestrator/test/simulation/main.ts';
const PYTEST = ['.venv/bin/python', '-m', 'pytest', '-q'];

/** Suites by name, longest first, so that no long one is left over at the end. */
const SUITES = [
  ['journeys through one deployed local cloud', [...JEST, 'journeys', '--runInBand']],
  ['TypeScript: unit and property tests', [...JEST, 'unit']],
  ['PySpark jobs and generator', [...PYTEST, 'glue']],
  ['adapters on the local cloud', [...JEST, 'integration', '--runInBand']],
  ['local cloud', [...PYTEST, 'local/cloud']],
  ['engine: 20,000 simulated schedules', ['node', '--import', 'tsx', SIMULATION, '--runs', '20000']],
  ['checks of the packaged stacks', ['npm', 'run', '--silent', 'check', '--', '--quick']],
];

await bootstrapOrExit();
const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
const runner = createRunner({ root: ROOT, env, write: (text) => process.stdout.write(text) });
const outcomes = [];

const runSuite = (name, [command, ...args]) =>
  runner.step(name, async () => {
    const start = performance.now();
    const { code, output } = await runner.attempt(command, args);
    const seconds = Math.round((performance.now() - start) / 1000);
    outcomes.push({ name, passed: code === 0, seconds });
    console.log(`\n── ${name}\n${output.trimEnd()}`);
  });

const open = [...SUITES];
const runOpen = async () => {
  for (let suite = open.shift(); suite; suite = open.shift()) await runSuite(...suite);
};

try {
  await Promise.all(Array.from({ length: AT_ONCE }, runOpen));
  for (const { name, passed, seconds } of outcomes)
    console.log(`${passed ? 'passed' : 'FAILED'}  ${String(seconds).padStart(4)} s  ${name}`);
  process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1;
} catch (error) {
  if (!(error instanceof Interrupted)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
} finally {
  runner.close();
}
