import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { isTerminalRunState } from '@glue-relay/shared/states';
import type { Change } from './changes';
import type { Contribution } from './contribution';
import type { Job, JournalLine, RunHead, RunSummary } from './entities';
import type { List } from './lists';
import { allRuns, runsInState, runsOfKey, runsOfPipeline, runsOfPipelineInState } from './lists';
import { journalOf, PART, RUN_HEAD, runCollection, sortable } from './places';
import { secondsBetween, summaryOfRejection, summaryOfRun } from './summary';

/** A rejection is older than any event of a run, should its data set become one after all. */
const BEFORE_ANY_RUN = sortable(0);
/** A job that is only known to be there gives way to any attempt. */
const BEFORE_ANY_ATTEMPT = '';

export const projectRun = (detail: RunStateChange): readonly Change[] => [
  ...(detail.previousState === null ? detail.steps.flatMap((step) => knownJobs(detail.pipeline, step)) : []),
  journalChange(detail.runId, {
    sequence: detail.sequence,
    at: detail.at,
    step: null,
    attempt: null,
    from: detail.previousState,
    to: detail.state,
    error: detail.error,
    cause: detail.cause,
  }),
  ...(isTerminalRunState(detail.state) && detail.startedAt !== null ? [historyChange(detail)] : []),
  // Last: what is listed has its parts.
  headChange(sortable(detail.sequence), { kind: 'run', event: detail }, summaryOfRun(detail)),
];

export const projectRejection = (detail: DatasetRejected): readonly Change[] => [
  headChange(BEFORE_ANY_RUN, { kind: 'rejection', event: detail }, summaryOfRejection(detail)),
];

export const projectStep = (detail: StepStateChange): readonly Change[] => {
  const version = sortable(detail.sequence);
  const { runId, step, sequence, at, attempt, state, previousState, error, cause } = detail;
  return [
    journalChange(runId, { sequence, at, step, attempt, from: previousState, to: state, error, cause }),
    { kind: 'put', place: partOf(runId, `${PART.step}${step}`), version, value: detail },
    ...(isOfAttempt(detail) ? [attemptChange(detail, version)] : []),
    ...(detail.startedAt === null || detail.jobName === null
      ? []
      : [jobChange(detail, detail.jobName, detail.startedAt, version)]),
  ];
};

const partOf = (runId: string, id: string) => ({ collection: runCollection(runId), id });

const journalChange = (runId: string, line: JournalLine): Change => ({
  kind: 'once',
  place: { collection: journalOf(runId), id: sortable(line.sequence) },
  value: line,
});

const headChange = (version: string, value: RunHead, summary: RunSummary): Change => ({
  kind: 'put',
  place: partOf(summary.runId, RUN_HEAD),
  version,
  value,
  listing: { order: summary.runId, lists: listsOf(summary), line: summary },
});

/** A rejection without a pipeline is in no pipeline's list. */
const listsOf = ({ pipeline, state, dataset }: RunSummary): readonly List[] => [
  allRuns,
  runsInState(state),
  runsOfKey(dataset.key),
  ...(pipeline === null ? [] : [runsOfPipeline(pipeline), runsOfPipelineInState(pipeline, state)]),
];

const historyChange = ({ pipeline, runId, sequence, state, createdAt, startedAt, endedAt }: RunStateChange): Change => ({
  kind: 'history',
  pipeline,
  entries: [{ runId, sequence, state, createdAt, startedAt, endedAt, seconds: secondsBetween(startedAt, endedAt) }],
});

/** None of a step that is no Glue job. */
const knownJobs = (pipeline: string, { step, jobName }: RunStateChange['steps'][number]): Change[] =>
  jobName === null
    ? []
    : [
        {
          kind: 'job',
          version: BEFORE_ANY_ATTEMPT,
          value: {
            name: jobName,
            pipeline,
            step,
            status: 'NEVER_RUN',
            startedOn: null,
            executionTime: null,
            runId: null,
            jobRunId: null,
          },
        },
      ];

const jobChange = (detail: StepStateChange, name: string, startedOn: string, version: string): Change => {
  const { pipeline, step, runId, jobRunId, state: status, executionSeconds: executionTime } = detail;
  const value: Job = { name, pipeline, step, status, startedOn, executionTime, runId, jobRunId };
  return { kind: 'job', version, value };
};

/** A step that waits for others, or is left out, has only the number of an attempt that is over. */
const isOfAttempt = ({ state, attempt }: StepStateChange): boolean => attempt > 0 && state !== 'PENDING' && state !== 'SKIPPED';

const attemptChange = (detail: StepStateChange, version: string): Change => ({
  kind: 'attempt',
  place: partOf(detail.runId, `${PART.attempt}${detail.step}#${sortable(detail.attempt)}`),
  version,
  value: detail,
  contribution: contributionOf(detail),
});

const contributionOf = ({ billed, endedAt, pipeline }: StepStateChange): Contribution | null => {
  if (billed === null || endedAt === null) return null;
  const isFlex = billed.executionClass === 'FLEX';
  return {
    day: endedAt.slice(0, 10),
    pipeline,
    standardDpuSeconds: isFlex ? 0 : billed.dpuSeconds,
    flexDpuSeconds: isFlex ? billed.dpuSeconds : 0,
  };
};
