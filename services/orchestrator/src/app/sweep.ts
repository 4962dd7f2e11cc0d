import { isLookedAt } from '../domain/due';
import { hasEnded } from '../domain/run';
import type { Ports, Wake } from '../ports';

/**
 * Finds what no event will bring: wakes the running runs that are due, frees slots whose run is gone, and wakes the first of every
 * queue.
 *
 * @returns the number of runs woken
 */
export const sweep = async (ports: Ports): Promise<number> => {
  const now = ports.clock();
  const sweptAt = (await ports.store.sweptAt()) ?? 0;
  const due = (await ports.store.dueRuns(now)).filter((run) => isLookedAt(run.due, sweptAt, now));
  const heads: string[] = [];
  for (const pipeline of await ports.store.pipelines()) {
    const head = await sweepQueue(ports, pipeline);
    if (head) heads.push(head);
  }
  const wakes = [...due.map(({ runId }) => runId), ...heads].map((runId): Wake => ({ runId, cause: 'sweep', at: now }));
  if (wakes.length > 0) await ports.sendWakes(wakes);
  await ports.store.noteSwept(now);
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
