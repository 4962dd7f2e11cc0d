/** What a pipeline metric is told apart by, beside service and stage: each value is a metric that is paid for, so never a run. */
export type PipelineDimension = 'pipeline' | 'step' | 'model';

/** A metric in the namespace GlueRelay that the service metrics emits and dashboards and alarms refer to. */
export interface PipelineMetric<By extends readonly PipelineDimension[] = readonly PipelineDimension[]> {
  readonly name: string;
  readonly unit: 'Count' | 'Seconds' | 'None';
  readonly by: By;
}

const metric = <const By extends readonly PipelineDimension[]>(
  name: string,
  unit: PipelineMetric['unit'],
  by: By,
): PipelineMetric<By> => ({ name, unit, by });

/** Namespace and service dimension of every metric below. */
export const METRICS_NAMESPACE = 'GlueRelay';
export const METRICS_SERVICE = 'metrics';

/** All that is measured of pipelines, steps and models. Money is in dollars, for CloudWatch has no unit for it. */
export const PIPELINE_METRICS = {
  runSucceeded: metric('RunSucceeded', 'Count', ['pipeline']),
  /** FAILED and TIMED_OUT. */
  runFailed: metric('RunFailed', 'Count', ['pipeline']),
  /** From start to end of a run. */
  runSeconds: metric('RunSeconds', 'Seconds', ['pipeline']),
  /** Glue's execution time of an attempt. */
  stepSeconds: metric('StepSeconds', 'Seconds', ['pipeline', 'step']),
  stepDollars: metric('StepDollars', 'None', ['pipeline', 'step']),
  dollars: metric('Dollars', 'None', ['pipeline']),
  /** Of attempts that did not succeed; also in `dollars`. */
  lostDollars: metric('LostDollars', 'None', ['pipeline']),
  fileRejected: metric('FileRejected', 'Count', ['pipeline']),
  rowsIn: metric('RowsIn', 'Count', ['pipeline', 'step']),
  rowsQuarantined: metric('RowsQuarantined', 'Count', ['pipeline', 'step']),
  /** Largest population stability index of a step's input columns. */
  inputShift: metric('InputShift', 'None', ['pipeline', 'step']),
  rmse: metric('Rmse', 'None', ['pipeline', 'model']),
  /** The deciding metric as the champion's model reaches it in each run, and the control limits that it should lie in. */
  championMetric: metric('ChampionMetric', 'None', ['pipeline']),
  championUpperLimit: metric('ChampionUpperLimit', 'None', ['pipeline']),
  championLowerLimit: metric('ChampionLowerLimit', 'None', ['pipeline']),
  championChanged: metric('ChampionChanged', 'Count', ['pipeline']),
  /** Findings of severity `alarm`. */
  driftFound: metric('DriftFound', 'Count', ['pipeline']),
} as const;

/** One reading of a metric; every dimension that the metric has must be given, and no other. */
export type Measure = <const By extends readonly PipelineDimension[]>(
  metric: PipelineMetric<By>,
  value: number,
  dimensions: Readonly<Record<By[number], string>>,
) => void;
