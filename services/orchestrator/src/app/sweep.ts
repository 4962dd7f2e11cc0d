import { hasEnded } from '../domain/run';
import type { Ports, Wake } from '../ports';

/**
 * Finds what no event will bring: wakes every running run that has been quiet for a while, frees slots whose run is gone,
 * and wakes the first of every queue.
 *
 * @param quietForMs - how long nothing may have happened to a run before it is looked at
 * @returns the number of runs woken
 */
export const sweep = async (ports: Ports, quietForMs: number): Promise<number> => {
  const now = ports.clock();
  const quiet = await ports.store.quietRuns(now - quietForMs);
  const heads: string[] = [];
  for (const pipeline of await ports.store.pipelines()) {
    const head = await sweepQueue(ports, pipeline);
    if (head) heads.push(head);
  }
  const wakes = [...quiet, ...heads].map((runId): Wake => ({ runId, cause: 'sweep', at: now }));
  if (wakes.length > 0) await ports.sendWakes(wakes);
  return wakes.length;
};

const sweepQueue = async (ports: Ports, pipeline: string): Promise<string | null> => {
  const { head, active } = await ports.store.queueOf(pipeline);
  if (!head) return null;
  for (const runId of active) {
    const run = await ports.store.load(runId);
    if (!run || hasEnded(run)) await ports.store.releaseSlot(pipeline, runId);
  }
  return head.runId;
};
