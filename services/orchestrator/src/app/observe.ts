import type { Observation } from '../domain/observation';
import { executionToObserve } from '../domain/observe-step';
import { isQueued, isRunning, seenFromQueue, seenFromSlot } from '../domain/queue';
import type { Run } from '../domain/run';
import { workOf } from '../domain/work';
import type { Ports } from '../ports';
import { kindOf } from '../step-kinds';

/** Looks at everything that the run's next decision may depend on: its active steps, and its place among its pipeline's runs. */
export const observe = async (ports: Ports, run: Run): Promise<Observation[]> => {
  const { pipeline, concurrency } = run.definition;
  if (isQueued(run)) return seenFromQueue(run, await ports.store.queueOf(pipeline));
  if (!isRunning(run)) return [];
  const givesWay = concurrency.whenBusy === 'cancel-running' && run.status.ending === null;
  const seen = await Promise.all([
    givesWay ? ports.store.queueOf(pipeline).then((queue) => seenFromSlot(run, queue)) : [],
    ...Object.keys(run.steps).map((step) => observeStep(ports, run, step)),
  ]);
  return seen.flat();
};

const observeStep = async (ports: Ports, run: Run, name: string): Promise<Observation[]> => {
  const step = run.steps[name];
  const executionId = step ? executionToObserve(step) : null;
  if (!step || !executionId || !('attempt' in step)) return [];
  const work = workOf(run, name, step.attempt);
  const execution = await kindOf(ports.kinds, work).observe(work, { executionId });
  return execution
    ? [{ kind: 'execution', step: name, attempt: step.attempt, execution }]
    : [{ kind: 'execution-unknown', step: name, executionId }];
};
