import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import type { TestRelay } from './relay';

/** A version of an object in the data bucket. */
interface Version {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** Has S3 say again that an object was created, as it may: so often at once, to ingest. */
export const sayCreatedAgain = async (
  { client }: Pick<TestRelay, 'client'>,
  { bucket, key, versionId }: Version,
  times: number,
): Promise<void> => {
  const sqs = new SQSClient(client);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'relay-local-ingest-intake' }));
  const object = { ...objectCreated.example.object, key, 'version-id': versionId };
  const event = {
    version: '0',
    id: 'again',
    source: objectCreated.source,
    'detail-type': objectCreated.detailType,
    account: '000000000000',
    region: 'us-east-1',
    time: new Date().toISOString(),
    resources: [],
    detail: { ...objectCreated.example, bucket: { name: bucket }, object },
  };
  const MessageBody = JSON.stringify(event);
  await Promise.all(Array.from({ length: times }, () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))));
  sqs.destroy();
};
