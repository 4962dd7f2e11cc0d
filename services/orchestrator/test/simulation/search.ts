import { simulate } from './simulate';
import { worldOf } from './worlds';

/** One process's share of the seeds: every `stride`-th from `first` on, until `last` or a broken invariant. */
export interface Share {
  readonly first: number;
  readonly last: number;
  readonly stride: number;
  /** Whether every schedule, not only some, has the real adapters. */
  readonly adapters: boolean;
}

/** What a process says: how far it has come, or which seed broke. */
export type Progress =
  | { readonly type: 'done'; readonly schedules: number; readonly turns: number }
  | { readonly type: 'broken'; readonly seed: number; readonly broken: readonly string[] };

const REPORT_EVERY = 100;

// A refusal's stack trace costs more than the call that it refuses, and the environment is read for every invocation.
Error.stackTraceLimit = 0;
process.env = { ...process.env };

const search = async ({ first, last, stride, adapters }: Share, say: (progress: Progress) => void): Promise<void> => {
  let [schedules, turns] = [0, 0];
  for (let seed = first; seed <= last; seed += stride) {
    const result = await simulate(seed, worldOf(seed, adapters));
    schedules += 1;
    turns += result.turns;
    if (result.broken.length > 0) return say({ type: 'broken', seed, broken: result.broken });
    if (schedules % REPORT_EVERY !== 0 && seed + stride <= last) continue;
    say({ type: 'done', schedules, turns });
    // Schedules run in ticks; what was said leaves in a round of the event loop.
    await new Promise(setImmediate);
    [schedules, turns] = [0, 0];
  }
};

process.once('message', (share: Share) => {
  void search(share, (progress) => process.send?.(progress)).then(() => process.disconnect());
});
