import { simulate } from './simulate';
import { worldOf } from './worlds';

/** Seeds for a process to play, one after another until `last` or a broken invariant. */
export interface Share {
  readonly first: number;
  readonly last: number;
  /** Whether every schedule, not only some, has the real adapters. */
  readonly adapters: boolean;
}

/** What a process says of a share: that every invariant held, with the turns of each schedule, or which seed broke; and the processor's time that it took. */
export type Progress = { readonly cpuMs: number } & (
  | { readonly type: 'done'; readonly turns: readonly number[] }
  | { readonly type: 'broken'; readonly seed: number; readonly broken: readonly string[] }
);

// A refusal's stack trace costs more than the call that it refuses, and the environment is read for every invocation.
Error.stackTraceLimit = 0;
process.env = { ...process.env };

const search = async ({ first, last, adapters }: Share): Promise<Progress> => {
  const turns: number[] = [];
  const before = process.cpuUsage();
  const cpuMs = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  for (let seed = first; seed <= last; seed += 1) {
    const result = await simulate(seed, worldOf(seed, adapters));
    if (result.broken.length > 0) return { type: 'broken', seed, broken: result.broken, cpuMs: cpuMs() };
    turns.push(result.turns);
  }
  return { type: 'done', turns, cpuMs: cpuMs() };
};

process.on('message', (share: Share) => {
  void search(share).then((progress) => process.send?.(progress));
});
