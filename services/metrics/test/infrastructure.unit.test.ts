import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { platformCharts } from '../dashboard/platform';

const service = parse(readFileSync(join(__dirname, '..', 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
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
