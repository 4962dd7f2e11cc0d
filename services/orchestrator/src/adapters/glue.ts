import type { GlueClient, JobRun } from '@aws-sdk/client-glue';
import { BatchStopJobRunCommand, GetJobRunCommand, paginateGetJobRuns, StartJobRunCommand } from '@aws-sdk/client-glue';
import type { Billed } from '@glue-relay/shared/cost/job-run-cost';
import { billedDpuSeconds } from '@glue-relay/shared/cost/job-run-cost';
import type { AttemptId } from '../domain/arguments';
import { attemptIn } from '../domain/arguments';
import type { GlueRun, GlueState } from '../domain/observation';
import type { Glue } from '../ports';
import { startAnswerOf } from './glue-errors';

/**
 * AWS Glue behind the `Glue` port.
 *
 * @param client - for reads and stops, which may be tried again
 * @param startClient - must make one try only and give up before a start's lease ends: StartJobRun has no idempotency
 *   token, so the SDK's own second try could start a second run
 */
export const awsGlue = (client: GlueClient, startClient: GlueClient): Glue => ({
  permitStart: async () => true,
  start: async ({ jobName, arguments: given, timeoutMinutes }) => {
    try {
      const command = new StartJobRunCommand({ JobName: jobName, Arguments: { ...given }, Timeout: timeoutMinutes });
      const { JobRunId } = await startClient.send(command);
      return { type: 'started', jobRunId: required(JobRunId, 'JobRunId') };
    } catch (error) {
      return startAnswerOf(error);
    }
  },
  get: async (jobName, jobRunId) => {
    try {
      const { JobRun } = await client.send(new GetJobRunCommand({ JobName: jobName, RunId: jobRunId }));
      return JobRun ? { glueRun: glueRunOf(JobRun), attempt: attemptIn(JobRun.Arguments ?? {}) } : null;
    } catch (error) {
      if (error instanceof Error && error.name === 'EntityNotFoundException') return null;
      throw error;
    }
  },
  search: (jobName, attempt, since) => search(client, jobName, attempt, since),
  stop: async (jobName, jobRunId) => {
    const { Errors } = await client.send(new BatchStopJobRunCommand({ JobName: jobName, JobRunIds: [jobRunId] }));
    const [failure] = Errors ?? [];
    const code = failure?.ErrorDetail?.ErrorCode ?? '';
    if (failure && !OVER_ALREADY.has(code)) throw new StopError(jobRunId, code, failure.ErrorDetail?.ErrorMessage ?? '');
  },
});

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
const search = async (client: GlueClient, jobName: string, sought: AttemptId, since: number): Promise<GlueRun | null> => {
  let oldest: GlueRun | null = null;
  for await (const page of paginateGetJobRuns({ client, pageSize: 100 }, { JobName: jobName })) {
    for (const jobRun of page.JobRuns ?? []) {
      if (jobRun.StartedOn && jobRun.StartedOn.getTime() < since) return oldest;
      if (isSought(jobRun, sought)) oldest = glueRunOf(jobRun);
    }
  }
  return oldest;
};

const isSought = (jobRun: JobRun, sought: AttemptId): boolean => {
  const found = attemptIn(jobRun.Arguments ?? {});
  return found?.runId === sought.runId && found.step === sought.step && found.attempt === sought.attempt;
};

const glueRunOf = (jobRun: JobRun): GlueRun => ({
  jobRunId: required(jobRun.Id, 'Id'),
  state: required(jobRun.JobRunState, 'JobRunState') as GlueState,
  startedAt: jobRun.StartedOn?.getTime() ?? null,
  completedAt: jobRun.CompletedOn?.getTime() ?? null,
  executionSeconds: jobRun.ExecutionTime ?? null,
  billed: billedOf(jobRun),
  errorMessage: jobRun.ErrorMessage ?? null,
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
