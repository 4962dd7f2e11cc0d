import { S3Client } from '@aws-sdk/client-s3';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { s3LatestPointers } from '../adapters/latest-pointers';
import { pointLatest } from '../app/point-latest';
import { observed } from './observability';

const { DATA_BUCKET } = readEnvironment(z.object({ DATA_BUCKET: z.string().min(1) }));
const pointers = s3LatestPointers(new S3Client({}), DATA_BUCKET);

/** `Run State Change` to SUCCEEDED, through a queue: moves the pipeline's `latest.json` forward. */
export const handler = queueHandler(observed, async (message) => {
  await pointLatest(pointers, parseEvent(runStateChange, message).detail);
});
