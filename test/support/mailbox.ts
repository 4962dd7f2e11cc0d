import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { TestRelay } from './relay';

/** Subscribes a new queue to the stage's alarm topic, as people subscribe an address, and returns the queue's URL. */
export const subscribedQueue = async ({ client }: Pick<TestRelay, 'client'>, name: string): Promise<string> => {
  const { Parameter } = await new SSMClient(client).send(new GetParameterCommand({ Name: '/relay/local/alarm-topic/arn' }));
  const { QueueUrl = '' } = await new SQSClient(client).send(new CreateQueueCommand({ QueueName: name }));
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  await new SNSClient(client).send(new SubscribeCommand({ TopicArn: Parameter?.Value, Protocol: 'sqs', Endpoint }));
  return QueueUrl;
};
