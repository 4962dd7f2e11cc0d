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
import { dynamoQueries } from '../src/adapters/dynamo-queries';
import { readModelContract } from './contracts';

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
    return { ...dynamoQueries(client, table), applyChange: dynamoApplyChange(client, table) };
  });
});

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;
}

/** What `serverless deploy` would send for a stage. */
const templateOf = async (stage: string): Promise<Template> => {
  const ssm = new SSMClient(cloud.client);
  for (const name of ['bus/name', 'alarm-topic/arn']) {
    await ssm.send(
      new PutParameterCommand({ Name: `/relay/${stage}/${name}`, Value: `relay-${stage}`, Type: 'String', Overwrite: true }),
    );
  }
  ssm.destroy();
  const directory = await mkdtemp(join(tmpdir(), 'relay-package-'));
  try {
    const environment = { ...process.env, ...cloud.environment };
    await promisify(execFile)(SERVERLESS, ['package', '--stage', stage, '--package', directory], {
      cwd: SERVICE,
      env: environment,
    });
    return JSON.parse(await readFile(join(directory, 'cloudformation-template-update-stack.json'), 'utf8'));
  } finally {
    await rm(directory, { recursive: true });
  }
};

describe('who may ask', () => {
  it.each([
    ['prod', 'AWS_IAM', /"https:\/\//],
    ['local', undefined, /_aws\/execute-api/],
  ])(
    'on stage %s the routes have the authorisation %s',
    async (stage, authorization, url) => {
      const { Resources } = await templateOf(stage);
      const routes = Object.values(Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
      expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
        'GET /jobs',
        'GET /models',
        'GET /runs',
        'GET /runs/{runId}',
      ]);
      const found = routes.map(({ Properties }) =>
        Properties.AuthorizationType === 'NONE' ? undefined : Properties.AuthorizationType,
      );
      expect(found).toEqual(Array(4).fill(authorization));
      expect(JSON.stringify(Resources.ApiUrlParameter?.Properties.Value)).toMatch(url);
    },
    60_000,
  );
});
