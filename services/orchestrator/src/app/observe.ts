import type { Observation } from '../domain/observation';
import { jobRunToObserve } from '../domain/observe-step';
import { isQueued, isRunning, seenFromQueue, seenFromSlot } from '../domain/queue';
import type { Run } from '../domain/run';
import { definitionOf } from '../domain/run';
import type { Ports } from '../ports';

/** Looks at everything that the run's next decision may depend on: its Glue runs, and its place among its pipeline's runs. */
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
  const jobRunId = step ? jobRunToObserve(step) : null;
  if (!step || !jobRunId || !('attempt' in step)) return [];
  const found = await ports.glue.get(definitionOf(run, name).jobName, jobRunId);
  return found
    ? [{ kind: 'glue-run', step: name, attempt: step.attempt, glueRun: found.glueRun }]
    : [{ kind: 'glue-run-unknown', step: name, jobRunId }];
};
