import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';
import { parse } from 'yaml';

const service = parse(readFileSync(join(__dirname, '..', 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
const { DropRule, IntakeQueue } = service.resources.Resources;

it('the rule takes every key but those of our own areas', () => {
  expect(DropRule.Properties.EventPattern.detail.object.key).toEqual([{ 'anything-but': { prefix: [...OWN_AREAS] } }]);
});

it('nothing is lost without a trace: rule target and queue have a dead-letter queue', () => {
  expect(DropRule.Properties.Targets[0].DeadLetterConfig).toBeDefined();
  expect(IntakeQueue.Properties.RedrivePolicy.maxReceiveCount).toBe(5);
  expect(service.functions.intake.events[0].sqs.functionResponseType).toBe('ReportBatchItemFailures');
});

it('no statement of a role is open to every resource', () => {
  const { intake, sweep } = service.functions;
  const statements: { Resource: unknown }[] = [...intake.iamRoleStatements, ...sweep.iamRoleStatements];
  const resources = statements.flatMap(({ Resource }) => Resource);
  expect(resources).not.toContain('*');
});
