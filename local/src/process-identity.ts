import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** A process, told from a later one to which the system gave the same number. */
export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** When it started, in the system's own notation: only good for comparison. */
  startedAt: z.string().min(1),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** Identity of a running process; undefined where there is none of that number, or only its remains (a zombie). */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
  const startedAt = process.platform === 'linux' ? startTimeInProc(pid) : startTimeFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
};

/** Whether this very process still runs. */
export const isRunning = (identity: ProcessIdentity): boolean => identityOf(identity.pid)?.startedAt === identity.startedAt;

/** Start time in clock ticks since boot, from the text of `/proc/<pid>/stat`; the name in it may hold spaces and brackets. */
export const startTimeInStat = (stat: string): string | undefined => {
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const START_TIME = 18;
  return state === 'Z' || state === 'X' ? undefined : fields[START_TIME];
};

const startTimeInProc = (pid: number): string | undefined => {
  try {
    return startTimeInStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
};

const startTimeFromPs = (pid: number): string | undefined => {
  try {
    const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return state?.startsWith('Z') ? undefined : started.join(' ') || undefined;
  } catch {
    return undefined;
  }
};
