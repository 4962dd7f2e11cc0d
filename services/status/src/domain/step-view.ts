import type { Prices } from '@glue-relay/shared/cost/prices';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import type { Cost } from './cost';
import { costOf, sumOf } from './cost';
import { secondsBetween } from './summary';

/** Where Glue writes what a job run prints. Source: docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html */
export interface LogLink {
  readonly outputGroup: string;
  readonly errorGroup: string;
  readonly stream: string;
}

export interface AttemptView {
  readonly attempt: number;
  readonly state: string;
  readonly jobRunId: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly seconds: number | null;
  readonly error: string | null;
  /** What a crawl changed or a gate was told; null of a job, which reports. */
  readonly result: StepStateChange['result'];
  readonly cost: Cost | null;
  readonly logs: LogLink | null;
}

/** A step with its latest attempt, all attempts, and what it reported; times ISO 8601, durations in seconds. */
export interface StepView extends Omit<AttemptView, 'attempt'> {
  readonly step: string;
  readonly kind: RunStateChange['steps'][number]['kind'];
  /** Null of a step that is no Glue job. */
  readonly jobName: string | null;
  readonly after: readonly string[];
  readonly attempts: number;
  readonly attemptDetails: readonly AttemptView[];
  /** Null until the step reported. */
  readonly rows: StepReported['rows'] | null;
  /** What the step looked at in its data, as it reported. */
  readonly checks: StepReported['checks'];
  readonly durations: StepReported['durations'];
  /** Area to S3 URI. */
  readonly outputs: StepReported['outputs'];
}

/** What is known of a step of a run. */
export interface StepRecord {
  readonly declared: RunStateChange['steps'][number];
  /** The newest change; undefined before the first. */
  readonly latest: StepStateChange | undefined;
  /** The newest change of each attempt, in order. */
  readonly attempts: readonly StepStateChange[];
  readonly report: StepReported | undefined;
}

export const stepViewOf = ({ declared, latest, attempts, report }: StepRecord, prices: Prices): StepView => {
  const attemptDetails = attempts.map((attempt) => attemptView(attempt, prices));
  return {
    step: declared.step,
    kind: declared.kind,
    jobName: declared.jobName,
    after: declared.after,
    ...(latest ? progressOf(latest) : NOT_BEGUN),
    attemptDetails,
    rows: report?.rows ?? null,
    checks: report?.checks ?? [],
    durations: report?.durations ?? {},
    outputs: report?.outputs ?? {},
    cost: sumOf(attemptDetails.map(({ cost }) => cost)),
    logs: logsOf(latest?.jobRunId ?? null),
  };
};

const NOT_BEGUN = {
  state: 'PENDING',
  attempts: 0,
  start: null,
  end: null,
  seconds: null,
  jobRunId: null,
  error: null,
  result: null,
} as const;

const progressOf = (change: StepStateChange) => ({ attempts: change.attempt, ...timesOf(change) });

const attemptView = (change: StepStateChange, prices: Prices): AttemptView => ({
  attempt: change.attempt,
  ...timesOf(change),
  cost: costOf(change.billed, prices),
  logs: logsOf(change.jobRunId),
});

const timesOf = ({ state, startedAt, endedAt, executionSeconds, jobRunId, error, result }: StepStateChange) => ({
  state,
  start: startedAt,
  end: endedAt,
  seconds: executionSeconds ?? secondsBetween(startedAt, endedAt),
  jobRunId,
  error,
  result,
});

const logsOf = (jobRunId: string | null): LogLink | null =>
  jobRunId === null ? null : { outputGroup: '/aws-glue/jobs/output', errorGroup: '/aws-glue/jobs/error', stream: jobRunId };
