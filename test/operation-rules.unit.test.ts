import { operationFaults } from '../tools/check/async-paths';
import { runbookFaults } from '../tools/check/runbooks';
import type { Resource } from '../tools/check/templates';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const alarmOn = (metric: string, name: string): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    MetricName: metric,
    Dimensions: [{ Value: name }],
    AlarmActions: ['topic'],
    AlarmDescription: 'Full. Runbook docs/operations.md#alarms',
  },
});

/** A stack in which nothing is lost without a word: a rule to a queue, a stream, a function that a rule and a schedule call. */
const stack = (changes: Readonly<Record<string, Resource | undefined>> = {}) => {
  const resources: Record<string, Resource | undefined> = {
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: 'q', RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 5 } },
    },
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dlq' } },
    DeadLettersAlarm: alarmOn('ApproximateNumberOfMessagesVisible', 'dlq'),
    Table: { Type: 'AWS::DynamoDB::Table' },
    QueueRule: {
      Type: 'AWS::Events::Rule',
      Properties: { Targets: [{ Arn: arnOf('Queue'), DeadLetterConfig: { Arn: arnOf('DeadLetters') } }] },
    },
    Reader: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arnOf('Queue'), FunctionResponseTypes: ['ReportBatchItemFailures'] },
    },
    Stream: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: arnOf('DeadLetters') } },
      },
    },
    Called: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'called' } },
    CalledInvocations: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: { FunctionName: { Ref: 'Called' }, DestinationConfig: { OnFailure: { Destination: arnOf('DeadLetters') } } },
    },
    CallingRule: {
      Type: 'AWS::Events::Rule',
      Properties: { Targets: [{ Arn: arnOf('Called'), DeadLetterConfig: { Arn: arnOf('DeadLetters') } }] },
    },
    Sweep: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'sweep' } },
    SweepErrors: alarmOn('Errors', 'sweep'),
    Schedule: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: arnOf('Sweep') } } },
    ...changes,
  };
  const there = Object.entries(resources).filter((entry): entry is [string, Resource] => entry[1] !== undefined);
  return { name: 'a', file: '', resources: Object.fromEntries(there) };
};

it('a stack whose paths all end in a queue with an alarm passes', () => expect(operationFaults(stack())).toEqual([]));

it.each<[string, Record<string, Resource | undefined>, string]>([
  [
    'a queue that gives up into nothing',
    { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } },
    'a/Queue: no dead-letter',
  ],
  ['a dead-letter queue without an alarm', { DeadLettersAlarm: undefined }, 'a/DeadLetters: no dead-letter queue, and no alarm'],
  [
    'an alarm that tells nobody',
    {
      DeadLettersAlarm: {
        ...alarmOn('ApproximateNumberOfMessagesVisible', 'dlq'),
        Properties: { ...alarmOn('ApproximateNumberOfMessagesVisible', 'dlq').Properties, AlarmActions: [] },
      },
    },
    'a/DeadLetters: no dead-letter queue, and no alarm',
  ],
  [
    'a rule whose target has no dead-letter queue',
    { QueueRule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Arn: arnOf('Queue') }] } } },
    'a/QueueRule: a target without',
  ],
  [
    'a function that a rule calls, without an on-failure queue',
    { CalledInvocations: undefined },
    'a/CallingRule: invokes Called',
  ],
  ['a schedule of a function whose errors nobody is told of', { SweepErrors: undefined }, 'a/Schedule: a target without'],
  [
    'a stream without an on-failure queue',
    {
      Stream: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
    },
    'a/Stream: a stream without',
  ],
  [
    'a reader that fails whole batches',
    { Reader: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arnOf('Queue') } } },
    'a/Reader: one message fails its batch',
  ],
  [
    'an alarm without a runbook',
    { More: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'm', AlarmDescription: 'Something' } } },
    'a/More: names no runbook',
  ],
])('%s fails', (_what, changes, fault) => expect(operationFaults(stack(changes)).join()).toContain(fault));

it.each([
  ['Runbook docs/operations.md#alarms', []],
  ['Runbook: services/ingest/README.md, "The sweep fails".', []],
  ['Runbook docs/gone.md#alarms', ['its runbook docs/gone.md is not there']],
  ['Runbook docs/operations.md#gone', ['docs/operations.md has no section #gone']],
])('"%s"', (description, faults) => expect(runbookFaults(description)).toEqual(faults));
