import { scheduleDeadLettersOf, scheduleNameOf } from '../pipeline/names';
import type { PipelineStack, Resource } from './glue-template';

/** What EventBridge Scheduler puts in place of this, the same each time that it tries one invocation. */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/**
 * The schedule of a pipeline that has one: at its times the scheduler puts a command to start a run on the stage's bus, under an
 * idempotency key made from the time, so that an invocation which comes twice starts one run.
 * Source: docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const scheduleResources = (stack: PipelineStack): Record<string, Resource> => {
  const { schedule, pipeline } = stack.definition;
  if (!schedule) return {};
  return {
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      // The command is refused where the definition has no schedule yet.
      DependsOn: ['Definition'],
      Properties: {
        Name: scheduleNameOf(stack.stage, pipeline),
        Description: `Starts runs of pipeline ${pipeline}`,
        ScheduleExpression: schedule.at,
        ScheduleExpressionTimezone: schedule.timeZone,
        State: schedule.enabled ? 'ENABLED' : 'DISABLED',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: target(stack),
      },
    },
    ScheduleRole: role(stack),
    ScheduleDeadLetters: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: scheduleDeadLettersOf(stack.stage, pipeline),
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: 1_209_600,
      },
    },
  };
};

const busArn = (stage: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/relay-${stage}`,
});

const target = ({ stage, definition: { pipeline } }: PipelineStack) => ({
  Arn: busArn(stage),
  RoleArn: { 'Fn::GetAtt': ['ScheduleRole', 'Arn'] },
  ...scheduleTarget(stage, pipeline),
  RetryPolicy: { MaximumRetryAttempts: 30, MaximumEventAgeInSeconds: 3_600 },
  DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['ScheduleDeadLetters', 'Arn'] } },
});

/** What the scheduler says on the bus. */
export const scheduleTarget = (stage: string, pipeline: string) => ({
  EventBridgeParameters: { Source: 'relay.command', DetailType: 'Run Command' },
  Input: JSON.stringify({
    type: 'scheduled-start',
    schemaVersion: 1,
    idempotencyKey: `schedule/${pipeline}/${SCHEDULED_TIME}`,
    requestedBy: `schedule ${scheduleNameOf(stage, pipeline)}`,
    pipeline,
    scheduledAt: SCHEDULED_TIME,
  }),
});

/** The scheduler may say this one kind of event on this one bus, and put aside what it could not say. */
const role = ({ stage }: PipelineStack): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'start-runs',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'events:PutEvents',
              Resource: busArn(stage),
              // Sets, as one call can say several events.
              Condition: {
                Null: { 'events:source': 'false', 'events:detail-type': 'false' },
                'ForAllValues:StringEquals': { 'events:source': 'relay.command', 'events:detail-type': 'Run Command' },
              },
            },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['ScheduleDeadLetters', 'Arn'] } },
          ],
        },
      },
    ],
  },
});
