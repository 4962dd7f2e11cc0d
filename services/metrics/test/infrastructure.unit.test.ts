import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const service = parse(readFileSync(join(__dirname, '..', 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
const { ReportRule, ReportQueue, ReportDeadLettersAlarm } = service.resources.Resources;

it('nothing is lost without a trace: rule target and queue have a dead-letter queue with an alarm', () => {
  expect(ReportRule.Properties.Targets[0].DeadLetterConfig).toBeDefined();
  expect(ReportQueue.Properties.RedrivePolicy.maxReceiveCount).toBe(5);
  expect(service.functions.recorder.events[0].sqs.functionResponseType).toBe('ReportBatchItemFailures');
  expect(ReportDeadLettersAlarm.Properties.AlarmDescription).toContain('services/metrics/README.md');
});

it('the role reads reports only', () => {
  const [read] = service.functions.recorder.iamRoleStatements;
  expect(read.Action).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
  expect(read.Resource).toMatch(/\/metrics\/\*$/);
});
