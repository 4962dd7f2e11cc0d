import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { s3InputObjects } from '../adapters/input-objects';
import type { CommandPorts } from '../app/execute-command';
import { enginePorts } from './ports';

const schema = z.object({ STAGE: z.string().min(1), DATA_BUCKET: z.string().min(1) });

/** The real ports of commands and backfills, made once per worker. */
export const commandPorts = (): CommandPorts => {
  const environment = readEnvironment(schema);
  const ports = enginePorts();
  const listPipelines = pipelineParameters(new SSMClient({}), environment.STAGE, ports.clock);
  return {
    ...ports,
    ...s3InputObjects(new S3Client({}), environment.DATA_BUCKET),
    pipeline: async (name) => (await listPipelines()).get(name),
  };
};
