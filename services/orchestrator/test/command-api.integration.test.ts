import { join } from 'node:path';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';
import { packagedTemplate } from '../../../shared/test/support/template';

const SERVICE = join(__dirname, '..');
const ROUTES = ['POST /backfills', 'POST /runs', 'POST /runs/{runId}/cancel', 'POST /runs/{runId}/redrive'];

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
}, 60_000);
afterAll(() => cloud.stop());

it.each([
  ['prod', 'AWS_IAM', /"https:\/\//],
  ['local', 'NONE', /_aws\/execute-api/],
])(
  'on stage %s every command has the authorisation %s',
  async (stage, authorization, url) => {
    const { Resources } = await packagedTemplate(cloud, SERVICE, stage);
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
