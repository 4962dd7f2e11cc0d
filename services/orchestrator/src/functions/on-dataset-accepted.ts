import { SSMClient } from '@aws-sdk/client-ssm';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { acceptedHandler } from './handlers/on-dataset-accepted';
import { observed } from './observability';
import { enginePorts } from './ports';

const ports = enginePorts();
const { STAGE } = readEnvironment(z.object({ STAGE: z.string().min(1) }));
const listPipelines = pipelineParameters(new SSMClient({}), STAGE, ports.clock);

export const handler = acceptedHandler(observed, { ...ports, pipeline: async (name) => (await listPipelines()).get(name) });
