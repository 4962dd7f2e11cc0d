import { CreateJobCommand, GlueClient } from '@aws-sdk/client-glue';
import type { TestServer } from '../../../../shared/test/support/server';
import { describeJobRuns } from '../twins/aws/memory-job-runs-contract';
import { startGlueCloud } from './glue-cloud';

const JOB = 'relay-local-contract';
let cloud: TestServer;
let client: GlueClient;

beforeAll(async () => {
  cloud = await startGlueCloud();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new GlueClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  await client.send(
    new CreateJobCommand({
      Name: JOB,
      Role: 'arn:aws:iam::000000000000:role/relay',
      Command: { Name: 'relaynoop', ScriptLocation: 's3://none/none.py' },
      DefaultArguments: { '--noop_seconds': '60' },
      ExecutionProperty: { MaxConcurrentRuns: 10 },
    }),
  );
}, 90_000);

afterAll(async () => {
  client?.destroy();
  await cloud?.stop();
});

describeJobRuns('the local cloud', () => ({ client, jobName: JOB }));
