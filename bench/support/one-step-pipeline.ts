import { CreateJobCommand, GlueClient } from '@aws-sdk/client-glue';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import type { PipelineInput } from '@glue-relay/shared/pipeline/input';
import { jobNameOf, pipelineParameterOf } from '@glue-relay/shared/pipeline/names';
import type { TestRelay } from '../../test/support/relay';

/** Columns of the files that these pipelines take. */
export const GOOD_CSV = 'day,amount\n2017-01-01,1.5\n';
const COLUMNS: PipelineInput['columns'] = [
  { name: 'day', type: 'date' },
  { name: 'amount', type: 'number' },
];

/**
 * Puts a pipeline of one job that ends at once (`relaynoop`, a job type of the local cloud only) on the stage `local`. It takes
 * files under `raw/<name>/`.
 */
export const deployOneStep = async (
  { client }: Pick<TestRelay, 'client'>,
  name: string,
  given: {
    readonly input?: Partial<PipelineInput>;
    readonly maxRuns?: number;
    readonly seconds?: number;
    readonly model?: PipelineDefinition['model'];
  } = {},
): Promise<PipelineDefinition> => {
  const { input, maxRuns = 50, seconds = 0, model = null } = given;
  await new GlueClient(client).send(
    new CreateJobCommand({
      Name: jobNameOf('local', name, 'only'),
      Role: 'arn:aws:iam::000000000000:role/no-op',
      Command: { Name: 'relaynoop', ScriptLocation: 's3://none/none.py' },
      DefaultArguments: { '--noop_seconds': String(seconds) },
      ExecutionProperty: { MaxConcurrentRuns: maxRuns },
    }),
  );
  const definition: PipelineDefinition = {
    ...examplePipeline,
    pipeline: name,
    version: 'test',
    input: { ...examplePipeline.input, prefix: `raw/${name}/`, suffix: ['.csv'], columns: COLUMNS, ...input },
    concurrency: { maxRuns, whenBusy: 'queue', queueTimeoutMinutes: 60 },
    timeoutMinutes: 10,
    model,
    parameters: {},
    steps: [
      {
        name: 'only',
        kind: 'glue-job',
        jobName: jobNameOf('local', name, 'only'),
        after: [],
        fanIn: 'all',
        timeoutMinutes: 5,
        retry: [],
      },
    ],
  };
  const Value = JSON.stringify(definition);
  await new SSMClient(client).send(
    new PutParameterCommand({ Name: pipelineParameterOf('local', name), Type: 'String', Value, Overwrite: true }),
  );
  return definition;
};
