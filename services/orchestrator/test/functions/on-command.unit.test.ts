import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { runCommand } from '@glue-relay/shared/events/run-command';
import type { Context, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { aPipeline, aRunningRun, aStep, play, started } from '../factories';

const documents = mockClient(DynamoDBDocumentClient);
mockClient(SSMClient);

const received = (detail: unknown) => ({
  id: 'e1',
  time: '2026-11-12T00:00:01Z',
  account: '000000000000',
  region: 'us-east-1',
  source: runCommand.source,
  'detail-type': runCommand.detailType,
  detail,
});

const invoke = async (...details: unknown[]) => {
  Object.assign(process.env, {
    STAGE: 'local',
    TABLE_NAME: 'table',
    WAKE_QUEUE_URL: 'http://queue.test/wake',
    DATA_BUCKET: 'bucket',
    AWS_REGION: 'us-east-1',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler } = await import('../../src/functions/on-command');
  const Records = details.map((detail, at) => ({ messageId: `m${at}`, body: JSON.stringify(received(detail)) }));
  return handler({ Records } as unknown as SQSEvent, {} as Context);
};

it('gives back what is no command, and takes a refusal for an answer', async () => {
  documents.reset();
  documents.on(GetCommand).resolves({});
  const { batchItemFailures } = await invoke(runCommand.example, { type: 'explode' });
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
});

it('records the answer of a command that finds nothing to do', async () => {
  const run = play(aRunningRun(aPipeline([aStep('clean')])), started('clean'));
  const ended = { ...run, status: { state: 'CANCELLED', startedAt: 1, endedAt: 2, error: 'e' } };
  documents.reset();
  documents.on(GetCommand).resolves({});
  documents.on(GetCommand, { Key: { pk: `RUN#${run.runId}`, sk: 'RUN' } }).resolves({ Item: { run: ended } });
  documents.on(PutCommand).resolves({});
  const asked = { schemaVersion: 1, idempotencyKey: 'k', requestedBy: 'ana' };
  expect(await invoke({ ...asked, type: 'cancel', runId: run.runId, reason: 'r' })).toEqual({ batchItemFailures: [] });
  expect(documents.commandCalls(PutCommand)[0]?.args[0].input.Item).toMatchObject({ record: { key: 'k' } });
});
