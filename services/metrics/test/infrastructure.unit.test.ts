import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { platformCharts } from '../dashboard/platform';

const stackOf = (file: string) => parse(readFileSync(join(__dirname, '..', file), 'utf8'), { logLevel: 'silent' });
const service = stackOf('serverless.yml');
const { Resources } = service.resources;

it.each([
  ['Report', 'recorder'],
  ['Judge', 'judge'],
  ['Ledger', 'ledger'],
])('%s: nothing is lost without a trace, for rule target and queue have a dead-letter queue with an alarm', (name, reader) => {
  expect(Resources[`${name}Rule`].Properties.Targets[0].DeadLetterConfig).toBeDefined();
  expect(Resources[`${name}Queue`].Properties.RedrivePolicy.maxReceiveCount).toBe(5);
  expect(service.functions[reader].events[0].sqs.functionResponseType).toBe('ReportBatchItemFailures');
  expect(Resources[`${name}DeadLettersAlarm`].Properties.AlarmDescription).toMatch(/Runbook/);
});

describe('lineage', () => {
  const { functions, resources, custom } = stackOf('openlineage.yml');
  const [, , own] = functions.lineage.iamRoleStatements;

  it('loses nothing without a trace', () => {
    const { LineageRule, LineageQueue, LineageDeadLettersAlarm } = resources.Resources;
    expect(LineageRule.Properties.Targets[0].DeadLetterConfig).toBeDefined();
    expect(LineageQueue.Properties.RedrivePolicy.maxReceiveCount).toBe(5);
    expect(functions.lineage.events[0].sqs.functionResponseType).toBe('ReportBatchItemFailures');
    expect(LineageDeadLettersAlarm.Properties.AlarmDescription).toMatch(/Runbook/);
  });

  it('writes its own objects only, or reads its own key only, which no deploy reads', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the Serverless Framework fills these in.
    expect(own).toBe('${self:custom.transports.${self:custom.transport}}');
    expect(custom.transports.s3).toMatchObject({
      Action: 's3:PutObject',
      Resource: expect.stringMatching(/\/runs\/\*\/lineage\/\*$/),
    });
    expect(custom.transports.http).toMatchObject({
      Action: 'ssm:GetParameter',
      Resource: expect.stringMatching(/apiKeyParameter}$/),
    });
    expect(JSON.stringify({ custom, functions })).not.toMatch(/ssm:[^'"]*api-key/);
  });
});

it('the recorder reads reports only, and writes to quarantine only', () => {
  const [read, write] = service.functions.recorder.iamRoleStatements;
  expect(read.Action).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
  expect(read.Resource).toMatch(/bucket}\/metrics\/\*$/);
  expect(write.Resource).toMatch(/bucket}\/quarantine\/metrics\/\*$/);
});

it('every route is signed for but on the local stage', () => {
  const { local, others } = service.custom.routes;
  expect(others.map(({ httpApi }: { httpApi: { method: string; path: string } }) => `${httpApi.method} ${httpApi.path}`)).toEqual(
    local.map(({ httpApi }: { httpApi: string }) => httpApi),
  );
  for (const { httpApi } of others) expect(httpApi.authorizer).toEqual({ type: 'aws_iam' });
});

it('the platform dashboard has the age of every queue that a service deploys, and its dead letters', () => {
  const queues = ['ingest', 'orchestrator', 'metrics', 'status'].flatMap((name) =>
    [
      ...readFileSync(join(__dirname, '..', '..', name, 'serverless.yml'), 'utf8').matchAll(
        /QueueName: relay-\$\{sls:stage\}-(\S+)/g,
      ),
    ].map(([, queue]) => `relay-test-${queue}`),
  );
  const shown = platformCharts('test').flatMap(({ lines }) =>
    lines.filter(([namespace]) => namespace === 'AWS/SQS').map((line) => line[3]),
  );
  expect(shown.sort()).toEqual(queues.sort());
});
