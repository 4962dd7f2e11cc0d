import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';
import { parse } from 'yaml';
import { OWED_INDEX } from '../src/adapters/dynamo-batches';

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

it('the intake reads every key but those of our own areas, and of these the records of releases', () => {
  const denied = service.functions.intake.iamRoleStatements.filter(({ Effect }: { Effect: string }) => Effect === 'Deny');
  expect(denied).toHaveLength(1);
  const areas = denied[0].Resource.map((resource: string) => resource.replace(/^.*\}\/(.*)\*$/, '$1'));
  expect(areas).toEqual(OWN_AREAS.filter((area) => area !== 'quarantine/'));
  expect(denied[0].Action).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
});

it('no statement of a role is open to every resource', () => {
  const functions: { iamRoleStatements: { Resource: unknown }[] }[] = Object.values(service.functions);
  const statements = functions.flatMap(({ iamRoleStatements }) => iamRoleStatements);
  const resources = statements.flatMap(({ Resource }) => Resource);
  expect(resources).not.toContain('*');
});

it('only the mover of rejected objects may delete, only versions, and only in raw/', () => {
  type Statement = { Action: string | string[]; Resource: string };
  const functions: [string, { iamRoleStatements: Statement[] }][] = Object.entries(service.functions);
  const deletes = functions.flatMap(([name, { iamRoleStatements }]) =>
    iamRoleStatements.flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .filter((action) => action.startsWith('s3:Delete'))
        .map((action) => ({ name, action, Resource })),
    ),
  );
  expect(deletes).toEqual([
    { name: 'onRejected', action: 's3:DeleteObjectVersion', Resource: expect.stringMatching(/:s3:::[^/]*\/raw\/\*$/) },
  ]);
});

it('the index of what batches are owed is the one that the code asks', () => {
  const [index] = service.resources.Resources.Table.Properties.GlobalSecondaryIndexes;
  expect(index.IndexName).toBe(OWED_INDEX);
});
