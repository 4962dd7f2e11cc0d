import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import type {
  AfterCondition,
  CrawlerStepDefinition,
  GateStepDefinition,
  JobStepDefinition,
  Retry,
  StepDefinition,
} from '@glue-relay/shared/pipeline/step-definition';
import { createRun } from '../src/domain/create-run';
import { decide } from '../src/domain/decide';
import type { Cause } from '../src/domain/journal';
import type { Execution, Observation } from '../src/domain/observation';
import type { Run } from '../src/domain/run';
import type { Work } from '../src/domain/work';

export const T0 = Date.parse('2026-11-12T00:00:00.000Z');
export const MINUTE = 60_000;
export const cause: Cause = { type: 'glue-event', id: 'event-1' };

export const aRetry = (given: Partial<Retry> = {}): Retry => ({
  on: ['job-failure', 'timeout', 'throttling', 'platform'],
  maxAttempts: 3,
  intervalSeconds: 1,
  backoffRate: 2,
  maxDelaySeconds: null,
  jitter: 'none',
  ...given,
});

/** `after` as names (on success) or `[name, condition]`. */
export const aStep = (
  name: string,
  after: readonly (string | readonly [string, AfterCondition])[] = [],
  given: Partial<JobStepDefinition> = {},
): JobStepDefinition => ({
  name,
  kind: 'glue-job',
  jobName: `relay-local-demo-${name}`,
  after: after.map((one) => (typeof one === 'string' ? { step: one, on: 'success' } : { step: one[0], on: one[1] })),
  fanIn: 'all',
  timeoutMinutes: 60,
  retry: [],
  ...given,
});

export const aPipeline = (steps: readonly StepDefinition[], given: Partial<PipelineDefinition> = {}): PipelineDefinition => ({
  ...examplePipeline,
  pipeline: 'demo',
  parameters: {},
  steps: steps as PipelineDefinition['steps'],
  ...given,
});

export const anAcceptance = (given: Partial<DatasetAccepted> = {}): DatasetAccepted => ({
  ...datasetAccepted.example,
  pipeline: 'demo',
  ...given,
});

export const aQueuedRun = (definition: PipelineDefinition): Run => createRun(anAcceptance(), definition, null, T0, cause).run;

/** A run that was admitted at T0, its first steps STARTING. */
export const aRunningRun = (definition: PipelineDefinition): Run =>
  decide(aQueuedRun(definition), [{ kind: 'admissible' }], T0, cause).run;

export const started = (step: string, attempt = 1): Observation => ({
  kind: 'started',
  step,
  attempt,
  executionId: jobRunIdOf(step, attempt),
});

export const ended = (
  step: string,
  state: Execution['state'] = 'SUCCEEDED',
  given: Partial<Execution> = {},
  attempt = 1,
): Observation => ({
  kind: 'execution',
  step,
  attempt,
  execution: {
    executionId: jobRunIdOf(step, attempt),
    state,
    startedAt: T0 + 1_000,
    completedAt: T0 + 5_000,
    executionSeconds: 4,
    billed: { dpuSeconds: 120, executionClass: 'STANDARD' },
    errorMessage: null,
    result: null,
    ...given,
  },
});

export const jobRunIdOf = (step: string, attempt = 1): string => `jr_${step}_${attempt}`;

/** Decides one observation after another, at T0 and a second later each. */
export const play = (run: Run, ...observations: readonly Observation[]): Run =>
  observations.reduce((played, observation, index) => decide(played, [observation], T0 + index * 1000, cause).run, run);

export const statesOf = (run: Run): Record<string, string> =>
  Object.fromEntries(Object.entries(run.steps).map(([name, step]) => [name, step.state]));

/** Until when the step's attempt is leased; 0 where it is not being started. */
export const leaseOf = (run: Run, name: string): number => {
  const step = run.steps[name];
  return step?.state === 'STARTING' ? step.leaseUntil : 0;
};

/** A step that is a crawler; it has no predecessors unless `given` says so. */
export const aCrawlerStep = (name: string, given: Partial<CrawlerStepDefinition> = {}): CrawlerStepDefinition => {
  const { jobName, ...common } = aStep(name);
  return { ...common, kind: 'crawler', crawlerName: jobName, ...given };
};

export const aGateStep = (name: string, given: Partial<GateStepDefinition> = {}): GateStepDefinition => {
  const { jobName: _, ...common } = aStep(name);
  return { ...common, kind: 'gate', challenger: 'fail', ...given };
};

/** The first attempt of a step, as its kind gets it. */
const firstAttempt = (step: string) => ({
  runId: datasetAccepted.example.runId,
  pipeline: 'demo',
  bucket: datasetAccepted.example.dataset.bucket,
  attempt: 1,
  arguments: { '--relay_run_id': datasetAccepted.example.runId, '--relay_step': step, '--relay_attempt': '1' },
  attempts: { train: 1 },
});

export const aJob = (step: string, given: Partial<Work<'glue-job'>> = {}): Work<'glue-job'> => ({
  kind: 'glue-job',
  definition: aStep(step),
  ...firstAttempt(step),
  ...given,
});

export const aCrawl = (step: string): Work<'crawler'> => ({
  kind: 'crawler',
  definition: aCrawlerStep(step),
  ...firstAttempt(step),
});

export const aGate = (step: string, given: Partial<GateStepDefinition> = {}): Work<'gate'> => ({
  kind: 'gate',
  definition: aGateStep(step, given),
  ...firstAttempt(step),
});
