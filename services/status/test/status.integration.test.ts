import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';
import { createDeclaredTable } from '../../../shared/test/support/table';
import { packagedTemplate } from '../../../shared/test/support/template';
import { dynamoApplyChanges } from '../src/adapters/dynamo-changes';
import { dynamoReadModel } from '../src/adapters/dynamo-read-model';
import { readModelContract } from './contracts';
import { openApi } from './validate';

const SERVICE = join(__dirname, '..');

// A story is some hundred writes, which take their time beside other tests.
jest.setTimeout(30_000);

let cloud: TestCloud;
let dynamo: DynamoDBClient;

beforeAll(async () => {
  cloud = await startTestCloud();
  dynamo = new DynamoDBClient(cloud.client);
}, 60_000);

afterAll(async () => {
  dynamo.destroy();
  await cloud.stop();
});

describe('read model in DynamoDB', () => {
  let tables = 0;
  readModelContract(async () => {
    tables += 1;
    const table = `status-${tables}`;
    await createDeclaredTable(dynamo, join(SERVICE, 'serverless.yml'), table);
    const client = DynamoDBDocumentClient.from(dynamo);
    return { ...dynamoReadModel(client, table), applyChanges: dynamoApplyChanges(client, table) };
  });
});

const templateOf = (stage: string, settings: Readonly<Record<string, string>>) =>
  packagedTemplate(cloud, SERVICE, stage, settings);

/** API Gateway's greedy parameter is OpenAPI's plain one. */
const documented = (route: unknown): string => String(route).replace('GET ', '').replace('+}', '}');

describe('who may ask', () => {
  const token = { RELAY_STATUS_ACCESS: 'jwt', RELAY_JWT_ISSUER: 'https://issuer.example', RELAY_JWT_AUDIENCE: 'relay' };

  it.each([
    ['prod', {}, 'AWS_IAM', /"https:\/\//],
    ['prod', token, 'JWT', /"https:\/\//],
    ['local', token, 'NONE', /_aws\/execute-api/],
  ])(
    'on stage %s with %j every route of openapi.yml, and no other, has the authorisation %s',
    async (stage, settings, authorization, url) => {
      const { Resources } = await templateOf(stage, settings);
      const routes = Object.values(Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
      expect(routes.map(({ Properties }) => documented(Properties.RouteKey)).sort()).toEqual(Object.keys(openApi.paths).sort());
      expect(new Set(routes.map(({ Properties }) => Properties.AuthorizationType ?? 'NONE'))).toEqual(new Set([authorization]));
      expect(JSON.stringify(Resources.ApiUrlParameter?.Properties.Value)).toMatch(url);
    },
    60_000,
  );

  it('no setting opens a stage of AWS to everyone', async () => {
    await expect(templateOf('prod', { RELAY_STATUS_ACCESS: 'open' })).rejects.toMatchObject({
      stdout: expect.stringContaining('"custom.access"'),
    });
  }, 60_000);
});
