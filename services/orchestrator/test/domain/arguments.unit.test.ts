import { attemptIn, startArgumentsOf } from '../../src/domain/arguments';
import { aPipeline, aRunningRun, aStep, ended, play, started } from '../factories';

const steps = [aStep('a'), aStep('b', ['a']), aStep('catch', [['b', 'failure']])];
const run = aRunningRun(aPipeline(steps));

it('a job is told which attempt it is, and the attempt is read from that again', () => {
  const given = startArgumentsOf(run, 'a', 2);
  expect(attemptIn(given)).toEqual({ runId: run.runId, step: 'a', attempt: 2 });
  expect(given).not.toHaveProperty('--relay_failed_steps');
});

it('a step of a catch branch is told the failures that it comes after, and only it', () => {
  const error = `ValueError: ${'x'.repeat(5_000)}`;
  const failed = play(run, started('a'), ended('a', 'SUCCEEDED'), started('b'), ended('b', 'FAILED', { errorMessage: error }));
  const told = JSON.parse(startArgumentsOf(failed, 'catch', 1)['--relay_failed_steps'] ?? '');
  expect(told).toEqual([{ step: 'b', attempt: 1, error: error.slice(0, 1_000) }]);
  expect(startArgumentsOf(failed, 'b', 2)).not.toHaveProperty('--relay_failed_steps');
});
