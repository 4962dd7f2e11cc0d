import type { Random } from './random';

/** Virtual time and the one who decides what goes on next. */
export interface Scheduler {
  readonly now: () => number;
  /** Hands control back; the caller goes on when the scheduler picks it, `delay` ms of virtual time later at the earliest. */
  readonly pause: (delay?: number) => Promise<void>;
  readonly at: (time: number, task: () => void) => void;
  /** Runs until `done`, or until nothing is left to do, or time is past `until`; never for more turns than it has left. */
  readonly run: (done: () => boolean, until: number) => Promise<'rested' | 'out-of-turns'>;
  /** Turns given so far. */
  readonly turns: () => number;
}

interface Later {
  readonly time: number;
  readonly task: () => void;
}

/**
 * What is ready at one time goes on in a random order, one at a time, so that handlers race at every call.
 *
 * @param maxTurns - turns in all, over every `run`: what never comes to rest is a defect to be found, not a hang
 */
export const scheduler = (random: Random, start: number, maxTurns: number): Scheduler => {
  let now = start;
  let turns = 0;
  const ready: (() => void)[] = [];
  /** The next last. */
  const later: Later[] = [];
  const at = (time: number, task: () => void) => {
    if (time <= now) ready.push(task);
    else later.splice(placeOf(later, time), 0, { time, task });
  };
  const advance = (): boolean => {
    const next = later.at(-1);
    if (!next) return false;
    now = next.time;
    while (later.at(-1)?.time === now) ready.push(...later.splice(-1).map(({ task }) => task));
    return true;
  };
  return {
    now: () => now,
    at,
    pause: (delay = 0) => new Promise((resolve) => at(now + delay, resolve)),
    run: async (done, until) => {
      while (!done() && now <= until) {
        if (ready.length === 0 && !advance()) return 'rested';
        if (turns >= maxTurns) return 'out-of-turns';
        turns += 1;
        const [next] = ready.splice(random.between(0, ready.length - 1), 1);
        next?.();
        await settled();
      }
      return 'rested';
    },
    turns: () => turns,
  };
};

/**
 * When all that a turn set off has run until its next call: Node runs a tick only once no promise is left to go on. A tick costs a
 * fraction of a round of the event loop, of which nothing in the simulation waits for.
 */
const settled = (): Promise<void> => new Promise(process.nextTick);

/** Where a time belongs among times that fall. */
const placeOf = (later: readonly Later[], time: number): number => {
  let [low, high] = [0, later.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((later[middle]?.time ?? 0) > time) low = middle + 1;
    else high = middle;
  }
  return low;
};
