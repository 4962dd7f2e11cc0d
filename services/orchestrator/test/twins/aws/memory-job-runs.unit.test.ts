import { ConcurrentRunsExceededException, GlueClient, StartJobRunCommand } from '@aws-sdk/client-glue';
import { glueJobs } from '../../../src/adapters/kinds/glue-job';
import type { ExecutionState } from '../../../src/domain/observation';
import { policy } from '../../../src/domain/policy';
import { aJob, aStep } from '../../factories';
import { directClientOf } from './client-twin';
import { memoryJobRuns } from './memory-job-runs';
import { describeJobRuns } from './memory-job-runs-contract';

const JOB = 'relay-local-contract';
const make = (given: { maxConcurrentRuns?: number } = {}) => {
  const twin = memoryJobRuns({ clock: () => 5_000, hasJob: (name) => name === JOB, ...given });
  return { twin, client: directClientOf(GlueClient, twin.answer) };
};

const { client } = make();
describeJobRuns('the twin', () => ({ client, jobName: JOB }));

it('has no more runs of a job at once than it may', async () => {
  const { twin, client: busy } = make({ maxConcurrentRuns: 1 });
  const start = () => busy.send(new StartJobRunCommand({ JobName: JOB }));
  const { JobRunId = '' } = await start();
  await expect(start()).rejects.toThrow(ConcurrentRunsExceededException);
  twin.move(JobRunId, 'SUCCEEDED');
  await start();
});

it.each<ExecutionState>(['SUCCEEDED', 'FAILED', 'STOPPED', 'TIMEOUT', 'ERROR', 'EXPIRED'])('keeps the end %s', async (state) => {
  const { twin, client: direct } = make();
  const jobs = glueJobs(direct, direct);
  const work = aJob('s', { definition: aStep('s', [], { jobName: JOB }) });
  await jobs.start(work);
  expect(twin.move('jr_1', state, 'why')).toBe(true);
  expect(twin.move('jr_1', 'RUNNING')).toBe(false);
  const found = await jobs.observe(work, { executionId: 'jr_1' });
  expect(found).toMatchObject({ state, errorMessage: 'why', startedAt: 5_000, completedAt: 5_000 });
  const skew = policy.clockSkewMs;
  expect(await jobs.observe(work, { since: 5_000 + skew })).toMatchObject({ executionId: 'jr_1' });
  expect(await jobs.observe(work, { since: 5_001 + skew })).toBeNull();
  await jobs.stop(work, 'jr_1');
});
