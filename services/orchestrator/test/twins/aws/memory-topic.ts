import { PublishCommand } from '@aws-sdk/client-sns';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';

/** A message as its subscribers get it. */
export interface SentNotice {
  readonly topicArn: string;
  readonly subject: string;
  readonly text: string;
}

/** SNS in memory: one subscriber, who gets every message. */
export const memoryTopic = (deliver: (notice: SentNotice) => void): Answer =>
  answering(
    on(PublishCommand, ({ TopicArn = '', Subject = '', Message = '' }) => {
      deliver({ topicArn: TopicArn, subject: Subject, text: Message });
      return { MessageId: 'sent' };
    }),
  );
