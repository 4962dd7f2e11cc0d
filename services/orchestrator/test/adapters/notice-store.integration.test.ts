import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import type { TestCloud } from '../../../../shared/test/support/ministack';
import { startTestCloud } from '../../../../shared/test/support/ministack';
import { dynamoAlertStore } from '../../src/adapters/alert-store';
import { dynamoNoticeStore } from '../../src/adapters/notice-store';
import { dynamoRunStore } from '../../src/adapters/run-store';
import { statusUrl } from '../../src/adapters/status-url';
import { aPipeline, aQueuedRun, aStep, MINUTE, T0 } from '../factories';
import { describeNoticeStore } from '../twins/notice-store-contract';

const TABLE = 'relay-orchestrator-test';
let cloud: TestCloud;
let dynamo: DynamoDBClient;

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

beforeAll(async () => {
  cloud = await startTestCloud();
  dynamo = new DynamoDBClient(cloud.client);
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'activePk', 'activeSk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'active', KeySchema: keys('activePk', 'activeSk'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    }),
  );
}, 60_000);

afterAll(async () => {
  dynamo?.destroy();
  await cloud?.stop();
});

describeNoticeStore('DynamoDB', () => dynamoNoticeStore(DynamoDBDocumentClient.from(dynamo), TABLE));

describe('alerts in DynamoDB', () => {
  const documents = () => DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
  const runOf = (runId: string, deadlineMinutes: number | null) => ({
    ...aQueuedRun(aPipeline([aStep('clean')], { alerts: { deadlineMinutes, noSuccessWithinHours: null } })),
    runId,
  });

  it('a new run leaves its deadline, which is listed once it has passed, the oldest first, and dropped once', async () => {
    const runs = dynamoRunStore(documents(), TABLE);
    const alerts = dynamoAlertStore(documents(), TABLE);
    for (const [runId, minutes] of [
      ['later', 20],
      ['sooner', 10],
      ['much-later', 30],
      ['never', null],
    ] as const) {
      expect(await runs.commit({ before: null, run: runOf(runId, minutes), journal: [] })).toBe('committed');
    }
    expect(await alerts.deadlinesBefore(T0 + 10 * MINUTE, 9)).toEqual([]);
    expect(await alerts.deadlinesBefore(T0 + 25 * MINUTE, 9)).toEqual(['sooner', 'later']);
    expect(await alerts.deadlinesBefore(T0 + 25 * MINUTE, 1)).toEqual(['sooner']);
    expect(await alerts.dropDeadline('sooner', T0 + 25 * MINUTE)).toBe(true);
    expect(await alerts.dropDeadline('sooner', T0 + 25 * MINUTE)).toBe(false);
    expect(await alerts.deadlinesBefore(T0 + 25 * MINUTE, 9)).toEqual(['later']);
    expect(await runs.quietRuns(T0 + 60 * MINUTE)).toEqual([]);
  });

  it('a redrive sets a later deadline, which the look at the earlier one does not drop', async () => {
    const runs = dynamoRunStore(documents(), TABLE);
    const alerts = dynamoAlertStore(documents(), TABLE);
    const before = runOf('redriven', 40);
    const run = { ...before, version: before.version + 1, redrives: 1, takenUpAt: T0 + 60 * MINUTE };
    expect(await runs.commit({ before: null, run: before, journal: [] })).toBe('committed');
    expect(await runs.commit({ before, run, journal: [] })).toBe('committed');
    expect(await alerts.dropDeadline('redriven', T0 + 99 * MINUTE)).toBe(false);
    expect(await alerts.deadlinesBefore(T0 + 99 * MINUTE, 9)).not.toContain('redriven');
    expect(await alerts.dropDeadline('redriven', T0 + 101 * MINUTE)).toBe(true);
  });

  it('a watch begins once, and notes each stretch once', async () => {
    const alerts = dynamoAlertStore(documents(), TABLE);
    expect(await alerts.noteTold('demo', T0)).toBe(false);
    expect(await alerts.watch('demo', T0)).toEqual({ since: T0, toldOf: null });
    expect(await alerts.watch('demo', T0 + 1)).toEqual({ since: T0, toldOf: null });
    expect(await alerts.noteTold('demo', T0)).toBe(true);
    expect(await alerts.noteTold('demo', T0)).toBe(false);
    expect(await alerts.noteTold('demo', T0 + 5)).toBe(true);
    expect(await alerts.watch('demo', T0)).toEqual({ since: T0, toldOf: T0 + 5 });
  });
});

it('a message reaches who subscribed, with its subject', async () => {
  const [sns, sqs] = [new SNSClient(cloud.client), new SQSClient(cloud.client)];
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alarms' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }));
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:inbox';
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  await snsNotices(sns, TopicArn)({ subject: '[relay test] demo failed', text: 'größe\nline' });
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({ Subject: '[relay test] demo failed', Message: 'größe\nline' });
  sns.destroy();
  sqs.destroy();
});

it('the address of status is known once it is deployed, and asked for once a minute at most', async () => {
  const ssm = new SSMClient(cloud.client);
  const time = { now: 0 };
  const url = statusUrl(ssm, 'test', () => time.now);
  expect(await url()).toBeNull();
  await ssm.send(new PutParameterCommand({ Name: '/relay/test/status/api-url', Value: 'https://s.example/', Type: 'String' }));
  expect(await url()).toBeNull();
  time.now += 60_000;
  expect(await url()).toBe('https://s.example');
  ssm.destroy();
});
