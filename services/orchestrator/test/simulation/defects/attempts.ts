import type { Defect } from './defect';

/** Defects of attempts: their starts, leases, retries and the limit of starts. */
export const attemptDefects: readonly Defect[] = [
  {
    name: 'a start comes before its intent is committed',
    file: 'app/wake-run.ts',
    from: `  const outcome = await commit(ports, before, decision, also);
  if (outcome !== 'committed') return outcome;
  const acted = await act(ports, decision.run.runId, decision.effects, await permits);`,
    to: `  const acted = await act(ports, decision.run.runId, decision.effects, await permits);
  const outcome = await commit(ports, before, decision, also);
  if (outcome !== 'committed') return outcome;`,
  },
  {
    name: 'a Glue run that is there already is not adopted',
    file: 'app/act.ts',
    from: 'if (execution) {',
    to: 'if (false) {',
  },
  {
    name: 'an attempt that is taken over counts as never started',
    file: 'domain/attempts.ts',
    from: '{ ...step, mayHaveStarted: true }',
    to: 'step',
  },
  {
    name: 'a start that may have gone through counts as never started',
    file: 'domain/attempts.ts',
    from: 'mayHaveStarted || step.mayHaveStarted ? step.since : null',
    to: 'null',
  },
  {
    name: 'a lease is taken over before it ran out',
    file: 'domain/decide.ts',
    from: 'draft.now >= step.leaseUntil ?',
    to: 'true ?',
  },
  {
    name: 'a start is begun after its lease',
    file: 'app/act.ts',
    from: 'if (ports.clock() >= effect.startBefore) return null;',
    to: '',
  },
  {
    name: 'an event of an earlier attempt is taken for the present one',
    file: 'domain/observe-step.ts',
    from: "step.state === 'STARTING' && step.attempt === attempt",
    to: "step.state === 'STARTING'",
  },
  {
    name: 'a retry more than the rule grants',
    file: 'domain/retry.ts',
    from: 'before >= rule.maxAttempts',
    to: 'before > rule.maxAttempts',
  },
  {
    name: 'a wait for capacity uses up an attempt',
    file: 'domain/attempts.ts',
    from: 'nextAttempt: step.attempt,',
    to: 'nextAttempt: step.attempt + 1,',
  },
  {
    name: 'bad data is retried like any failure',
    file: 'domain/error-class.ts',
    from: "'data' : 'job-failure'",
    to: "'job-failure' : 'job-failure'",
  },
  {
    name: 'a start is not charged to the limit of the stage',
    file: 'app/limited-starts.ts',
    from: 'store.permitStart(limit, clock());',
    to: 'Promise.resolve(true || store.permitStart(limit, clock()));',
  },
  {
    name: 'a limit that is not one',
    file: 'domain/start-limit.ts',
    from: 'return fullAt <= latestFullAt ?',
    to: 'return fullAt <= latestFullAt + 60_000 ?',
  },
  {
    name: 'an answer to a start counts although another took the attempt over since',
    file: 'domain/observe-step.ts',
    from: 'isStarting(step, fact.attempt) && step.leaseUntil === fact.leaseUntil',
    to: 'isStarting(step, fact.attempt)',
  },
];
