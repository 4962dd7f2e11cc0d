import { MINUTE, T0 } from '../factories';
import type { MemoryQueues } from '../twins/aws/memory-queues';
import type { Deployed } from './deployed';
import type { Scheduler } from './scheduler';

/** The schedule of the sweep. */
export interface Sweeps {
  /** Whether there is one at all. */
  readonly isOn: boolean;
  readonly stop: () => void;
}

/** What a sweep may meet: a start under way, runs that have not ended, or neither. */
export type Traffic = 'starting' | 'active' | 'idle';

export interface SweepOptions {
  readonly time: Scheduler;
  /** While a start is under way; null where nothing is to sweep. */
  readonly everyMs: number | null;
  readonly traffic: () => Traffic;
  readonly sweep: () => void;
}

/** At other times a sweep takes long and finds little. */
const LONGEST_PAUSE_MS: Readonly<Record<Traffic, number>> = { starting: 0, active: 4 * MINUTE, idle: 20 * MINUTE };

export const scheduleSweeps = ({ time, everyMs, traffic, sweep }: SweepOptions): Sweeps => {
  let [interval, last] = [everyMs, T0];
  const turn = (): void => {
    if (interval === null) return;
    if (time.now() >= last + LONGEST_PAUSE_MS[traffic()]) {
      last = time.now();
      sweep();
    }
    time.at(time.now() + interval, turn);
  };
  if (interval !== null) time.at(T0 + interval, turn);
  const stop = (): void => {
    interval = null;
  };
  return { isOn: everyMs !== null, stop };
};

/** Dead-letter queues that an operator empties back, by the queue that they belong to. */
const REDRIVEN = ['AcceptedQueue', 'CommandQueue', 'NotifyQueue', 'LatestQueue'] as const;
const OPERATOR_EVERY_MS = 25 * MINUTE;

export interface OperatorOptions {
  readonly time: Scheduler;
  readonly deployed: Deployed;
  readonly queues: MemoryQueues;
  readonly poison: ReadonlyMap<string, readonly string[]>;
}

/** Somebody who runs `relay dlq redrive` now and then; what no try will make readable stays where it is. */
export const scheduleOperator = (options: OperatorOptions): void => {
  const { time } = options;
  const turn = (): void => {
    for (const queue of REDRIVEN) redrive(options, queue);
    time.at(time.now() + OPERATOR_EVERY_MS, turn);
  };
  time.at(T0 + OPERATOR_EVERY_MS, turn);
};

const redrive = ({ deployed, queues, poison }: OperatorOptions, queue: string): void => {
  const deadLetters = deployed.queues.get(queue)?.redrive?.to ?? '';
  for (const { body, receiptHandle } of queues.receive(deadLetters)) {
    if (poison.get(queue)?.includes(body)) queues.showAgain(deadLetters, receiptHandle);
    else {
      queues.remove(deadLetters, receiptHandle);
      queues.send(queue, body);
    }
  }
};
