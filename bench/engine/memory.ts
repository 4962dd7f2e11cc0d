import { execFileSync } from 'node:child_process';

/** Resident memory in MB: the local cloud's own process, and its Lambda workers that run the orchestrator. */
export const memoryOf = (cloud: number): { cloudMegabytes: number; workers: number; workerMegabytes: number } => {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line)?.slice(1) ?? [])
    .map(([pid, parent, kilobytes, command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      kilobytes: Number(kilobytes),
      command,
    }));
  const sum = (some: typeof processes) => Math.round(some.reduce((total, { kilobytes }) => total + kilobytes, 0) / 1024);
  const workers = processes.filter(
    ({ parent, command }) => parent === cloud && command?.includes('ministack-lambda-relay-orchestrator'),
  );
  return {
    cloudMegabytes: sum(processes.filter(({ pid }) => pid === cloud)),
    workers: workers.length,
    workerMegabytes: sum(workers),
  };
};
