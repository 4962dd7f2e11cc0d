import fc from 'fast-check';
import { createRun } from '../../src/domain/create-run';
import { decide } from '../../src/domain/decide';
import type { JournalEntry } from '../../src/domain/journal';
import { replay } from '../../src/domain/journal';
import type { Observation } from '../../src/domain/observation';
import { policy } from '../../src/domain/policy';
import type { Run } from '../../src/domain/run';
import { hasEnded, isActiveStep } from '../../src/domain/run';
import { anAcceptance, cause, ended, leaseOf, MINUTE, started, T0 } from '../factories';
import { generatePipeline } from '../simulation/generate';
import { seeded } from '../simulation/random';

const names = ['s0', 's1', 's2', 's3', 's4', 's5'];
const anObservation = fc.oneof(
  fc.constant<Observation>({ kind: 'admissible' }),
  fc
    .record({ step: fc.constantFrom(...names), attempt: fc.integer({ min: 1, max: 3 }) })
    .chain(({ step, attempt }) =>
      fc.constantFrom<Observation>(
        started(step, attempt),
        ended(step, 'SUCCEEDED', {}, attempt),
        ended(step, 'FAILED', {}, attempt),
        ended(step, 'RUNNING', { completedAt: null }, attempt),
        ended(step, 'STOPPED', {}, attempt),
        { kind: 'no-capacity', step, attempt, leaseUntil: 0, message: 'm', mayHaveStarted: true },
        { kind: 'start-refused', step, attempt, leaseUntil: 0, message: 'm' },
        { kind: 'never-started', step, attempt, leaseUntil: 0 },
      ),
    ),
);
const wakeUps = fc.array(fc.tuple(fc.array(anObservation, { maxLength: 3 }), fc.nat(5 * MINUTE)), { maxLength: 60 });

/** Facts that only the holder of a lease finds, as the one who holds it now would say them. */
const underItsLease = (run: Run, seen: Observation): Observation =>
  'leaseUntil' in seen ? { ...seen, leaseUntil: leaseOf(run, seen.step) } : seen;

it('keeps run and journal together, and never leaves an end, whatever is seen in whatever order', () => {
  fc.assert(
    fc.property(fc.integer(), wakeUps, (seed, turns) => {
      const definition = generatePipeline(seeded(seed), 'demo', 5);
      const created = createRun(anAcceptance(), definition, null, T0, cause);
      const journal: JournalEntry[] = [...created.journal];
      let { run } = created;
      let now = T0;
      for (const [observations, wait] of turns) {
        now += wait;
        const decision = decide(
          run,
          observations.map((seen) => underItsLease(run, seen)),
          now,
          cause,
        );
        if (hasEnded(run)) expect(decision.run).toBe(run);
        expect(decision.run.version - run.version).toBe(decision.run === run ? 0 : 1);
        expect(decide(decision.run, [], now, cause).run).toBe(decision.run);
        journal.push(...decision.journal);
        run = decision.run;
      }
      const told = replay(journal);
      expect(told.run).toBe(run.status.state);
      for (const [name, step] of Object.entries(run.steps)) {
        expect(told.steps[name] ?? 'PENDING').toBe(step.state);
        if (hasEnded(run)) expect(isActiveStep(step)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

it('leases an intent for longer than its start may take', () => {
  expect(policy.startMarginMs).toBeGreaterThan(10_000);
  expect(policy.startMarginMs).toBeLessThan(policy.startLeaseMs);
});
