import { S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { s3LatestPointers } from '../adapters/latest-pointers';
import { latestHandler } from './handlers/point-latest';
import { observed } from './observability';

const { DATA_BUCKET } = readEnvironment(z.object({ DATA_BUCKET: z.string().min(1) }));

export const handler = latestHandler(observed, s3LatestPointers(new S3Client({}), DATA_BUCKET));
