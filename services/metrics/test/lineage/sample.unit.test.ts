import { readFileSync } from 'node:fs';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { namespaceOf } from '../../src/domain/lineage/names';
import { eventOfStep } from '../../src/domain/lineage/of-step';

it('the sample of docs/openlineage.md is what is sent', () => {
  const [, sample = ''] = /```json\n(.*?)```/s.exec(readFileSync('docs/openlineage.md', 'utf8')) ?? [];
  const namespace = namespaceOf('prod', { region: 'eu-central-1', account: '123456789012' });
  expect(JSON.parse(sample)).toEqual(eventOfStep(stepStateChange.example, namespace));
});
