import { SNSClient } from '@aws-sdk/client-sns';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import { directClientOf } from './client-twin';
import type { SentNotice } from './memory-topic';
import { memoryTopic } from './memory-topic';

it('gives its subscriber every message with its subject', async () => {
  const sent: SentNotice[] = [];
  const client = directClientOf(
    SNSClient,
    memoryTopic((notice) => sent.push(notice)),
  );
  await snsNotices(client, 'topic')({ subject: 'demo failed', text: 'größe\nline' });
  expect(sent).toEqual([{ topicArn: 'topic', subject: 'demo failed', text: 'größe\nline' }]);
});
