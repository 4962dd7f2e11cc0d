import * as z from 'zod';
import { resolveIntrinsics } from './intrinsics';
import { runbookFaults } from './runbooks';
import type { Resource, Template } from './templates';
import { templates } from './templates';

/** Every asynchronous path of the packaged stacks ends in a dead-letter queue with an alarm, and every alarm has its runbook. */
export const operations = async (): Promise<string[]> => (await templates()).flatMap(operationFaults);

/** What of a stack could fail without anyone being told, or be told without a word on what to do. */
export const operationFaults = (template: Template): string[] => {
  const faults = [
    ...ofType(template, 'AWS::SQS::Queue').flatMap(([id, queue]) => queueFaults(template, id, queue)),
    ...ofType(template, 'AWS::Events::Rule').flatMap(([id, rule]) => ruleFaults(template, id, rule)),
    ...ofType(template, 'AWS::Scheduler::Schedule').flatMap(([id, { Target }]) =>
      targetFaults(template, id, targetSchema.parse(Target)),
    ),
    ...ofType(template, 'AWS::Lambda::EventSourceMapping').flatMap(([id, mapping]) => mappingFaults(template, id, mapping)),
    ...ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { AlarmDescription }]) =>
      runbookFaults(String(AlarmDescription ?? '')).map((fault) => `${id}: ${fault}`),
    ),
  ];
  return faults.map((fault) => `${template.name}/${fault}`);
};

type Properties = Readonly<Record<string, unknown>>;

const ofType = ({ resources }: Template, type: string): [string, Properties][] =>
  Object.entries(resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties = {} }]) => [id, Properties]);

const referenceSchema = z.union([
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((value) => value['Fn::GetAtt'][0]),
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
]);

/** The resource of the same stack that a value refers to. */
const referredTo = ({ resources }: Template, value: unknown): (Resource & { readonly id: string }) | undefined => {
  const { data: id } = referenceSchema.safeParse(value);
  const resource = id === undefined ? undefined : resources[id];
  return id !== undefined && resource ? { ...resource, id } : undefined;
};

const isQueue = (template: Template, arn: unknown): boolean => referredTo(template, arn)?.Type === 'AWS::SQS::Queue';

const targetSchema = z.object({ Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }).optional() });
type Target = z.infer<typeof targetSchema>;

/** A queue gives up into another, whose alarm tells people; one that nothing gives up into is read or told of by an alarm. */
const queueFaults = (template: Template, id: string, { RedrivePolicy }: Properties): string[] => {
  const { data: redrive } = z.object({ deadLetterTargetArn: z.unknown() }).safeParse(RedrivePolicy);
  if (redrive) return isQueue(template, redrive.deadLetterTargetArn) ? [] : [`${id}: its dead-letter queue is not of this stack`];
  return hasAlarm(template, 'ApproximateNumberOfMessagesVisible', id) ? [] : [`${id}: no dead-letter queue, and no alarm on it`];
};

const ruleFaults = (template: Template, id: string, { Targets }: Properties): string[] =>
  z
    .array(targetSchema)
    .parse(Targets)
    .flatMap((target) => targetFaults(template, id, target));

/** EventBridge and its Scheduler try a target for a time; then the event is gone, but for its dead-letter queue. */
const targetFaults = (template: Template, id: string, { Arn, DeadLetterConfig }: Target): string[] => {
  const told = isQueue(template, DeadLetterConfig?.Arn) || isWatchedFunction(template, Arn);
  return [
    ...(told ? [] : [`${id}: a target without a dead-letter queue`]),
    ...(referredTo(template, Arn)?.Type === 'AWS::Lambda::Function' ? invocationFaults(template, id, Arn) : []),
  ];
};

/** An asynchronous invocation has an on-failure queue, or is repeated by a schedule and an alarm tells of its errors. */
const invocationFaults = (template: Template, id: string, called: unknown): string[] => {
  const name = referredTo(template, called)?.id;
  const configured = ofType(template, 'AWS::Lambda::EventInvokeConfig').some(
    ([, { FunctionName, DestinationConfig }]) =>
      referredTo(template, FunctionName)?.id === name && isQueue(template, onFailureOf(DestinationConfig)),
  );
  return configured || isWatchedFunction(template, called) ? [] : [`${id}: invokes ${name}, which has no on-failure queue`];
};

const mappingFaults = (template: Template, id: string, mapping: Properties): string[] => [
  ...(JSON.stringify(mapping.FunctionResponseTypes) === '["ReportBatchItemFailures"]'
    ? []
    : [`${id}: one message fails its batch`]),
  ...(isQueue(template, mapping.EventSourceArn) || isQueue(template, onFailureOf(mapping.DestinationConfig))
    ? []
    : [`${id}: a stream without an on-failure queue`]),
];

const onFailureOf = (config: unknown): unknown =>
  z.object({ OnFailure: z.object({ Destination: z.unknown() }) }).safeParse(config).data?.OnFailure.Destination;

const isWatchedFunction = (template: Template, arn: unknown): boolean => {
  const called = referredTo(template, arn);
  return called?.Type === 'AWS::Lambda::Function' && hasAlarm(template, 'Errors', called.id);
};

const alarmSchema = z.object({
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Value: z.unknown() })).default([]),
  AlarmActions: z.array(z.unknown()).default([]),
});

/** Whether an alarm that tells somebody is on a metric of a queue or function. */
const hasAlarm = (template: Template, metric: string, id: string): boolean => {
  const name = resolveIntrinsics({ Ref: id }, template.resources);
  return ofType(template, 'AWS::CloudWatch::Alarm').some(([, properties]) => {
    const { MetricName, Dimensions, AlarmActions } = alarmSchema.parse(properties);
    const isOnIt = Dimensions.some(({ Value }) => resolveIntrinsics(Value, template.resources) === name);
    return MetricName === metric && isOnIt && AlarmActions.length > 0;
  });
};
