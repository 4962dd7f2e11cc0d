import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateJobCommand, GetJobRunsCommand, GlueClient, paginateGetJobs, StartJobRunCommand } from '@aws-sdk/client-glue';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TestRelay } from '../../test/support/relay';
import type { ApiFunction } from './function';
import { projectRuns } from './load';
import type { Stored } from './routes';
import { JOB_NAMES } from './stories';
import type { Counts, Timing } from './timing';
import { inTurns, rounded } from './timing';

const RUNS_STORED = 70;
const TABLE = 'relay-status-local';

/**
 * The state of 20 jobs as operators ask for it today, one GetJobs and one GetJobRuns per job at the local cloud's Glue, beside one
 * GET /jobs, in turns and from this process: at the function over AWS's DynamoDB Local; at the function over the local cloud's own
 * DynamoDB, which works through a table's items one by one; and over HTTP, through the local cloud's API Gateway and Lambda.
 */
export const beside = async (
  { client, endpoint }: Pick<TestRelay, 'client' | 'endpoint'>,
  api: ApiFunction,
  stored: Stored,
  counts: Counts,
) => {
  const glue = new GlueClient(client);
  await makeJobs(glue);
  await projectRuns({ documents: DynamoDBDocumentClient.from(new DynamoDBClient(client)), table: TABLE }, 0, RUNS_STORED);
  const url = await statusUrl(client);
  const askLocalCloud = await api.start({ TABLE_NAME: TABLE, AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_DYNAMODB: endpoint });
  const { today, ...status } = await inTurns(
    {
      today: () => askGlue(glue),
      atFunction: () => stored.ask('/jobs'),
      atLocalCloud: () => askLocalCloud('/jobs'),
      overHttp: () => askOverHttp(url),
    },
    counts,
  );
  const compared = (timing: Timing) => ({ calls: 1, ...timing, timesFaster: rounded(today.p50 / timing.p50) });
  return {
    jobs: JOB_NAMES.length,
    counted: counts.turns * counts.inARow,
    todayMs: { calls: JOB_NAMES.length + 1, ...today },
    atFunctionMs: { runsStored: stored.runs, ...compared(status.atFunction) },
    atLocalCloudMs: { runsStored: RUNS_STORED, ...compared(status.atLocalCloud) },
    overHttpMs: { runsStored: RUNS_STORED, ...compared(status.overHttp) },
  };
};

const makeJobs = async (glue: GlueClient): Promise<void> => {
  for (const Name of JOB_NAMES) {
    await glue.send(
      new CreateJobCommand({ Name, Role: 'bench', Command: { Name: 'relaynoop' }, DefaultArguments: { '--noop_seconds': '0' } }),
    );
    await glue.send(new StartJobRunCommand({ JobName: Name }));
  }
};

const statusUrl = async (client: TestRelay['client']): Promise<string> => {
  const { Parameter } = await new SSMClient(client).send(new GetParameterCommand({ Name: '/relay/local/status/api-url' }));
  return Parameter?.Value ?? '';
};

/** The leanest form of it: one run of each job. */
const askGlue = async (glue: GlueClient): Promise<void> => {
  for await (const page of paginateGetJobs({ client: glue }, {}))
    for (const { Name } of page.Jobs ?? [])
      if (Name && JOB_NAMES.includes(Name)) await glue.send(new GetJobRunsCommand({ JobName: Name, MaxResults: 1 }));
};

const askOverHttp = async (url: string): Promise<void> => {
  const answer = await fetch(`${url}/jobs`);
  const { jobs } = (await answer.json()) as { jobs: { name: string }[] };
  const missing = JOB_NAMES.filter((name) => !jobs.some((job) => job.name === name));
  if (missing.length > 0) throw new Error(`GET /jobs lacks ${missing.join(', ')}`);
};
