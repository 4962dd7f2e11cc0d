import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EnableRuleCommand, EventBridgeClient, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { CopyObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { TestRelay } from '../../test/support/relay';
import { TABLE_OPERATIONS } from './table-commands';

type Flags = Readonly<Record<string, string | boolean>>;
type Client = TestRelay['client'];

/** The AWS commands of the runbooks, by the SDK: the AWS CLI need not be installed. */
export const OPERATIONS: Readonly<Record<string, (client: Client, flags: Flags, named: readonly string[]) => Promise<unknown>>> =
  {
    'events enable-rule': (client, flags) =>
      new EventBridgeClient(client).send(new EnableRuleCommand({ Name: text(flags, 'name') })),
    'events start-replay': (client, flags) =>
      new EventBridgeClient(client).send(
        new StartReplayCommand({
          ReplayName: text(flags, 'replay-name'),
          EventSourceArn: text(flags, 'event-source-arn'),
          EventStartTime: new Date(text(flags, 'event-start-time')),
          EventEndTime: new Date(text(flags, 'event-end-time')),
          Destination: { Arn: /Arn=([^,]+)/.exec(text(flags, 'destination'))?.[1] },
        }),
      ),
    'lambda update-event-source-mapping': (client, flags) =>
      new LambdaClient(client).send(
        new UpdateEventSourceMappingCommand({ UUID: text(flags, 'uuid'), Enabled: flags.enabled === true }),
      ),
    's3 cp': (client, _flags, [from = '', to = '']) => copyAll(new S3Client({ ...client, forcePathStyle: true }), from, to),
    'ssm put-parameter': (client, flags) =>
      new SSMClient(client).send(
        new PutParameterCommand({ Name: text(flags, 'name'), Value: text(flags, 'value'), Type: 'String', Overwrite: true }),
      ),
    'sqs purge-queue': (client, flags) =>
      new SQSClient(client).send(new PurgeQueueCommand({ QueueUrl: text(flags, 'queue-url') })),
    ...Object.fromEntries(
      Object.entries(TABLE_OPERATIONS).map(([name, run]) => [
        `dynamodb ${name}`,
        (client: Client, flags: Flags, named: readonly string[]) =>
          run(new DynamoDBClient(client), (flag) => text(flags, flag), named),
      ]),
    ),
  };

/** Runs `aws <service> <operation> [NAME...] --flag value ...`. */
export const runAws = async (client: Client, [service, operation, ...rest]: readonly string[]): Promise<void> => {
  const run = OPERATIONS[`${service} ${operation}`];
  if (!run) throw new Error(`the drill knows no "aws ${service} ${operation}"`);
  const flagsFrom = rest.findIndex((word) => word.startsWith('--'));
  await run(client, flagsOf(rest), flagsFrom < 0 ? rest : rest.slice(0, flagsFrom));
};

/** `s3 cp s3://BUCKET/PREFIX s3://BUCKET/PREFIX --recursive --metadata-directive REPLACE` within one bucket. */
const copyAll = async (s3: S3Client, from: string, to: string): Promise<void> => {
  const [source, target] = [new URL(from), new URL(to)];
  const Prefix = source.pathname.slice(1);
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: source.host, Prefix }))
    for (const { Key = '' } of Contents)
      await s3.send(
        new CopyObjectCommand({
          Bucket: target.host,
          Key: `${target.pathname.slice(1)}${Key.slice(Prefix.length)}`,
          CopySource: `${source.host}/${Key}`,
          MetadataDirective: 'REPLACE',
        }),
      );
};

const flagsOf = (words: readonly string[]): Flags =>
  Object.fromEntries(
    words.flatMap((word, index) => {
      if (!word.startsWith('--')) return [];
      const next = words[index + 1];
      return [[word.slice(2), next === undefined || next.startsWith('--') ? true : next]];
    }),
  );

const text = (flags: Flags, name: string): string => {
  const value = flags[name];
  if (typeof value !== 'string') throw new Error(`expected --${name} with a value`);
  return value;
};
