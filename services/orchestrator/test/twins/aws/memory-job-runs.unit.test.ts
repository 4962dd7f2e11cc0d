import { ConcurrentRunsExceededException, GlueClient, StartJobRunCommand } from '@aws-sdk/client-glue';
import { awsGlue } from '../../../src/adapters/glue';
import type { GlueState } from '../../../src/domain/observation';
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

it.each<GlueState>(['SUCCEEDED', 'FAILED', 'STOPPED', 'TIMEOUT', 'ERROR', 'EXPIRED'])('keeps the end %s', async (state) => {
  const { twin, client: direct } = make();
  const glue = awsGlue(direct, direct);
  const attempt = { '--relay_run_id': 'r', '--relay_step': 's', '--relay_attempt': '1' };
  await glue.start({ jobName: JOB, arguments: attempt, timeoutMinutes: 1 });
  expect(twin.move('jr_1', state, 'why')).toBe(true);
  expect(twin.move('jr_1', 'RUNNING')).toBe(false);
  const found = await glue.get(JOB, 'jr_1');
  expect(found?.glueRun).toMatchObject({ state, errorMessage: 'why', startedAt: 5_000, completedAt: 5_000 });
  expect(await glue.search(JOB, { runId: 'r', step: 's', attempt: 1 }, 5_000)).toMatchObject({ jobRunId: 'jr_1' });
  expect(await glue.search(JOB, { runId: 'r', step: 's', attempt: 1 }, 5_001)).toBeNull();
  await glue.stop(JOB, 'jr_1');
});
