import type { JobRun, StartJobRunCommandInput } from '@aws-sdk/client-glue';
import {
  BatchStopJobRunCommand,
  ConcurrentRunsExceededException,
  EntityNotFoundException,
  GetJobRunCommand,
  GetJobRunsCommand,
  StartJobRunCommand,
} from '@aws-sdk/client-glue';
import type { ExecutionState } from '../../../src/domain/observation';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';

export interface StoredJobRun {
  readonly jobName: string;
  readonly jobRunId: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly startedAt: number;
  readonly state: ExecutionState;
  readonly completedAt: number | null;
  readonly errorMessage: string | null;
}

/** Glue's job runs in memory: they go on as the test says. */
export interface MemoryJobRuns {
  readonly answer: Answer;
  readonly all: () => readonly StoredJobRun[];
  /** Puts a job run that has not ended into its next state; one that has ended keeps its end. */
  readonly move: (jobRunId: string, state: ExecutionState, errorMessage?: string | null) => boolean;
}

export interface JobRunsOptions {
  readonly clock: () => number;
  /** Jobs that there are; all, where none are named. */
  readonly hasJob?: (jobName: string) => boolean;
  /** Runs that a job may have at once. */
  readonly maxConcurrentRuns?: number;
  readonly onStart?: (jobRun: StoredJobRun) => void;
  readonly onStop?: (jobRun: StoredJobRun) => void;
}

const UNDER_WAY: ReadonlySet<ExecutionState> = new Set<ExecutionState>(['STARTING', 'RUNNING', 'STOPPING', 'WAITING']);
const STOPPABLE: ReadonlySet<ExecutionState> = new Set<ExecutionState>(['STARTING', 'RUNNING', 'WAITING']);

export const memoryJobRuns = ({
  clock,
  hasJob = () => true,
  maxConcurrentRuns = Number.POSITIVE_INFINITY,
  onStart = () => {},
  onStop = () => {},
}: JobRunsOptions): MemoryJobRuns => {
  const jobRuns = new Map<string, StoredJobRun>();
  const runsOf = (jobName: string) => [...jobRuns.values()].filter((run) => run.jobName === jobName);
  const known = (jobName: string, jobRunId: string) => {
    const run = jobRuns.get(jobRunId);
    return run?.jobName === jobName ? run : undefined;
  };

  const start = ({ JobName = '', Arguments = {} }: StartJobRunCommandInput): object => {
    if (!hasJob(JobName)) throw notFound(`Failed to start job run due to missing metadata: ${JobName}`);
    if (runsOf(JobName).filter(({ state }) => UNDER_WAY.has(state)).length >= maxConcurrentRuns) {
      throw new ConcurrentRunsExceededException({ message: `Concurrent runs exceeded for ${JobName}`, $metadata: {} });
    }
    const jobRunId = `jr_${jobRuns.size + 1}`;
    const common = { jobName: JobName, jobRunId, arguments: Arguments, startedAt: clock() };
    const run: StoredJobRun = { ...common, state: 'RUNNING', completedAt: null, errorMessage: null };
    jobRuns.set(jobRunId, run);
    onStart(run);
    return { JobRunId: jobRunId };
  };

  const move = (jobRunId: string, state: ExecutionState, errorMessage: string | null = null): boolean => {
    const run = jobRuns.get(jobRunId);
    if (!run || !UNDER_WAY.has(run.state)) return false;
    jobRuns.set(jobRunId, { ...run, state, errorMessage, completedAt: UNDER_WAY.has(state) ? null : clock() });
    return true;
  };

  const stop = (jobName: string, jobRunId: string): object[] => {
    const run = known(jobName, jobRunId);
    const failed = (ErrorCode: string) => [{ JobName: jobName, JobRunId: jobRunId, ErrorDetail: { ErrorCode } }];
    if (!run) return failed('EntityNotFoundException');
    if (!STOPPABLE.has(run.state)) return run.state === 'STOPPING' ? [] : failed('InvalidJobRunStateException');
    move(jobRunId, 'STOPPING');
    onStop(run);
    return [];
  };

  const answer = answering(
    on(StartJobRunCommand, start),
    on(GetJobRunCommand, ({ JobName = '', RunId = '' }) => {
      const run = known(JobName, RunId);
      if (!run) throw notFound(`Job Run Id ${RunId} not found`);
      return { JobRun: jobRunOf(run) };
    }),
    on(GetJobRunsCommand, ({ JobName = '', NextToken, MaxResults = 100 }) => {
      const newestFirst = runsOf(JobName).reverse();
      const from = Number(NextToken ?? 0);
      const JobRuns = newestFirst.slice(from, from + MaxResults).map(jobRunOf);
      return from + MaxResults < newestFirst.length ? { JobRuns, NextToken: String(from + MaxResults) } : { JobRuns };
    }),
    on(BatchStopJobRunCommand, ({ JobName = '', JobRunIds = [] }) => ({
      Errors: JobRunIds.flatMap((jobRunId) => stop(JobName, jobRunId)),
    })),
  );
  return { answer, all: () => [...jobRuns.values()], move };
};

const jobRunOf = (run: StoredJobRun): JobRun => ({
  Id: run.jobRunId,
  JobName: run.jobName,
  JobRunState: run.state,
  Arguments: { ...run.arguments },
  StartedOn: new Date(run.startedAt),
  ...(run.completedAt === null
    ? {}
    : { CompletedOn: new Date(run.completedAt), ExecutionTime: Math.round((run.completedAt - run.startedAt) / 1000) }),
  ...(run.errorMessage === null ? {} : { ErrorMessage: run.errorMessage }),
});

const notFound = (message: string) => new EntityNotFoundException({ message, $metadata: {} });
