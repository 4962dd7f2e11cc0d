import { CloudFormationClient, DescribeStacksCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { GetEventSourceMappingCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetBucketNotificationConfigurationCommand, GetBucketVersioningCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import { clientSettings, logsOf, s3Of, sqsOf, ssmOf } from '../connection';
import { queuesOf } from '../dead-letters/queues';
import type { Target } from '../target';
import { awsGlue } from './aws-glue';
import { awsRoutes } from './aws-routes';
import { nullWhere } from './null-where';
import type { Stack, StagePorts } from './ports';

/** A stage by AWS's own read-only calls; what several checks ask for is asked once. */
export const awsStage = async (target: Target): Promise<StagePorts> => {
  const settings = clientSettings(target);
  const [s3, sqs, ssm, logs] = await Promise.all([s3Of(target), sqsOf(target), ssmOf(target), logsOf(target)]);
  const lambda = new LambdaClient(settings);
  const formation = new CloudFormationClient(settings);
  return {
    ...awsRoutes(settings, target.stage),
    ...awsGlue(settings, target.kind === 'aws'),
    stack: (name) => stackOf(formation, name),
    parameters: once(async () => {
      const found = new Map<string, string>();
      const path = { Path: `/relay/${target.stage}/`, Recursive: true };
      for await (const { Parameters = [] } of paginateGetParametersByPath({ client: ssm }, path))
        for (const { Name, Value } of Parameters) if (Name && Value) found.set(Name, Value);
      return found;
    }),
    queues: once(() => queuesOf(sqs, target.stage)),
    hasFunction: async (arn) =>
      (await nullWhere(['ResourceNotFoundException'], () =>
        lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn })),
      )) !== null,
    source: async (UUID) => {
      const found = await nullWhere(['ResourceNotFoundException'], () => lambda.send(new GetEventSourceMappingCommand({ UUID })));
      const named = found?.FunctionArn ?? '';
      return found && { enabled: !/^Disabl/.test(found.State ?? ''), function: named.slice(named.lastIndexOf(':') + 1) };
    },
    hasObject: async (Bucket, Key) =>
      (await nullWhere(['NotFound', 'NoSuchKey'], () => s3.send(new HeadObjectCommand({ Bucket, Key })))) !== null,
    bucket: (Bucket) =>
      nullWhere(['NoSuchBucket'], async () => {
        const notifications = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
        const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
        return { announces: notifications.EventBridgeConfiguration !== undefined, versioned: Status === 'Enabled' };
      }),
    hasLogged: async (functionName, since) => {
      const asked = { logGroupName: `/aws/lambda/${functionName}`, startTime: since.getTime(), limit: 1 };
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, asked)) if (events.length > 0) return true;
      return false;
    },
    serverTime: async () => {
      const address = target.kind === 'local' ? target.cloud.endpoint : 'https://sts.amazonaws.com';
      const date = (await fetch(address, { method: 'HEAD' })).headers.get('date');
      return date === null ? null : new Date(date);
    },
  };
};

const stackOf = async (formation: CloudFormationClient, name: string): Promise<Stack | null> => {
  // CloudFormation has no error of its own for a stack that is not there.
  const found = await nullWhere(['ValidationError'], () => formation.send(new DescribeStacksCommand({ StackName: name })));
  const status = found?.Stacks?.[0]?.StackStatus;
  if (!status || status === 'DELETE_COMPLETE') return null;
  const resources: Stack['resources'][number][] = [];
  for await (const page of paginateListStackResources({ client: formation }, { StackName: name }))
    for (const {
      ResourceType: type,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
    } of page.StackResourceSummaries ?? [])
      if (type && logicalId && physicalId) resources.push({ stack: name, type, logicalId, physicalId });
  return { name, status, resources };
};

const once = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
  let asked: Promise<Value> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
};
