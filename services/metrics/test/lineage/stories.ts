import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import fc from 'fast-check';

type Attempt = Pick<StepStateChange, 'attempt'> & { readonly changes: readonly StepStateChange[] };

const second = (at: number): string => new Date(Date.UTC(2026, 10, 12) + at * 1_000).toISOString();

const change = (attempt: number, fields: Partial<StepStateChange>): StepStateChange => ({
  ...stepStateChange.example,
  attempt,
  startedAt: null,
  endedAt: null,
  error: null,
  ...fields,
});

const ENDS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'STOPPED', 'WAITING'] as const;

/** What the orchestrator says of one attempt: it may wait for capacity first, be stopped, and after a failure wait for its retry, or be stopped in that wait. */
const attemptOf = (attempt: number): fc.Arbitrary<Attempt> =>
  fc
    .record({
      waits: fc.nat(2),
      isStopping: fc.boolean(),
      end: fc.constantFrom(...ENDS),
      isGivenUp: fc.boolean(),
      error: fc.option(fc.string()),
    })
    .map(({ waits, isStopping, end, isGivenUp, error }) => {
      const started = { startedAt: second(attempt * 10 + 1) };
      const ended = { ...started, endedAt: second(attempt * 10 + 5), error };
      const waiting = Array.from({ length: waits }, () => [
        change(attempt, { state: 'WAITING', previousState: 'STARTING', error: 'no capacity' }),
        change(attempt, { state: 'STARTING', previousState: 'WAITING' }),
      ]);
      const changes = [
        change(attempt, { state: 'STARTING', previousState: 'PENDING' }),
        ...waiting.flat(),
        change(attempt, { ...started, state: 'RUNNING', previousState: 'STARTING' }),
        ...(isStopping ? [change(attempt, { ...started, state: 'STOPPING', previousState: 'RUNNING' })] : []),
        change(attempt, { ...ended, state: end, previousState: isStopping ? 'STOPPING' : 'RUNNING' }),
        ...(end === 'WAITING' && isGivenUp ? [change(attempt, { ...ended, state: 'STOPPED', previousState: 'WAITING' })] : []),
      ];
      return { attempt, changes };
    });

/** All attempts of a step, through retries and redrives. */
export const stepStory = fc
  .integer({ min: 1, max: 4 })
  .chain((attempts) => fc.tuple(...Array.from({ length: attempts }, (_, index) => attemptOf(index + 1))));

const RUN_ENDS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED'] as const;

/** What the orchestrator says of a run and its redrives; it may be ended in the queue. */
export const runStory = fc
  .array(fc.record({ isStarted: fc.boolean(), end: fc.constantFrom(...RUN_ENDS) }), { minLength: 1, maxLength: 4 })
  .map((drives) =>
    drives.map(({ isStarted, end }, redrives) => {
      const of = (fields: Partial<RunStateChange>): RunStateChange => ({
        ...runStateChange.example,
        redrives,
        startedAt: null,
        endedAt: null,
        ...fields,
      });
      const started = { startedAt: isStarted ? second(redrives * 10) : null };
      const changes = [
        of({ state: 'QUEUED', previousState: redrives === 0 ? null : 'FAILED' }),
        ...(isStarted ? [of({ ...started, state: 'RUNNING', previousState: 'QUEUED' })] : []),
        of({ ...started, state: end, previousState: isStarted ? 'RUNNING' : 'QUEUED', endedAt: second(redrives * 10 + 5) }),
      ];
      return { redrives, isStarted, changes };
    }),
  );
