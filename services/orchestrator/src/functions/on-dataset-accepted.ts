import { SSMClient } from '@aws-sdk/client-ssm';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { acceptDataset } from '../app/accept-dataset';
import { observed } from './observability';
import { enginePorts } from './ports';

const ports = enginePorts();
const { STAGE } = readEnvironment(z.object({ STAGE: z.string().min(1) }));
const listPipelines = pipelineParameters(new SSMClient({}), STAGE, ports.clock);
const pipeline = async (name: string) => (await listPipelines()).get(name);

/** `Dataset Accepted` from the bus, through a queue: makes the data set's run. */
export const handler = queueHandler(observed, async (message) => {
  const { id, detail } = parseEvent(datasetAccepted, message);
  await acceptDataset({ ...ports, pipeline }, detail, { type: 'dataset-accepted', id });
});
