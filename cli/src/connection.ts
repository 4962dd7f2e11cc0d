import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '@glue-relay/local/local-environment';
import { OperationError } from './failures';
import type { Target } from './target';

/** Settings that every AWS client of a command shares. */
interface ClientSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: typeof LOCAL_CREDENTIALS;
}

/** Where the clients go: the local cloud with its own credentials, else AWS by the user's settings. */
export const clientSettings = (target: Target): ClientSettings =>
  target.kind === 'local'
    ? { endpoint: target.cloud.endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS }
    : { ...(target.profile ? { profile: target.profile } : {}), ...(target.region ? { region: target.region } : {}) };

/** S3 of the target; loaded when it is needed, as each client costs start-up time. */
export const s3Of = async (target: Target): Promise<S3Client> => {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({ ...clientSettings(target), forcePathStyle: target.kind === 'local' });
};

/** CloudWatch of the target. */
export const cloudWatchOf = async (target: Target): Promise<CloudWatchClient> => {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return new CloudWatchClient(clientSettings(target));
};

/** CloudWatch Logs of the target. */
export const logsOf = async (target: Target): Promise<CloudWatchLogsClient> => {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  return new CloudWatchLogsClient(clientSettings(target));
};

/** SQS of the target. */
export const sqsOf = async (target: Target): Promise<SQSClient> => {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  return new SQSClient(clientSettings(target));
};

/** EventBridge of the target. */
export const busOf = async (target: Target): Promise<EventBridgeClient> => {
  const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
  return new EventBridgeClient(clientSettings(target));
};

/** Who the caller is to AWS: the ARN of the user or the role's session. */
export const callerOf = async (target: Target): Promise<string> => {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const { Arn } = await new STSClient(clientSettings(target)).send(new GetCallerIdentityCommand({}));
  return Arn ?? 'unknown';
};

/** SSM of the target. */
export const ssmOf = async (target: Target): Promise<SSMClient> => {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  return new SSMClient(clientSettings(target));
};

/**
 * A value that a deploy of the stage published.
 *
 * @param name - below `/relay/<stage>/`, like `data-bucket/name`
 * @throws OperationError where the stage has none
 */
export const stageValue = async (target: Target, ssm: SSMClient, name: string): Promise<string> => {
  const { GetParameterCommand } = await import('@aws-sdk/client-ssm');
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `/relay/${target.stage}/${name}` }));
    if (Parameter?.Value) return Parameter.Value;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ParameterNotFound') throw error;
  }
  throw new OperationError(
    `Stage "${target.stage}" has no parameter /relay/${target.stage}/${name}: it is not deployed, or not in this account and region.`,
    target.kind === 'local' ? 'deploy with `npx relay deploy`.' : 'check `--stage`, `--profile` and `--region`.',
  );
};
