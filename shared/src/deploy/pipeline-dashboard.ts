import type { PipelineDefinition } from '../pipeline/definition';
import { dashboardNameOf } from '../pipeline/names';
import { PIPELINE_METRICS as METRIC } from '../pipeline-metrics';
import type { Chart } from './dashboard';
import { dashboardBody, pipelineLine, pipelineSearch } from './dashboard';

const HOUR = 3_600;
const DAY = 86_400;

/** A pipeline's dashboard, which comes and goes with its stack. */
export const pipelineDashboard = (definition: PipelineDefinition, stage: string) => ({
  Type: 'AWS::CloudWatch::Dashboard',
  Properties: {
    DashboardName: dashboardNameOf(stage, definition.pipeline),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in.
    DashboardBody: { 'Fn::Sub': JSON.stringify(dashboardBody(pipelineCharts(definition, stage), '${AWS::Region}')) },
  },
});

/** What is shown of a pipeline. */
export const pipelineCharts = ({ pipeline, steps, model }: PipelineDefinition, stage: string): Chart[] => [
  {
    title: 'Runs',
    stat: 'Sum',
    periodSeconds: HOUR,
    lines: [
      pipelineLine(stage, METRIC.runSucceeded, { pipeline }, { label: 'succeeded' }),
      pipelineLine(stage, METRIC.runFailed, { pipeline }, { label: 'failed' }),
    ],
  },
  {
    title: 'Run duration (s)',
    stat: 'Average',
    periodSeconds: HOUR,
    lines: [
      pipelineLine(stage, METRIC.runSeconds, { pipeline }, { label: 'average' }),
      pipelineLine(stage, METRIC.runSeconds, { pipeline }, { label: 'longest', stat: 'Maximum' }),
    ],
  },
  {
    title: 'Step duration (s)',
    stat: 'Average',
    periodSeconds: HOUR,
    lines: steps.map(({ name: step }) => pipelineLine(stage, METRIC.stepSeconds, { pipeline, step }, { label: step })),
  },
  ...(model
    ? [
        {
          title: `Champion's ${model.metric} with control limits`,
          stat: 'Average' as const,
          periodSeconds: HOUR,
          lines: [
            pipelineLine(stage, METRIC.championMetric, { pipeline }, { label: model.metric }),
            pipelineLine(stage, METRIC.championUpperLimit, { pipeline }, { label: 'upper limit' }),
            pipelineLine(stage, METRIC.championLowerLimit, { pipeline }, { label: 'lower limit' }),
          ],
        },
      ]
    : []),
  {
    title: 'RMSE by model',
    stat: 'Average',
    periodSeconds: HOUR,
    lines: [pipelineSearch(stage, METRIC.rmse, { pipeline }, 'Average')],
  },
  {
    title: 'Cost ($)',
    stat: 'Sum',
    periodSeconds: DAY,
    lines: [
      pipelineLine(stage, METRIC.dollars, { pipeline }, { label: 'all' }),
      pipelineLine(stage, METRIC.lostDollars, { pipeline }, { label: 'failed attempts' }),
    ],
  },
  {
    title: 'Cost by step ($)',
    stat: 'Sum',
    periodSeconds: DAY,
    lines: steps.map(({ name: step }) => pipelineLine(stage, METRIC.stepDollars, { pipeline, step }, { label: step })),
  },
  {
    title: 'Rejected files and quarantined rows',
    stat: 'Sum',
    periodSeconds: HOUR,
    lines: [
      pipelineLine(stage, METRIC.fileRejected, { pipeline }, { label: 'files' }),
      pipelineSearch(stage, METRIC.rowsQuarantined, { pipeline }, 'Sum'),
    ],
  },
  {
    title: 'Rows read',
    stat: 'Average',
    periodSeconds: HOUR,
    lines: [pipelineSearch(stage, METRIC.rowsIn, { pipeline }, 'Average')],
  },
  {
    title: 'Drift: findings, and largest shift of an input column',
    stat: 'Maximum',
    periodSeconds: HOUR,
    lines: [
      pipelineLine(stage, METRIC.driftFound, { pipeline }, { label: 'findings', stat: 'Sum' }),
      pipelineSearch(stage, METRIC.inputShift, { pipeline }, 'Maximum'),
    ],
  },
];
