import type { BatchPorts, BatchStore } from '../batch-ports';
import { METRICS } from '../metric-names';
import type { Count } from '../ports';

/** A timer and the one who closed a batch are given so long before the sweep takes their place, in ms. */
const LATE_MS = 30_000;
const MOST_A_SWEEP = 100;

/**
 * Puts a look at every batch that is late onto the intake queue: its timer was lost, or who closed it died before it was said.
 *
 * @returns their number
 */
export const wakeBatches = async (ports: {
  readonly owed: BatchStore['owed'];
  readonly lookAgain: BatchPorts['lookAgain'];
  readonly now: () => number;
  readonly count: Count;
}): Promise<number> => {
  const late = await ports.owed(ports.now() - LATE_MS, MOST_A_SWEEP);
  for (const batch of late) {
    await ports.lookAgain(batch, 0);
    ports.count(METRICS.lateBatchFound);
  }
  return late.length;
};
