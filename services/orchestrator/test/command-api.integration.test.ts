import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';

const SERVICE = join(__dirname, '..');
const SERVERLESS = join(SERVICE, '..', '..', 'node_modules', '.bin', 'serverless');
const ROUTES = ['POST /backfills', 'POST /runs', 'POST /runs/{runId}/cancel', 'POST /runs/{runId}/redrive'];

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
}, 60_000);
afterAll(() => cloud.stop());

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;
}

/** What `serverless deploy` would send for a stage. */
const templateOf = async (stage: string): Promise<Template> => {
  const ssm = new SSMClient(cloud.client);
  for (const name of ['bus/name', 'alarm-topic/arn', 'data-bucket/name']) {
    await ssm.send(
      new PutParameterCommand({ Name: `/relay/${stage}/${name}`, Value: `relay-${stage}`, Type: 'String', Overwrite: true }),
    );
  }
  ssm.destroy();
  const directory = await mkdtemp(join(tmpdir(), 'relay-package-'));
  try {
    await promisify(execFile)(SERVERLESS, ['package', '--stage', stage, '--package', directory], {
      cwd: SERVICE,
      env: { ...process.env, ...cloud.environment },
    });
    return JSON.parse(await readFile(join(directory, 'cloudformation-template-update-stack.json'), 'utf8'));
  } finally {
    await rm(directory, { recursive: true });
  }
};

it.each([
  ['prod', 'AWS_IAM', /"https:\/\//],
  ['local', 'NONE', /_aws\/execute-api/],
])(
  'on stage %s every command has the authorisation %s',
  async (stage, authorization, url) => {
    const { Resources } = await templateOf(stage);
    const routes = Object.values(Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(ROUTES);
    expect(routes.map(({ Properties }) => Properties.AuthorizationType ?? 'NONE')).toEqual(ROUTES.map(() => authorization));
    expect(JSON.stringify(Resources.ApiUrlParameter?.Properties)).toMatch(url);
    const environment = JSON.stringify(Resources.CommandApiLambdaFunction?.Properties.Environment);
    for (const name of ['TABLE_NAME', 'WAKE_QUEUE_URL', 'DATA_BUCKET']) expect(environment).toContain(name);
    expect(Resources.ApiUrlParameter?.Properties.Name).toBe(`/relay/${stage}/orchestrator/api-url`);
  },
  90_000,
);
