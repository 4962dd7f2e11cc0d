import type { PipelineDefinition } from '../pipeline/definition';
import { scheduleDeadLettersOf } from '../pipeline/names';
import type { PipelineMetric } from '../pipeline-metrics';
import { PIPELINE_METRICS as METRIC, METRICS_NAMESPACE, METRICS_SERVICE } from '../pipeline-metrics';

const HOUR = 3_600;
const DAY = 86_400;
/** An alarm of periods of an hour and longer looks back a week at most. Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
const MOST_HOURS = 168;

interface Condition {
  readonly name: string;
  readonly means: string;
  readonly metric: PipelineMetric;
  readonly periodSeconds: number;
  readonly periods: number;
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  readonly missing: 'notBreaching' | 'breaching';
  /** Whether the alarm itself tells people; where a message of ours does, with run and cause, it only shows the state. */
  readonly tells: boolean;
}

/** A pipeline's alarms by logical id, which come and go with its stack. */
export const pipelineAlarms = (definition: PipelineDefinition, stage: string, alarmTopic: string) => ({
  ...Object.fromEntries(
    conditionsOf(definition).map((condition) => [
      `${condition.name.replaceAll(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase())}Alarm`,
      alarm(condition, definition.pipeline, stage, alarmTopic),
    ]),
  ),
  ...(definition.schedule ? { ScheduleDeadLettersAlarm: scheduleAlarm(definition.pipeline, stage, alarmTopic) } : {}),
});

const conditionsOf = ({ alerts, budget }: PipelineDefinition): Condition[] => {
  const above = { comparison: 'GreaterThanThreshold', missing: 'notBreaching', periods: 1 } as const;
  const { noSuccessWithinHours: hours } = alerts;
  return [
    {
      ...above,
      name: 'failed-runs',
      means: 'runs failed',
      metric: METRIC.runFailed,
      periodSeconds: HOUR,
      threshold: 0,
      tells: false,
    },
    {
      ...above,
      name: 'drift',
      means: 'a run lies outside its limits',
      metric: METRIC.driftFound,
      periodSeconds: HOUR,
      threshold: 0,
      tells: false,
    },
    ...(hours !== null && hours <= MOST_HOURS
      ? [
          {
            name: 'no-success',
            means: `no run succeeded for ${hours} hours`,
            metric: METRIC.runSucceeded,
            periodSeconds: HOUR,
            periods: hours,
            comparison: 'LessThanThreshold' as const,
            threshold: 1,
            missing: 'breaching' as const,
            tells: false,
          },
        ]
      : []),
    ...(budget
      ? [
          {
            ...above,
            name: 'budget',
            means: `its jobs cost more than $${budget.dailyDollars} in a day`,
            metric: METRIC.dollars,
            periodSeconds: DAY,
            threshold: budget.dailyDollars,
            tells: true,
          },
        ]
      : []),
  ];
};

const alarm = (condition: Condition, pipeline: string, stage: string, alarmTopic: string) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: `relay-${stage}-${pipeline}-${condition.name}`,
    AlarmDescription: `Pipeline ${pipeline}: ${condition.means}. Runbook docs/operations.md#alarms`,
    Namespace: METRICS_NAMESPACE,
    MetricName: condition.metric.name,
    Dimensions: Object.entries({ service: METRICS_SERVICE, stage, pipeline }).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Sum',
    Period: condition.periodSeconds,
    EvaluationPeriods: condition.periods,
    Threshold: condition.threshold,
    ComparisonOperator: condition.comparison,
    TreatMissingData: condition.missing,
    ...(condition.tells ? { AlarmActions: [alarmTopic] } : {}),
  },
});

const scheduleAlarm = (pipeline: string, stage: string, alarmTopic: string) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: `relay-${stage}-${pipeline}-schedule-dlq`,
    AlarmDescription: `Pipeline ${pipeline}: a scheduled start could not be said. Runbook docs/operations.md#alarms`,
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: scheduleDeadLettersOf(stage, pipeline) }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [alarmTopic],
  },
});
