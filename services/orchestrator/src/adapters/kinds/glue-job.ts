import type { GlueClient, JobRun } from '@aws-sdk/client-glue';
import { BatchStopJobRunCommand, GetJobRunCommand, paginateGetJobRuns, StartJobRunCommand } from '@aws-sdk/client-glue';
import type { Billed } from '@glue-relay/shared/cost/job-run-cost';
import { billedDpuSeconds } from '@glue-relay/shared/cost/job-run-cost';
import { timeOf } from '@glue-relay/shared/run-id';
import type { AttemptId } from '../../domain/arguments';
import { attemptIn } from '../../domain/arguments';
import type { Execution, ExecutionState } from '../../domain/observation';
import { policy } from '../../domain/policy';
import type { Millis } from '../../domain/run';
import type { FindJobRun } from '../../ports';
import type { StepKind } from '../../step-kinds';
import { startAnswerOf } from './glue-errors';

/**
 * Glue jobs as a kind of step.
 *
 * @param client - for reads and stops, which may be tried again
 * @param startClient - must make one try only and give up before a start's lease ends: StartJobRun has no idempotency
 *   token, so the SDK's own second try could start a second run
 * @param restoredAt - when the runs' table was last restored: a run that is older may have started what the table does not know
 *   of any more, so each of its attempts is searched for before it is started; null where it never was
 */
export const glueJobs = (
  client: GlueClient,
  startClient: GlueClient,
  restoredAt: Millis | null = null,
): StepKind<'glue-job'> => ({
  isLimited: true,
  start: async ({ definition, arguments: given, runId }) => {
    const { jobName: JobName, timeoutMinutes: Timeout } = definition;
    const madeAt = Date.parse(timeOf(runId));
    try {
      const forgotten =
        restoredAt !== null && madeAt < restoredAt
          ? await search(client, JobName, attemptIn(given), madeAt - policy.clockSkewMs)
          : null;
      if (forgotten) return { type: 'execution', execution: forgotten };
      const { JobRunId } = await startClient.send(new StartJobRunCommand({ JobName, Arguments: { ...given }, Timeout }));
      return { type: 'started', executionId: required(JobRunId, 'JobRunId') };
    } catch (error) {
      return startAnswerOf(error);
    }
  },
  observe: async ({ definition: { jobName }, arguments: given }, sought) =>
    'executionId' in sought
      ? ((await findJobRun(client)(jobName, sought.executionId))?.execution ?? null)
      : search(client, jobName, attemptIn(given), sought.since - policy.clockSkewMs),
  stop: async ({ definition: { jobName } }, jobRunId) => {
    const { Errors } = await client.send(new BatchStopJobRunCommand({ JobName: jobName, JobRunIds: [jobRunId] }));
    const [failure] = Errors ?? [];
    const code = failure?.ErrorDetail?.ErrorCode ?? '';
    if (failure && !OVER_ALREADY.has(code)) throw new StopError(jobRunId, code, failure.ErrorDetail?.ErrorMessage ?? '');
    return null;
  },
});

/** Looks a job run up, whoever started it. */
export const findJobRun =
  (client: GlueClient): FindJobRun =>
  async (jobName, jobRunId) => {
    try {
      const { JobRun } = await client.send(new GetJobRunCommand({ JobName: jobName, RunId: jobRunId }));
      return JobRun ? { execution: executionOf(JobRun), attempt: attemptIn(JobRun.Arguments ?? {}) } : null;
    } catch (error) {
      if (error instanceof Error && error.name === 'EntityNotFoundException') return null;
      throw error;
    }
  };

/** Glue did not take the stop; asking again may help. */
export class StopError extends Error {
  override readonly name = 'StopError';
  constructor(
    readonly jobRunId: string,
    readonly code: string,
    message: string,
  ) {
    super(`Glue did not stop ${jobRunId}: ${code} ${message}`);
  }
}

/** Codes by which BatchStopJobRun says that there is nothing to stop. */
const OVER_ALREADY: ReadonlySet<string> = new Set([
  'InvalidJobRunStateException',
  'InvalidInputException',
  'IllegalStateException',
  'EntityNotFoundException',
  'JobRunNotFoundException',
]);

/** GetJobRuns has no filter; it lists newest first, so that the walk ends at the first run that is too old. */
const search = async (
  client: GlueClient,
  jobName: string,
  sought: AttemptId | null,
  since: number,
): Promise<Execution | null> => {
  let oldest: Execution | null = null;
  for await (const page of paginateGetJobRuns({ client, pageSize: 100 }, { JobName: jobName })) {
    for (const jobRun of page.JobRuns ?? []) {
      if (jobRun.StartedOn && jobRun.StartedOn.getTime() < since) return oldest;
      if (isSought(jobRun, sought)) oldest = executionOf(jobRun);
    }
  }
  return oldest;
};

const isSought = (jobRun: JobRun, sought: AttemptId | null): boolean => {
  const found = attemptIn(jobRun.Arguments ?? {});
  return found !== null && found.runId === sought?.runId && found.step === sought.step && found.attempt === sought.attempt;
};

const executionOf = (jobRun: JobRun): Execution => ({
  executionId: required(jobRun.Id, 'Id'),
  state: required(jobRun.JobRunState, 'JobRunState') as ExecutionState,
  startedAt: jobRun.StartedOn?.getTime() ?? null,
  completedAt: jobRun.CompletedOn?.getTime() ?? null,
  executionSeconds: jobRun.ExecutionTime ?? null,
  billed: billedOf(jobRun),
  errorMessage: jobRun.ErrorMessage ?? null,
  result: null,
});

const billedOf = (jobRun: JobRun): Billed | null => {
  const dpuSeconds = billedDpuSeconds({
    dpuSeconds: jobRun.DPUSeconds ?? null,
    executionSeconds: jobRun.ExecutionTime ?? 0,
    workerType: jobRun.WorkerType ?? null,
    workers: jobRun.NumberOfWorkers ?? null,
    maxCapacity: jobRun.MaxCapacity ?? null,
  });
  return dpuSeconds === null ? null : { dpuSeconds, executionClass: jobRun.ExecutionClass === 'FLEX' ? 'FLEX' : 'STANDARD' };
};

const required = <Value>(value: Value | undefined, field: string): Value => {
  if (value === undefined) throw new Error(`Glue answered without ${field}`);
  return value;
};
