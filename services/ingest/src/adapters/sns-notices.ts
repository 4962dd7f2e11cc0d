import type { SNSClient } from '@aws-sdk/client-sns';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { RejectionPorts } from '../quarantine-ports';

/** The stage's alarm topic: whoever subscribed to alarms gets the messages too. */
export const snsNotices =
  (client: SNSClient, topicArn: string): RejectionPorts['send'] =>
  async ({ subject, text }) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
  };
