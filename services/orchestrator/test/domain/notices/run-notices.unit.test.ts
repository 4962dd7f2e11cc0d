import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { subjectOf } from '@glue-relay/shared/notices/notice';
import fc from 'fast-check';
import { failedStepOf, failureNotice, failureOf, recoveryNotice, successNotice } from '../../../src/domain/notices/run-notices';
import { aPipeline, aRunningRun, aStep, ended, play, started, T0 } from '../../factories';

const place = { stage: 'prod', statusUrl: 'https://status.example' };
const change = {
  ...runStateChange.example,
  state: 'FAILED' as const,
  endedAt: '2026-11-12T00:05:00.000Z',
  error: 'step "clean" failed on attempt 2: ValueError: no "größe"',
};
const step = { step: 'clean', attempt: 2, jobRunId: 'jr_1', error: 'ValueError: no "größe"' };
const failed = { failed: step, caughtBy: [], isToldEachTime: false };

it('a failure names pipeline, run, step, attempt and error, says what to do, and where to look', () => {
  const { subject, text } = failureNotice(change, failed, place);
  expect(subject).toBe('[relay prod] demand-forecast failed: step clean, attempt 2');
  expect(text).toMatchInlineSnapshot(`
"Pipeline demand-forecast failed on stage prod.

run       20261112T000000Z-3f2a9c41d07b
data set  s3://relay-data-local-000000000000/raw/train.csv
step      clean, attempt 2
job run   jr_1
ended     2026-11-12T00:05:00.000Z
error     step "clean" failed on attempt 2: ValueError: no "größe"

What to do
- npx relay run 20261112T000000Z-3f2a9c41d07b --stage prod   shows every step and its error
- npx relay logs 20261112T000000Z-3f2a9c41d07b clean --stage prod   shows what the step printed
- Mend the cause, then npx relay redrive 20261112T000000Z-3f2a9c41d07b --stage prod

Status: https://status.example/runs/20261112T000000Z-3f2a9c41d07b

Further failed runs of this pipeline send no message until a run succeeds; then one says that it has recovered."
`);
});

it('a run that timed out between steps names none, and a stage without status has no link', () => {
  const { subject, text } = failureNotice(
    { ...change, state: 'TIMED_OUT' },
    { ...failed, failed: null },
    { stage: 'prod', statusUrl: null },
  );
  expect(subject).toBe('[relay prod] demand-forecast timed out');
  expect(text).not.toMatch(/^step /m);
  expect(text).toContain('timeoutMinutes');
  expect(text).toContain('no status API');
});

it('a failed check of the data asks for another file', () => {
  expect(failureNotice(change, { ...failed, failed: { ...step, error: 'JobDataError: 9 of 10 rows' } }, place).text).toContain(
    'mend the file',
  );
});

it('a failure that a catch branch dealt with says so, and whether the next one is told', () => {
  const { text } = failureNotice(change, { ...failed, caughtBy: ['report'], isToldEachTime: true }, place);
  expect(text).toContain('caught    by report, which succeeded; the run has failed all the same');
  expect(text).toContain('Each failed run of this pipeline sends a message');
});

it('the steps that caught a failure are those that come after one and succeeded', () => {
  const caught = aStep('report', [['a', 'failure']]);
  const run = aRunningRun(aPipeline([aStep('a'), caught, aStep('tidy', [['a', 'always']])]));
  const done = play(
    run,
    started('a'),
    ended('a', 'FAILED', { errorMessage: 'no' }),
    started('report'),
    ended('report', 'SUCCEEDED'),
  );
  expect(failureOf(done)).toMatchObject({ failed: { step: 'a', error: 'no' }, caughtBy: ['report'], isToldEachTime: false });
  expect(failureOf(null)).toEqual({ failed: null, caughtBy: [], isToldEachTime: false });
});

it('a success names pipeline, run and file, and how to see what it wrote', () => {
  const { subject, text } = successNotice({ ...change, state: 'SUCCEEDED', startedAt: '2026-11-12T00:04:00.000Z' }, place);
  expect(subject).toBe('[relay prod] demand-forecast succeeded');
  expect(text).toContain('took      60 seconds');
  expect(text).toContain(`npx relay outputs ${change.runId} --stage prod`);
});

it('a recovery says how long it was bad', () => {
  const openedBy = { runId: 'first', endedAt: T0 };
  const { subject, text } = recoveryNotice({ ...change, state: 'SUCCEEDED' }, { openedBy, newest: openedBy, failures: 2 }, place);
  expect(subject).toBe('[relay prod] demand-forecast recovered after 2 failed runs');
  expect(text).toContain('first failed  first, ended 2026-11-12T00:00:00.000Z');
});

it('the failed step is the one that failed first', () => {
  const run = aRunningRun(aPipeline([aStep('a'), aStep('b')]));
  expect(failedStepOf(run)).toBeNull();
  const late = { errorMessage: 'late', completedAt: T0 + 9_000 };
  const early = { errorMessage: 'early', completedAt: T0 + 8_000 };
  const both = play(run, started('a'), started('b'), ended('a', 'FAILED', late), ended('b', 'FAILED', early));
  expect(failedStepOf(both)).toMatchObject({ step: 'b', attempt: 1, error: 'early' });
});

it('every subject is one that SNS takes, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (line) => {
      expect(subjectOf(`[relay] ${line}`)).toMatch(/^[ -~]{1,99}$/);
    }),
  );
});
