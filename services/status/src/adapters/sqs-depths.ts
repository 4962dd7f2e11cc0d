import type { SQSClient } from '@aws-sdk/client-sqs';
import { GetQueueAttributesCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import { DEAD_LETTERS_SUFFIX, SERVICES, serviceQueuePrefix } from '@glue-relay/shared/queues';
import type { Clock, Depths } from '../ports';

/** How long a look at the queues serves, in ms: a page that many have open asks SQS no more often. */
const FRESH_FOR_MS = 10_000;

/** Depths of the projection's queue and of every dead-letter queue of the stage, cached briefly per Lambda worker. */
export const sqsDepths = (client: SQSClient, stage: string, projectionQueueUrl: string, clock: Clock): Depths => {
  let looked: { readonly at: number; readonly depths: ReturnType<Depths> } | undefined;
  return () => {
    if (!looked || clock() - looked.at >= FRESH_FOR_MS) {
      const depths = look(client, stage, projectionQueueUrl);
      looked = { at: clock(), depths };
      depths.catch(() => {
        looked = undefined;
      });
    }
    return looked.depths;
  };
};

const look = async (client: SQSClient, stage: string, projectionQueueUrl: string): ReturnType<Depths> => {
  const urls = (await Promise.all(SERVICES.map((service) => queuesOf(client, serviceQueuePrefix(stage, service))))).flat();
  const [waiting, deadLetters] = await Promise.all([
    depthOf(client, projectionQueueUrl),
    Promise.all(
      urls
        .filter((url) => url.endsWith(DEAD_LETTERS_SUFFIX))
        .sort()
        .map(async (url) => ({ queue: url.slice(url.lastIndexOf('/') + 1), messages: await depthOf(client, url) })),
    ),
  ]);
  return { waiting, deadLetters };
};

const queuesOf = async (client: SQSClient, prefix: string): Promise<string[]> => {
  const urls: string[] = [];
  for await (const page of paginateListQueues({ client, pageSize: 100 }, { QueueNamePrefix: prefix }))
    urls.push(...(page.QueueUrls ?? []));
  return urls;
};

const depthOf = async (client: SQSClient, url: string): Promise<number> => {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
};
