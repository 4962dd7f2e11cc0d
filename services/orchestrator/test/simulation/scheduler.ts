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
 * What is ready at one time goes on in a random order, one at a time, so that handlers race at every call. A turn is a tick: Node
 * begins one only when all that the last set off has run until its next call, and no promise is left to go on.
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
    for (let due = later.at(-1); due?.time === now; due = later.at(-1)) {
      ready.push(due.task);
      later.pop();
    }
    return true;
  };
  const takeOne = (): (() => void) => {
    const index = random.between(0, ready.length - 1);
    const next = ready[index] as () => void;
    ready.splice(index, 1);
    return next;
  };
  return {
    now: () => now,
    at,
    pause: (delay = 0) => new Promise((resolve) => at(now + delay, resolve)),
    run: (done, until) =>
      new Promise((resolve, reject) => {
        const turn = (): void => {
          const isAtRest = done() || now > until || (ready.length === 0 && !advance());
          if (isAtRest || turns >= maxTurns) {
            resolve(isAtRest ? 'rested' : 'out-of-turns');
            return;
          }
          turns += 1;
          takeOne()();
          void settled.then(afterwards);
        };
        // Ticks that a tick asks for come before the promises that it set off, those that a promise asks for after them.
        const afterwards = (): void => process.nextTick(guarded);
        const guarded = (): void => {
          try {
            turn();
          } catch (error) {
            reject(error);
          }
        };
        guarded();
      }),
    turns: () => turns,
  };
};

const settled = Promise.resolve();

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
