import { CreateJobCommand, GlueClient } from '@aws-sdk/client-glue';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import type { PipelineInput } from '@glue-relay/shared/pipeline/input';
import { deployedInput, inputFileSchema } from '@glue-relay/shared/pipeline/input';
import { jobNameOf, pipelineParameterOf } from '@glue-relay/shared/pipeline/names';
import { DEFAULT_DRIFT_RULE } from '@glue-relay/shared/pipeline/quality-rules';
import type { TestRelay } from '../../test/support/relay';

/** Columns of the files that these pipelines take. */
export const GOOD_CSV = 'day,amount\n2017-01-01,1.5\n';
const COLUMNS = { day: 'date', amount: 'number' };

/**
 * Puts a pipeline of one job that ends at once (`relaynoop`, a job type of the local cloud only) on the stage `local`. It takes
 * files under `raw/<name>/`.
 */
export const deployOneStep = async (
  { client }: Pick<TestRelay, 'client'>,
  name: string,
  given: { readonly input?: Partial<PipelineInput>; readonly maxRuns?: number; readonly seconds?: number } = {},
): Promise<PipelineDefinition> => {
  const { input, maxRuns = 50, seconds = 0 } = given;
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
    schemaVersion: 1,
    pipeline: name,
    version: 'test',
    input: { ...deployedInput(inputFileSchema.parse({ prefix: `raw/${name}/`, suffix: ['.csv'], columns: COLUMNS })), ...input },
    concurrency: { maxRuns, whenBusy: 'queue', queueTimeoutMinutes: 60 },
    timeoutMinutes: 10,
    alerts: NO_ALERTS,
    model: null,
    drift: DEFAULT_DRIFT_RULE,
    budget: null,
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
