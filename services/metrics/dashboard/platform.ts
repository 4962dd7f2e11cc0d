import type { Chart } from '@glue-relay/shared/deploy/dashboard';
import { dashboardBody, pipelineSearch, queueLine, serviceLine } from '@glue-relay/shared/deploy/dashboard';
import { PIPELINE_METRICS } from '@glue-relay/shared/pipeline-metrics';

const HOUR = 3_600;
const DAY = 86_400;

/** Queues of every service; a dead-letter queue has the name of its queue and `-dlq`. */
const QUEUES = [
  'ingest-intake',
  'ingest-rejected',
  'ingest-republish',
  'orchestrator-accepted',
  'orchestrator-wake',
  'orchestrator-command',
  'orchestrator-decided',
  'orchestrator-latest',
  'orchestrator-notify',
  'orchestrator-republish',
  'metrics-reports',
  'metrics-judge',
  'metrics-ledger',
  'metrics-republish',
  'status-projection',
] as const;
const DEAD_LETTERS_ONLY = ['orchestrator-glue-event', 'orchestrator-publish'] as const;

/** Body of the platform's dashboard; a pipeline that is deployed later shows by itself, as its metrics are searched for. */
export const platformDashboard = (stage: string) =>
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in.
  dashboardBody(platformCharts(stage), '${AWS::Region}');

export const platformCharts = (stage: string): Chart[] => [
  chart(
    'Files',
    ['DatasetAccepted', 'DatasetRejected', 'LostObjectFound'].map((name) => serviceLine(stage, 'ingest', name)),
  ),
  chart(
    'Runs',
    ['RunQueued', 'RunSucceeded', 'RunFailed', 'RunTimedOut'].map((name) => serviceLine(stage, 'orchestrator', name)),
  ),
  chart(
    'Steps',
    ['StepSucceeded', 'StepFailed', 'StepRetried', 'LostEventFound'].map((name) => serviceLine(stage, 'orchestrator', name)),
  ),
  chart(
    'Reports',
    ['ReportRecorded', 'ReportQuarantined', 'ReportJudged'].map((name) => serviceLine(stage, 'metrics', name)),
  ),
  chart('Failed runs by pipeline', [pipelineSearch(stage, PIPELINE_METRICS.runFailed, {}, 'Sum')]),
  chart('Cost by pipeline ($)', [pipelineSearch(stage, PIPELINE_METRICS.dollars, {}, 'Sum')], DAY),
  {
    ...chart(
      'Age of the oldest message (s)',
      QUEUES.map((queue) => queueLine(nameOf(stage, queue), 'ApproximateAgeOfOldestMessage')),
    ),
    stat: 'Maximum',
  },
  {
    ...chart(
      'Dead letters',
      [...QUEUES, ...DEAD_LETTERS_ONLY].map((queue) =>
        queueLine(`${nameOf(stage, queue)}-dlq`, 'ApproximateNumberOfMessagesVisible'),
      ),
    ),
    stat: 'Maximum',
  },
];

const nameOf = (stage: string, queue: string): string => `relay-${stage}-${queue}`;

const chart = (title: string, lines: Chart['lines'], periodSeconds = HOUR): Chart => ({
  title,
  stat: 'Sum',
  periodSeconds,
  lines,
});
