import { EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { TestRelay } from '../../test/support/relay';

type Flags = Readonly<Record<string, string | boolean>>;
type Client = TestRelay['client'];

/** The AWS commands of the runbooks, by the SDK: the AWS CLI need not be installed. */
export const OPERATIONS: Readonly<Record<string, (client: Client, flags: Flags) => Promise<unknown>>> = {
  'events enable-rule': (client, flags) =>
    new EventBridgeClient(client).send(new EnableRuleCommand({ Name: text(flags, 'name') })),
  'lambda update-event-source-mapping': (client, flags) =>
    new LambdaClient(client).send(
      new UpdateEventSourceMappingCommand({ UUID: text(flags, 'uuid'), Enabled: flags.enabled === true }),
    ),
  'sqs purge-queue': (client, flags) => new SQSClient(client).send(new PurgeQueueCommand({ QueueUrl: text(flags, 'queue-url') })),
};

/** Runs `aws <service> <operation> --flag value ...`. */
export const runAws = async (client: Client, [service, operation, ...rest]: readonly string[]): Promise<void> => {
  const run = OPERATIONS[`${service} ${operation}`];
  if (!run) throw new Error(`the drill knows no "aws ${service} ${operation}"`);
  await run(client, flagsOf(rest));
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
