import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parse } from 'yaml';
import type { TestCloud } from '../../../shared/test/support/ministack';
import { startTestCloud } from '../../../shared/test/support/ministack';
import { dynamoApplyChange } from '../src/adapters/dynamo-changes';
import { dynamoReadModel } from '../src/adapters/dynamo-read-model';
import { readModelContract } from './contracts';
import { openApi } from './validate';

const SERVICE = join(__dirname, '..');
const SERVERLESS = join(SERVICE, '..', '..', 'node_modules', '.bin', 'serverless');

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

/** A table as serverless.yml declares it. */
const createTable = async (name: string): Promise<void> => {
  const service = parse(await readFile(join(SERVICE, 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = service.resources.Resources.Table.Properties;
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes,
    }),
  );
};

describe('read model in DynamoDB', () => {
  let tables = 0;
  readModelContract(async () => {
    tables += 1;
    const table = `status-${tables}`;
    await createTable(table);
    const client = DynamoDBDocumentClient.from(dynamo);
    return { ...dynamoReadModel(client, table), applyChange: dynamoApplyChange(client, table) };
  });
});

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;
}

/** What `serverless deploy` would send for a stage. */
const templateOf = async (stage: string, settings: Readonly<Record<string, string>>): Promise<Template> => {
  const ssm = new SSMClient(cloud.client);
  for (const name of ['bus/name', 'alarm-topic/arn', 'data-bucket/name']) {
    await ssm.send(
      new PutParameterCommand({ Name: `/relay/${stage}/${name}`, Value: `relay-${stage}`, Type: 'String', Overwrite: true }),
    );
  }
  ssm.destroy();
  const directory = await mkdtemp(join(tmpdir(), 'relay-package-'));
  try {
    const environment = { ...process.env, ...cloud.environment, ...settings };
    await promisify(execFile)(SERVERLESS, ['package', '--stage', stage, '--package', directory], {
      cwd: SERVICE,
      env: environment,
    });
    return JSON.parse(await readFile(join(directory, 'cloudformation-template-update-stack.json'), 'utf8'));
  } finally {
    await rm(directory, { recursive: true });
  }
};

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
