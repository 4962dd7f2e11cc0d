import type { SQSClient } from '@aws-sdk/client-sqs';
import { GetQueueAttributesCommand, paginateListQueues, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { SERVICES, serviceQueuePrefix } from '@glue-relay/shared/queues';
import * as z from 'zod';
import type { DeadLetter } from './describe';
import { describe } from './describe';

/** A queue of the stage. */
export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly depth: number;
  /** Messages that somebody is looking at right now. */
  readonly inFlight: number;
  /** Where its messages go that could not be handled. */
  readonly deadLettersArn: string | null;
}

const redrivePolicySchema = z.looseObject({ deadLetterTargetArn: z.string() });

/** Every queue of the stage, by name. */
export const queuesOf = async (sqs: SQSClient, stage: string): Promise<Queue[]> => {
  const urls = (await Promise.all(SERVICES.map((service) => urlsOf(sqs, serviceQueuePrefix(stage, service))))).flat();
  const queues = await Promise.all(urls.map((url) => queueOf(sqs, url)));
  return queues.sort((one, other) => (one.name < other.name ? -1 : 1));
};

const urlsOf = async (sqs: SQSClient, prefix: string): Promise<string[]> => {
  const urls: string[] = [];
  for await (const page of paginateListQueues({ client: sqs, pageSize: 100 }, { QueueNamePrefix: prefix }))
    urls.push(...(page.QueueUrls ?? []));
  return urls;
};

const queueOf = async (sqs: SQSClient, url: string): Promise<Queue> => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'RedrivePolicy'],
    }),
  );
  const policy = Attributes.RedrivePolicy ? redrivePolicySchema.safeParse(JSON.parse(Attributes.RedrivePolicy)) : null;
  return {
    name: url.slice(url.lastIndexOf('/') + 1),
    url,
    arn: Attributes.QueueArn ?? '',
    depth: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    deadLettersArn: policy?.success ? policy.data.deadLetterTargetArn : null,
  };
};

/** Some of a queue's messages, which stay in it and stay visible. SQS may show fewer than there are. */
export const peek = async (sqs: SQSClient, { url, depth }: Queue, count: number): Promise<DeadLetter[]> => {
  if (depth === 0) return [];
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: count,
      VisibilityTimeout: 0,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      MessageAttributeNames: ['All'],
    }),
  );
  const seen = new Map(Messages.map((message) => [message.MessageId, describe(message)]));
  return [...seen.values()];
};
