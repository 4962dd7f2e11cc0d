import type { AttemptId } from '../../src/domain/arguments';
import { attemptIn } from '../../src/domain/arguments';
import type { GlueRun, GlueState } from '../../src/domain/observation';
import type { Clock, Glue } from '../../src/ports';

export interface MemoryJobRun {
  readonly jobName: string;
  readonly jobRunId: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly startedAt: number;
  readonly state: GlueState;
  readonly completedAt: number | null;
  readonly errorMessage: string | null;
}

/** Glue in memory: runs stay RUNNING until somebody ends or stops them. */
export interface MemoryGlue extends Glue {
  readonly jobRuns: () => readonly MemoryJobRun[];
  readonly end: (jobRunId: string, state: GlueState, errorMessage?: string | null) => void;
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
  const end = (jobRunId: string, state: GlueState, errorMessage: string | null = null) => {
    const run = jobRuns.get(jobRunId);
    if (run?.completedAt === null) jobRuns.set(jobRunId, { ...run, state, completedAt: clock(), errorMessage });
  };
  return {
    permitStart: async () => true,
    start: async ({ jobName, arguments: given }) => {
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
      return { type: 'started', jobRunId };
    },
    get: async (_jobName, jobRunId) => {
      const run = jobRuns.get(jobRunId);
      return run ? { glueRun: glueRunOf(run), attempt: attemptIn(run.arguments) } : null;
    },
    search: async (_jobName, attempt, since) => {
      const [found] = of(attempt).filter((run) => run.startedAt >= since);
      return found ? glueRunOf(found) : null;
    },
    stop: async (_jobName, jobRunId) => end(jobRunId, 'STOPPED'),
    jobRuns: all,
    end,
    of,
  };
};

const glueRunOf = (run: MemoryJobRun): GlueRun => ({
  jobRunId: run.jobRunId,
  state: run.state,
  startedAt: run.startedAt,
  completedAt: run.completedAt,
  executionSeconds: run.completedAt === null ? null : Math.round((run.completedAt - run.startedAt) / 1000),
  billed: null,
  errorMessage: run.errorMessage,
});
