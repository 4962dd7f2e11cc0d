import { GlueClient, StartJobRunCommand } from '@aws-sdk/client-glue';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import type { Context, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';

const documents = mockClient(DynamoDBDocumentClient);
const glue = mockClient(GlueClient);
const ssm = mockClient(SSMClient);

const message = (body: unknown) => ({ messageId: 'm1', body: JSON.stringify(body) });
const event = (...bodies: unknown[]) => ({ Records: bodies.map(message) }) as unknown as SQSEvent;
const received = {
  id: 'e1',
  time: '2026-11-12T00:00:01Z',
  account: '000000000000',
  region: 'us-east-1',
  source: datasetAccepted.source,
  'detail-type': datasetAccepted.detailType,
  detail: datasetAccepted.example,
};

const load = async () => {
  Object.assign(process.env, {
    STAGE: 'local',
    TABLE_NAME: 'table',
    WAKE_QUEUE_URL: 'http://queue.test/wake',
    AWS_REGION: 'us-east-1',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler } = await import('../../src/functions/on-dataset-accepted');
  return (given: SQSEvent) => handler(given, {} as Context);
};

beforeEach(() => {
  documents.reset();
  documents.on(GetCommand).resolves({});
  documents.on(QueryCommand).resolves({ Items: [] });
  documents.on(TransactWriteCommand).resolves({});
  documents.on(PutCommand).resolves({});
  glue.on(StartJobRunCommand).resolves({ JobRunId: 'jr_1' });
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [{ Value: JSON.stringify(examplePipeline) }] });
});

it("makes the run of ingest's example and starts its first step", async () => {
  const invoke = await load();

  expect(await invoke(event(received))).toEqual({ batchItemFailures: [] });

  const [created, ...others] = documents.commandCalls(TransactWriteCommand).map((call) => call.args[0].input.TransactItems ?? []);
  expect(created?.map((item) => Object.keys(item)[0])).toEqual(['Put', 'Put', 'Put', 'Update']);
  expect(others).toEqual([]);
  // The answer to the start, with its entry.
  expect(documents.commandCalls(PutCommand).map((call) => call.args[0].input.Item)).toMatchObject([{ sk: 'RUN', says: 1 }]);
  expect(glue.commandCalls(StartJobRunCommand)[0]?.args[0].input.JobName).toBe('relay-local-demand-forecast-clean');
});

it('gives only the bad message back to the queue', async () => {
  const invoke = await load();
  const answer = await invoke(event({ ...received, detail: {} }));
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
});
