import { CreateJobCommand, GlueClient } from '@aws-sdk/client-glue';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import { deployedInput, inputFileSchema } from '@glue-relay/shared/pipeline/input';
import { jobNameOf, pipelineParameterOf } from '@glue-relay/shared/pipeline/names';
import { DEFAULT_DRIFT_RULE } from '@glue-relay/shared/pipeline/quality-rules';

export const NO_OP_PIPELINE = 'no-op';
export const NO_OP_STEPS = ['first', 'second', 'third', 'fourth'] as const;
export const NO_OP_PREFIX = 'raw/no-op/';
export const NO_OP_COLUMNS = ['left', 'right'] as const;

/** Puts a chain of jobs that end at once (`relaynoop`, a job type of the local cloud only) on the stage `local`. */
export const deployNoOpPipeline = async (
  client: ConstructorParameters<typeof GlueClient>[0],
  maxRuns: number,
  steps: readonly string[] = NO_OP_STEPS,
  seconds = 0,
): Promise<void> => {
  const glue = new GlueClient(client ?? {});
  for (const step of steps) {
    await glue.send(
      new CreateJobCommand({
        Name: jobNameOf('local', NO_OP_PIPELINE, step),
        Role: 'arn:aws:iam::000000000000:role/no-op',
        Command: { Name: 'relaynoop', ScriptLocation: 's3://none/none.py' },
        DefaultArguments: { '--noop_seconds': String(seconds) },
        ExecutionProperty: { MaxConcurrentRuns: maxRuns },
      }),
    );
  }
  await new SSMClient((client ?? {}) as object).send(
    new PutParameterCommand({
      Name: pipelineParameterOf('local', NO_OP_PIPELINE),
      Type: 'String',
      Value: JSON.stringify(definition(maxRuns, steps)),
    }),
  );
};

const definition = (maxRuns: number, steps: readonly string[]): PipelineDefinition => ({
  schemaVersion: 1,
  pipeline: NO_OP_PIPELINE,
  version: 'bench',
  input: deployedInput(inputFileSchema.parse({ prefix: NO_OP_PREFIX, suffix: ['.csv'], columns: [...NO_OP_COLUMNS] })),
  schedule: null,
  concurrency: { maxRuns, whenBusy: 'queue', queueTimeoutMinutes: 60 },
  timeoutMinutes: 10,
  alerts: NO_ALERTS,
  model: null,
  drift: DEFAULT_DRIFT_RULE,
  budget: null,
  parameters: {},
  steps: steps.map((name, index) => ({
    name,
    kind: 'glue-job',
    jobName: jobNameOf('local', NO_OP_PIPELINE, name),
    after: steps.slice(index - 1, index).map((step) => ({ step, on: 'success' })),
    fanIn: 'all',
    timeoutMinutes: 5,
    retry: [],
  })) as unknown as PipelineDefinition['steps'],
});
