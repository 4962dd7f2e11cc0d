import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EventDefinition } from '@glue-relay/shared/events/define-event';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { pipelineParameterOf } from '@glue-relay/shared/pipeline/names';
import type { TestCloud } from '../../../../shared/test/support/ministack';
import { startTestCloud } from '../../../../shared/test/support/ministack';
import { createDeclaredTable } from '../../../../shared/test/support/table';
import { dynamoRuns } from '../../src/adapters/dynamo-runs';
import { runOf } from '../support';
import { faultsOf } from './openlineage-schema';

const TABLE = 'relay-metrics';
const BUCKET = 'data';
const { runId } = stepReported.example;

let cloud: TestCloud;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startTestCloud();
  s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const dynamo = new DynamoDBClient(cloud.client);
  await createDeclaredTable(dynamo, join(__dirname, '..', '..', 'serverless.yml'), TABLE);
  await dynamoRuns({ client: DynamoDBDocumentClient.from(dynamo), name: TABLE }).saveRun(runOf());
  dynamo.destroy();
  const ssm = new SSMClient(cloud.client);
  const Name = pipelineParameterOf('test', examplePipeline.pipeline);
  await ssm.send(new PutParameterCommand({ Name, Value: JSON.stringify(examplePipeline), Type: 'String' }));
  ssm.destroy();
  Object.assign(process.env, cloud.environment, {
    STAGE: 'test',
    TABLE_NAME: TABLE,
    LINEAGE_TRANSPORT: 's3',
    DATA_BUCKET: BUCKET,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
}, 60_000);

afterAll(async () => {
  s3.destroy();
  await cloud.stop();
});

const messageOf = <Detail>({ source, detailType }: EventDefinition<Detail>, detail: Detail, messageId: string) => {
  const envelope = { id: '1', time: '2026-11-12T00:00:00Z', account: '000000000000', region: 'us-east-1' };
  return { messageId, body: JSON.stringify({ ...envelope, source, 'detail-type': detailType, detail }) };
};

it('messages of the queue become objects, each of them valid, and one that is too early is given back alone', async () => {
  // The function reads its environment as it is loaded.
  const { handler } = await import('../../src/functions/lineage');
  const Records = [
    messageOf(runStateChange, runStateChange.example, 'run'),
    messageOf(stepStateChange, stepStateChange.example, 'step'),
    messageOf(stepReported, { ...stepReported.example, step: 'clean' }, 'report'),
    messageOf(stepReported, { ...stepReported.example, runId: 'not-entered-yet' }, 'early'),
  ];
  const answer = await handler(Object({ Records }), Object({ getRemainingTimeInMillis: () => 30_000 }));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'early' }] });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `runs/demand-forecast/lineage/` }));
  const events = await Promise.all(
    Contents.map(async ({ Key }) =>
      JSON.parse((await (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString()) ?? ''),
    ),
  );
  expect(events.flatMap(faultsOf)).toEqual([]);
  expect(Contents.every(({ Key }) => Key?.includes(`run_id=${runId}/`))).toBe(true);
  expect(events.map(({ job, eventType }) => `${job.name} ${eventType}`).sort()).toEqual([
    'demand-forecast START',
    'demand-forecast.clean COMPLETE',
    'demand-forecast.clean OTHER',
  ]);
}, 30_000);
