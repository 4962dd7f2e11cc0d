/** `npm run ci -- NAME`: what CI runs for one service or pipeline, on any machine. */
import { spawnSync } from 'node:child_process';
import { planOf, type Step } from './plan';

const stepsOf = (name: string | undefined): readonly Step[] => {
  try {
    return planOf(name ?? '');
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
};

for (const { name, command } of stepsOf(process.argv[2])) {
  const [program = '', ...args] = command;
  const start = performance.now();
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${((performance.now() - start) / 1_000).toFixed(1)} s  ${name}`);
  if (status !== 0) process.exit(1);
}
