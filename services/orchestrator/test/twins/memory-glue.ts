import type { AttemptId } from '../../src/domain/arguments';
import { attemptIn } from '../../src/domain/arguments';
import type { Execution, ExecutionState } from '../../src/domain/observation';
import type { Clock, FindJobRun } from '../../src/ports';
import type { StepKind } from '../../src/step-kinds';

export interface MemoryJobRun {
  readonly jobName: string;
  readonly jobRunId: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly startedAt: number;
  readonly state: ExecutionState;
  readonly completedAt: number | null;
  readonly errorMessage: string | null;
}

/** Glue jobs in memory: runs stay RUNNING until somebody ends or stops them. */
export interface MemoryGlue extends StepKind<'glue-job'> {
  readonly findJobRun: FindJobRun;
  readonly jobRuns: () => readonly MemoryJobRun[];
  readonly end: (jobRunId: string, state: ExecutionState, errorMessage?: string | null) => void;
  readonly of: (attempt: AttemptId) => readonly MemoryJobRun[];
}

export const memoryGlue = (clock: Clock, onStart: (run: MemoryJobRun) => void = () => {}): MemoryGlue => {
  const jobRuns = new Map<string, MemoryJobRun>();
  const all = () => [...jobRuns.values()];
  const of = (sought: AttemptId) =>
    all().filter((run) => {
      const found = attemptIn(run.arguments);
      return found?.runId === sought.runId && found.step === sought.step && found.attempt === sought.attempt;
    });
  const end = (jobRunId: string, state: ExecutionState, errorMessage: string | null = null) => {
    const run = jobRuns.get(jobRunId);
    if (run?.completedAt === null) jobRuns.set(jobRunId, { ...run, state, completedAt: clock(), errorMessage });
  };
  return {
    isLimited: true,
    start: async ({ definition: { jobName }, arguments: given }) => {
      const jobRunId = `jr_${jobRuns.size + 1}`;
      const run: MemoryJobRun = {
        jobName,
        jobRunId,
        arguments: given,
        startedAt: clock(),
        state: 'RUNNING',
        completedAt: null,
        errorMessage: null,
      };
      jobRuns.set(jobRunId, run);
      onStart(run);
      return { type: 'started', executionId: jobRunId };
    },
    observe: async ({ arguments: given }, sought) => {
      const attempt = attemptIn(given);
      const found =
        'executionId' in sought
          ? jobRuns.get(sought.executionId)
          : attempt && of(attempt).find((run) => run.startedAt >= sought.since);
      return found ? executionOf(found) : null;
    },
    stop: async (_work, jobRunId) => {
      end(jobRunId, 'STOPPED');
      return null;
    },
    findJobRun: async (_jobName, jobRunId) => {
      const run = jobRuns.get(jobRunId);
      return run ? { execution: executionOf(run), attempt: attemptIn(run.arguments) } : null;
    },
    jobRuns: all,
    end,
    of,
  };
};

const executionOf = (run: MemoryJobRun): Execution => ({
  executionId: run.jobRunId,
  state: run.state,
  startedAt: run.startedAt,
  completedAt: run.completedAt,
  executionSeconds: run.completedAt === null ? null : Math.round((run.completedAt - run.startedAt) / 1000),
  billed: null,
  errorMessage: run.errorMessage,
  result: null,
});
