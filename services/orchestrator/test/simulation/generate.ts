import type { RunCommand } from '@glue-relay/shared/events/run-command';
import type { PipelineDefinition, WhenBusy } from '@glue-relay/shared/pipeline/definition';
import { NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import type { AfterCondition, ErrorClass, Retry, StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import { aPipeline, aRetry, aStep } from '../factories';
import { ofSomeKind } from './kinds';
import type { Random } from './random';
import { generateSchedule } from './scheduled-starts';

/** What pipelines there are, the most runs that data sets lead to, and the most steps of a pipeline. */
export interface Size {
  readonly pipelines: readonly string[];
  readonly runs: number;
  readonly steps: number;
}

/**
 * Races of runs need few steps and graphs need few runs, and most of what breaks shows in worlds of one or two of each, in a
 * fraction of the time of the large ones; those stay in, but seldom. Shares of twenty.
 */
const sizes: readonly Omit<Size, 'pipelines'>[] = [
  { share: 6, runs: 1, steps: 1 },
  { share: 2, runs: 1, steps: 2 },
  { share: 1, runs: 1, steps: 5 },
  { share: 4, runs: 2, steps: 1 },
  { share: 3, runs: 2, steps: 2 },
  { share: 2, runs: 2, steps: 5 },
  { share: 1, runs: 4, steps: 1 },
  { share: 1, runs: 4, steps: 5 },
].flatMap(({ share, ...size }) => Array.from({ length: share }, () => size));

/** The size of a world. */
export const generateSize = (random: Random): Size => ({
  pipelines: random.pick([['p0'], ['p0'], ['p0', 'p1']]),
  ...random.pick(sizes),
});

/** A random pipeline: steps in any graph, with retries, branches, fan-ins and timeouts. */
export const generatePipeline = (random: Random, pipeline: string, mostSteps: number): PipelineDefinition => {
  const names = Array.from({ length: random.between(1, mostSteps) }, (_, index) => `s${index}`);
  return aPipeline(
    names.map((name, index) => generateStep(random, pipeline, name, names.slice(0, index))),
    {
      pipeline,
      concurrency: {
        maxRuns: random.between(1, 2),
        whenBusy: random.pick(policies),
        queueTimeoutMinutes: random.pick([5, 60, 1_440]),
      },
      timeoutMinutes: random.pick([10, 120, 600]),
      schedule: generateSchedule(random),
      alerts: { ...NO_ALERTS, deadlineMinutes: random.pick([null, 3, 20]), noSuccessWithinHours: random.chance(0.2) ? 1 : null },
    },
  );
};

const policies: readonly WhenBusy[] = ['queue', 'queue', 'skip', 'latest-only', 'cancel-running'];

const conditions: readonly AfterCondition[] = ['success', 'success', 'success', 'failure', 'always'];

const generateStep = (random: Random, pipeline: string, name: string, before: readonly string[]): StepDefinition => {
  const after = before.filter(() => random.chance(0.4)).map((step) => [step, random.pick(conditions)] as const);
  const job = aStep(name, after, {
    fanIn: random.pick(['all', 'any']),
    timeoutMinutes: random.pick([2, 30]),
    retry: Array.from({ length: random.pick([0, 0, 1, 2]) }, () => generateRetry(random)),
  });
  return ofSomeKind(random, pipeline, job);
};

const classes: readonly (readonly [ErrorClass, ...ErrorClass[]])[] = [
  ['job-failure', 'timeout', 'throttling', 'platform'],
  ['job-failure', 'data'],
  ['throttling', 'platform'],
  ['timeout'],
];

const generateRetry = (random: Random): Retry =>
  aRetry({
    on: [...random.pick(classes)],
    maxAttempts: random.between(0, 2),
    intervalSeconds: random.pick([1, 30, 1200]),
    jitter: random.pick(['none', 'full']),
  });

/** A random command for one of the runs, or a start of one of the pipelines; some of them can only be refused. */
export const generateCommand = (
  random: Random,
  idempotencyKey: string,
  runIds: readonly string[],
  pipelines: readonly string[],
): RunCommand => {
  const asked = { schemaVersion: 1, idempotencyKey, requestedBy: 'ana' } as const;
  const runId = random.pick(runIds);
  switch (random.pick(['start', 'cancel', 'cancel', 'redrive', 'redrive', 'redrive'] as const)) {
    case 'start': {
      const key = random.pick(['raw/a.csv', 'raw/a.csv', 'raw/gone.csv']);
      return { ...asked, type: 'start', pipeline: random.pick(pipelines), dataset: { key, versionId: null }, parameters: {} };
    }
    case 'cancel':
      return { ...asked, type: 'cancel', runId, reason: 'not needed' };
    case 'redrive':
      return {
        ...asked,
        type: 'redrive',
        runId,
        from: random.pick([null, null, 's0', 's1', 's3']),
        definition: random.pick(['run', 'latest']),
      };
  }
};

/** A message that no handler can read: no JSON, another shape, or an event of another kind. */
export const generatePoison = (random: Random, number: number): string =>
  random.pick([
    `not JSON ${number}`,
    `{"number":${number}}`,
    JSON.stringify({ source: 'relay.other', 'detail-type': 'Other', number }),
  ]);
