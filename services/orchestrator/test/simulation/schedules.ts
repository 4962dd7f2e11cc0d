import { MINUTE, T0 } from '../factories';
import type { MemoryQueues } from '../twins/aws/memory-queues';
import type { Deployed } from './deployed';
import type { Scheduler } from './scheduler';

/** The schedule of the sweep. */
export interface Sweeps {
  /** Whether there is one at all. */
  readonly isOn: boolean;
  /** Sweeps at another interval from the next one on, or never again. */
  readonly change: (everyMs: number | null) => void;
  /** When it swept last. */
  readonly until: () => number;
}

/** @param everyMs - null where nothing is to sweep */
export const scheduleSweeps = (time: Scheduler, everyMs: number | null, sweep: () => void): Sweeps => {
  let [interval, until] = [everyMs, T0];
  const turn = (): void => {
    if (interval === null) return;
    until = time.now();
    sweep();
    time.at(until + interval, turn);
  };
  if (interval !== null) time.at(T0 + interval, turn);
  const change: Sweeps['change'] = (next) => {
    if (interval !== null) interval = next;
  };
  return { isOn: everyMs !== null, change, until: () => until };
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
