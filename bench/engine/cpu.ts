import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for programs, whatever its own clock (man 5 proc, `sysconf(_SC_CLK_TCK)`). */
const TICKS_PER_SECOND = 100;

/** CPU seconds that were used: by the local cloud's own process, and by all Lambda workers that it has. */
export interface CpuSeconds {
  readonly cloud: number;
  readonly workers: number;
}

/** CPU seconds since their start; null where there is no `/proc`. A worker that has ended is not counted. */
export const cpuOf = (cloud: number): CpuSeconds | null => {
  const own = statOf(String(cloud));
  if (!own) return null;
  const workers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(pid) ?? [])
    .filter(({ parent, command }) => parent === cloud && command.includes('ministack-lambda-'));
  return { cloud: own.seconds, workers: workers.reduce((total, { seconds }) => total + seconds, 0) };
};

/** What was used between two readings. */
export const cpuBetween = (before: CpuSeconds | null, after: CpuSeconds | null): CpuSeconds | null =>
  before && after ? { cloud: rounded(after.cloud - before.cloud), workers: rounded(after.workers - before.workers) } : null;

const rounded = (seconds: number): number => Number(seconds.toFixed(2));

const statOf = (pid: string): { parent: number; command: string; seconds: number } | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { parent: Number(fields[1]), command, seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
  } catch {
    return null; // it has ended, or this is not Linux
  }
};
