import { join } from 'node:path';
import { countPipeline, linesOf } from '../lines/count';

it('counts lines with something on them; comments only where the language has them', () => {
  expect(linesOf('# why\n\na: 1\n  # why\nb: 2 # behind\n', '.yml')).toBe(2);
  expect(linesOf('{\n  "#": 1\n}\n', '.json')).toBe(3);
});

it('finds the counterpart of a pipeline that has one', () => {
  const { definition, counterpart } = countPipeline(join(__dirname, '..', '..'), 'customer-churn');
  expect(definition).toBeGreaterThan(0);
  expect(counterpart).toMatchObject({ kind: 'state machine' });
  expect(counterpart?.resources).toBeGreaterThan(0);
});
