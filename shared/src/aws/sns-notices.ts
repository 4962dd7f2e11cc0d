import type { SNSClient } from '@aws-sdk/client-sns';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { SendNotice } from '../notices/notice';

/** The stage's alarm topic: whoever subscribed to alarms gets the messages too. */
export const snsNotices =
  (client: SNSClient, topicArn: string): SendNotice =>
  async ({ subject, text }) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
  };
