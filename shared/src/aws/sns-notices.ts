import type { SNSClient } from '@aws-sdk/client-sns';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { NoticePorts } from '../notice-ports';

/** The stage's alarm topic: whoever subscribed to alarms gets the messages too. */
export const snsNotices =
  (client: SNSClient, topicArn: string): NoticePorts['send'] =>
  async ({ subject, text }) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
  };
