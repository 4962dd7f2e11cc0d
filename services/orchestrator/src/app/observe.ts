import type { Observation } from '../domain/observation';
import { jobRunToObserve } from '../domain/observe-step';
import type { Run } from '../domain/run';
import { definitionOf } from '../domain/run';
import type { Ports } from '../ports';

/** Looks at everything that the run's next decision may depend on: its Glue runs, or its place in the queue. */
export const observe = async (ports: Ports, run: Run): Promise<Observation[]> => {
  switch (run.status.state) {
    case 'QUEUED':
      return observeQueue(ports, run);
    case 'RUNNING':
      return (await Promise.all(Object.keys(run.steps).map((step) => observeStep(ports, run, step)))).flat();
    case 'SUCCEEDED':
    case 'FAILED':
    case 'TIMED_OUT':
      return [];
  }
};

const observeQueue = async (ports: Ports, run: Run): Promise<Observation[]> => {
  const { head, active } = await ports.store.queueOf(run.definition.pipeline);
  const admissible = head === run.runId && active.length < run.definition.concurrency.maxRuns;
  return admissible ? [{ kind: 'admissible' }] : [];
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
