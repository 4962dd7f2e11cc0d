import { fileURLToPath } from 'node:url';
import { defects } from './defects';
import { findDefect } from './find-defect';

const MOST_SCHEDULES = 20_000;

/** Says of each deliberate defect how many schedules it took to find it; exit code 1 where one was not found. */
export const printDefects = async (firstSeed: number): Promise<void> => {
  const service = fileURLToPath(new URL('../..', import.meta.url));
  let missed = 0;
  console.log('schedules  defect: what broke');
  for (const defect of defects) {
    const found = await findDefect(service, defect, {
      first: firstSeed,
      last: firstSeed + MOST_SCHEDULES - 1,
      stride: 1,
      adapters: false,
    });
    if (!found) missed += 1;
    const count = found ? String(found.seed - firstSeed + 1) : 'NOT FOUND';
    console.log(`${count.padStart(9)}  ${defect.name}: ${found?.broken[0] ?? `nothing in ${MOST_SCHEDULES} schedules`}`);
  }
  console.log(`${defects.length - missed} of ${defects.length} defects found`);
  if (missed > 0) process.exitCode = 1;
};
