import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateJobCommand, GetJobRunsCommand, GlueClient, paginateGetJobs, StartJobRunCommand } from '@aws-sdk/client-glue';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoApplyChange } from '../../services/status/src/adapters/dynamo-changes';
import { projectEvent } from '../../services/status/src/app/project-event';
import type { TestRelay } from '../../test/support/relay';
import { quantile } from '../chain/trace';
import { JOB_NAMES, storyOf } from './stories';

const RUNS_STORED = 70;
const ROUND = 100;
const round = (figure: number): number => Math.round(figure * ROUND) / ROUND;

/**
 * The state of 20 jobs as operators ask for it today, one GetJobs and one GetJobRuns per job, and by one GET /jobs: both over
 * HTTP, at the same local cloud, one after the other in turns.
 */
export const beside = async (relay: Pick<TestRelay, 'client' | 'endpoint'>, turns: number) => {
  const glue = new GlueClient(relay.client);
  await prepare(relay, glue);
  const url = await statusUrl(relay);
  const today: number[] = [];
  const status: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    today.push(await timed(() => askGlue(glue)));
    status.push(await timed(() => askStatus(url)));
  }
  const p50 = { today: quantile(today, 0.5), status: quantile(status, 0.5) };
  return {
    jobs: JOB_NAMES.length,
    turns,
    todayMs: { calls: JOB_NAMES.length + 1, p50: round(p50.today), p99: round(quantile(today, 0.99)) },
    statusMs: { calls: 1, p50: round(p50.status), p99: round(quantile(status, 0.99)) },
    timesFaster: round(p50.today / p50.status),
  };
};

const prepare = async (relay: Pick<TestRelay, 'client'>, glue: GlueClient): Promise<void> => {
  for (const Name of JOB_NAMES) {
    await glue.send(
      new CreateJobCommand({ Name, Role: 'bench', Command: { Name: 'relaynoop' }, DefaultArguments: { '--noop_seconds': '0' } }),
    );
    await glue.send(new StartJobRunCommand({ JobName: Name }));
  }
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(relay.client));
  const applyChange = dynamoApplyChange(documents, 'relay-status-local');
  const take = projectEvent({ applyChange, count: () => undefined, tell: () => undefined });
  for (let run = 0; run < RUNS_STORED; run += 1) for (const event of storyOf(run)) await take(event);
};

const statusUrl = async ({ client }: Pick<TestRelay, 'client'>): Promise<string> => {
  const { Parameter } = await new SSMClient(client).send(new GetParameterCommand({ Name: '/relay/local/status/api-url' }));
  return Parameter?.Value ?? '';
};

const askGlue = async (glue: GlueClient): Promise<void> => {
  for await (const page of paginateGetJobs({ client: glue }, {}))
    for (const { Name } of page.Jobs ?? [])
      if (Name && JOB_NAMES.includes(Name)) await glue.send(new GetJobRunsCommand({ JobName: Name, MaxResults: 1 }));
};

const askStatus = async (url: string): Promise<void> => {
  const answer = await fetch(`${url}/jobs`);
  const { jobs } = (await answer.json()) as { jobs: { name: string }[] };
  const missing = JOB_NAMES.filter((name) => !jobs.some((job) => job.name === name));
  if (missing.length > 0) throw new Error(`GET /jobs lacks ${missing.join(', ')}`);
};

const timed = async (work: () => Promise<void>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
