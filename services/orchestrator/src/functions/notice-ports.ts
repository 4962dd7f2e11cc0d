import type { SNSClient } from '@aws-sdk/client-sns';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dynamoNoticeStore } from '../adapters/notice-store';
import { dynamoRunStore } from '../adapters/run-store';
import { snsNotices } from '../adapters/sns-notices';
import { statusUrl } from '../adapters/status-url';
import type { NoticePorts } from '../notice-ports';

const name = z.string().min(1);
export const noticeEnvironment = z.object({ STAGE: name, TABLE_NAME: name, TOPIC_ARN: name });

/** The clients that telling people needs. */
export interface NoticeClients {
  readonly documents: DynamoDBDocumentClient;
  readonly ssm: SSMClient;
  readonly sns: SNSClient;
}

/** The ports of telling people over given clients. */
export const noticePortsOver = (
  { documents, ssm, sns }: NoticeClients,
  { STAGE, TABLE_NAME, TOPIC_ARN }: z.infer<typeof noticeEnvironment>,
  { clock, count, tell }: Pick<NoticePorts, 'clock' | 'count' | 'tell'>,
): NoticePorts => {
  const urlOf = statusUrl(ssm, STAGE, clock);
  return {
    notices: dynamoNoticeStore(documents, TABLE_NAME),
    loadRun: dynamoRunStore(documents, TABLE_NAME).load,
    place: async () => ({ stage: STAGE, statusUrl: await urlOf() }),
    send: snsNotices(sns, TOPIC_ARN),
    clock,
    count,
    tell,
  };
};
