import { fileURLToPath } from 'node:url';
import { defects } from './defects/all';
import { findDefects } from './find-defect';

const MOST_SCHEDULES = 20_000;

/** Says of each deliberate defect how many schedules and how much CPU time it took to find it; exit code 1 where one was not found. */
export const printDefects = async (firstSeed: number): Promise<void> => {
  const service = fileURLToPath(new URL('../..', import.meta.url));
  const share = { first: firstSeed, last: firstSeed + MOST_SCHEDULES - 1, adapters: false };
  const all = await findDefects(service, defects, share);
  console.log('schedules  CPU s  defect: what broke');
  for (const [index, { name }] of defects.entries()) {
    const found = all[index];
    const count = found ? String(found.seed - firstSeed + 1) : 'NOT FOUND';
    const seconds = found ? (found.cpuMs / 1000).toFixed(1) : '';
    console.log(
      `${count.padStart(9)}  ${seconds.padStart(5)}  ${name}: ${found?.broken[0]?.split('\n')[0] ?? `nothing in ${MOST_SCHEDULES} schedules`}`,
    );
  }
  const seen = all.filter((found) => found !== null);
  const [schedules, seconds] = [
    seen.reduce((sum, { seed }) => sum + seed - firstSeed + 1, 0),
    seen.reduce((sum, { cpuMs }) => sum + cpuMs / 1000, 0),
  ];
  console.log(
    `${seen.length} of ${defects.length} defects found, in ${schedules} schedules and ${seconds.toFixed(0)} s of CPU time in all`,
  );
  if (seen.length < defects.length) process.exitCode = 1;
};
