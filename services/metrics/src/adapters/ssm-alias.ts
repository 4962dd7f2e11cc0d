import type { SSMClient } from '@aws-sdk/client-ssm';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { championParameterOf } from '@glue-relay/shared/pipeline/names';
import type { PointAlias } from '../ports';

/** The alias is an SSM parameter, which jobs and services of other teams can read without asking this service. */
export const ssmAlias =
  (client: SSMClient, stage: string): PointAlias =>
  async ({ pipeline, sequence, champion }) => {
    const { runId, model, variant, split } = champion;
    await client.send(
      new PutParameterCommand({
        Name: championParameterOf(stage, pipeline),
        Type: 'String',
        Overwrite: true,
        Value: JSON.stringify({ schemaVersion: 1, pipeline, sequence, runId, model, variant, split }),
      }),
    );
  };
