import type { GlueClient } from '@aws-sdk/client-glue';
import { BatchStopJobRunCommand, GetJobRunCommand, paginateGetJobRuns, StartJobRunCommand } from '@aws-sdk/client-glue';

/** What the twin of Glue and the local cloud both do, with a job whose runs go on until they are stopped. */
export const describeJobRuns = (name: string, connect: () => { readonly client: GlueClient; readonly jobName: string }): void => {
  const start = async (Arguments: Record<string, string>) => {
    const { client, jobName } = connect();
    return (await client.send(new StartJobRunCommand({ JobName: jobName, Arguments }))).JobRunId ?? '';
  };
  const stop = async (jobRunId: string) => {
    const { client, jobName } = connect();
    return client.send(new BatchStopJobRunCommand({ JobName: jobName, JobRunIds: [jobRunId] }));
  };

  describe(`${name} as Glue`, () => {
    it('gives a started run back with its arguments, until it is stopped', async () => {
      const { client, jobName } = connect();
      const RunId = await start({ '--relay_attempt': '1' });
      const { JobRun } = await client.send(new GetJobRunCommand({ JobName: jobName, RunId }));
      expect(JobRun).toMatchObject({ Id: RunId, JobName: jobName, Arguments: { '--relay_attempt': '1' } });
      expect(JobRun?.StartedOn).toBeInstanceOf(Date);
      expect((await stop(RunId)).Errors ?? []).toEqual([]);
      const stopped = await client.send(new GetJobRunCommand({ JobName: jobName, RunId }));
      expect(['STOPPING', 'STOPPED']).toContain(stopped.JobRun?.JobRunState);
    });

    it('does not know a run or a job that there is not', async () => {
      const { client, jobName } = connect();
      const unknown = { name: 'EntityNotFoundException' };
      await expect(client.send(new GetJobRunCommand({ JobName: jobName, RunId: 'jr_none' }))).rejects.toMatchObject(unknown);
      await expect(client.send(new StartJobRunCommand({ JobName: 'relay-local-none' }))).rejects.toMatchObject(unknown);
      expect((await stop('jr_none')).Errors).toHaveLength(1);
    });

    it('lists runs the newest first, page by page', async () => {
      const { client, jobName } = connect();
      const [older, newer] = [await start({ '--n': '1' }), await start({ '--n': '2' })];
      const found: unknown[] = [];
      for await (const page of paginateGetJobRuns({ client, pageSize: 1 }, { JobName: jobName })) {
        found.push(...(page.JobRuns ?? []).map(({ Id }) => Id));
      }
      expect(found.filter((id) => id === older || id === newer)).toEqual([newer, older]);
      for (const jobRunId of [older, newer]) await stop(jobRunId);
    });
  });
};
