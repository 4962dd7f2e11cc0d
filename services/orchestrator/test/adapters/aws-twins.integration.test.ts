import { CreateEventBusCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { TestCloud } from '../../../../shared/test/support/ministack';
import { startTestCloud } from '../../../../shared/test/support/ministack';
import { describeBucket } from '../twins/aws/memory-bucket-contract';
import { CONTRACT_PATTERN, describeBus } from '../twins/aws/memory-bus-contract';
import { describeQueues } from '../twins/aws/memory-queues-contract';

const Bucket = 'relay-data-contract';
const BUS = 'relay-contract';
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
let cloud: TestCloud;
let clients: { readonly sqs: SQSClient; readonly events: EventBridgeClient; readonly s3: S3Client };
let urls: { readonly work: string; readonly dead: string; readonly heard: string };

const makeQueue = async (QueueName: string, Attributes: Record<string, string> = {}) => {
  const { QueueUrl = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const asked = await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return { url: QueueUrl, arn: asked.Attributes?.QueueArn ?? '' };
};

beforeAll(async () => {
  cloud = await startTestCloud();
  clients = {
    sqs: new SQSClient(cloud.client),
    events: new EventBridgeClient(cloud.client),
    s3: new S3Client({ ...cloud.client, forcePathStyle: true }),
  };
  const dead = await makeQueue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
  const work = await makeQueue('work', { VisibilityTimeout: '1', RedrivePolicy });
  const heard = await makeQueue('heard');
  urls = { work: work.url, dead: dead.url, heard: heard.url };
  await clients.events.send(new CreateEventBusCommand({ Name: BUS }));
  const rule = { Name: 'contract', EventBusName: BUS };
  await clients.events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(CONTRACT_PATTERN) }));
  const Targets = [{ Id: 'queue', Arn: heard.arn }];
  await clients.events.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: BUS, Targets }));
  await clients.s3.send(new CreateBucketCommand({ Bucket }));
  await clients.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
}, 60_000);

afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy();
  await cloud?.stop();
});

const delivered = async (count: number): Promise<unknown[]> => {
  const events: unknown[] = [];
  for (let tries = 0; tries < 20 && events.length < count; tries += 1) {
    const asked = { QueueUrl: urls.heard, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand(asked));
    for (const { Body, ReceiptHandle } of Messages) {
      events.push(JSON.parse(Body ?? ''));
      await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: urls.heard, ReceiptHandle }));
    }
  }
  return events;
};

describeQueues('the local cloud', () => ({ client: clients.sqs, queueUrl: urls.work, deadLettersUrl: urls.dead, wait }));
describeBus('the local cloud', () => ({ client: clients.events, bus: BUS, delivered }));
describeBucket('the local cloud', () => ({ client: clients.s3, bucket: Bucket }));
