import type { SNSClient } from '@aws-sdk/client-sns';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { snsNotices } from '@glue-relay/shared/aws/sns-notices';
import * as z from 'zod';
import { statusUrl } from '../adapters/status-url';
import type { NoticePorts } from '../notice-ports';

const name = z.string().min(1);
export const noticeEnvironment = z.object({ STAGE: name, TOPIC_ARN: name });

/** The clients that telling people needs beside its stores. */
export interface NoticeClients {
  readonly ssm: SSMClient;
  readonly sns: SNSClient;
}

/** The ports of telling people over given stores and clients. */
export const noticePortsOver = (
  { ssm, sns }: NoticeClients,
  { STAGE, TOPIC_ARN }: z.infer<typeof noticeEnvironment>,
  given: Omit<NoticePorts, 'place' | 'send'>,
): NoticePorts => {
  const urlOf = statusUrl(ssm, STAGE, given.clock);
  return {
    ...given,
    place: async () => ({ stage: STAGE, statusUrl: await urlOf() }),
    send: snsNotices(sns, TOPIC_ARN),
  };
};
