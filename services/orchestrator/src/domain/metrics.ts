import type { RunState, StepState } from '@glue-relay/shared/states';
import type { JournalEntry } from './journal';

/** One metric per outcome, counted; names are what dashboards and alarms refer to. */
export const metricNames = {
  runSucceeded: 'RunSucceeded',
  runFailed: 'RunFailed',
  runTimedOut: 'RunTimedOut',
  runCancelled: 'RunCancelled',
  runSkipped: 'RunSkipped',
  runSuperseded: 'RunSuperseded',
  runQueued: 'RunQueued',
  stepSucceeded: 'StepSucceeded',
  stepFailed: 'StepFailed',
  stepRetried: 'StepRetried',
  stepAwaitedCapacity: 'StepAwaitedCapacity',
  stepSkipped: 'StepSkipped',
  executionAdopted: 'ExecutionAdopted',
  wakeConflict: 'WakeConflict',
  foreignGlueEvent: 'ForeignGlueEvent',
  lostEventFound: 'LostEventFound',
  commandDone: 'CommandDone',
  commandNotNeeded: 'CommandNotNeeded',
  commandRefused: 'CommandRefused',
} as const;
export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** The metrics that a committed piece of journal counts towards. */
export const metricsOf = (journal: readonly JournalEntry[]): MetricName[] =>
  journal.flatMap((entry) => {
    const metric = entry.kind === 'run' ? runMetrics[entry.event.state] : stepMetricOf(entry);
    const lost = entry.cause.type === 'sweep' && entry.kind === 'step' && isGlueEnd(entry);
    return [...(metric ? [metric] : []), ...(lost ? [metricNames.lostEventFound] : [])];
  });

const runMetrics: Readonly<Partial<Record<RunState, MetricName>>> = {
  QUEUED: metricNames.runQueued,
  SUCCEEDED: metricNames.runSucceeded,
  FAILED: metricNames.runFailed,
  TIMED_OUT: metricNames.runTimedOut,
  CANCELLED: metricNames.runCancelled,
  SUPERSEDED: metricNames.runSuperseded,
  SKIPPED: metricNames.runSkipped,
};

const stepMetrics: Readonly<Partial<Record<StepState, MetricName>>> = {
  SUCCEEDED: metricNames.stepSucceeded,
  FAILED: metricNames.stepFailed,
  TIMED_OUT: metricNames.stepFailed,
  STOPPED: metricNames.stepFailed,
  SKIPPED: metricNames.stepSkipped,
};

const stepMetricOf = (entry: Extract<JournalEntry, { kind: 'step' }>): MetricName | undefined =>
  entry.event.state === 'WAITING'
    ? entry.event.endedAt
      ? metricNames.stepRetried
      : metricNames.stepAwaitedCapacity
    : stepMetrics[entry.event.state];

/** Only the end of Glue work leads there, of which Glue sends an event; what a gate waits for may have come before it. */
const isGlueEnd = ({ event }: Extract<JournalEntry, { kind: 'step' }>): boolean =>
  event.kind !== 'gate' && glueEnds.has(event.state);
const glueEnds: ReadonlySet<StepState> = new Set<StepState>(['SUCCEEDED', 'FAILED', 'TIMED_OUT']);
