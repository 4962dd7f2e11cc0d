import type { Decision } from '../domain/decide';
import { decide } from '../domain/decide';
import type { Cause } from '../domain/journal';
import { metricNames, metricsOf } from '../domain/metrics';
import type { Observation } from '../domain/observation';
import type { Run } from '../domain/run';
import type { Commit, CommitOutcome, Ports } from '../ports';
import { act, permitStarts } from './act';
import { observe } from './observe';

/** Others changed the run each time that it was tried; trying later helps. */
export class ContendedRunError extends Error {
  override readonly name = 'ContendedRunError';
  constructor(readonly runId: string) {
    super(`Run ${runId} was changed by others ${MAX_CONFLICTS} times in a row`);
  }
}

/** The run is committed, but some of what it owes could not be done; trying later helps, and the sweep will. */
export class OwedEffectsError extends AggregateError {
  override readonly name = 'OwedEffectsError';
}

const MAX_CONFLICTS = 8;

/**
 * Every wake-up, whatever woke: load, observe, decide, commit, act; on a conflict begin again.
 *
 * @param seen - what the one who wakes saw already. Then nothing else is observed, to ask Glue once per event; a
 *   timer and the sweep see nothing and so look at every active step.
 * @returns false where there is no such run
 * @throws ContendedRunError, OwedEffectsError: wake it again
 */
export const wakeRun = async (ports: Ports, runId: string, cause: Cause, seen: readonly Observation[] = []): Promise<boolean> => {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
    const run = await ports.store.load(runId);
    if (!run) return false;
    const observations = seen.length > 0 ? seen : await observe(ports, run);
    const outcome = await carryOn(ports, run, decide(run, observations, ports.clock(), cause), cause);
    if (outcome !== 'conflict') return true;
    ports.telemetry.count(metricNames.wakeConflict);
  }
  throw new ContendedRunError(runId);
};

/** What a first decision writes beside the run. */
export type CommittedToo = Pick<Commit, 'taken' | 'command' | 'alone'>;

/** Commits a first decision and acts upon it; what acting brings to light is then committed whoever else comes between. */
export const carryOn = async (
  ports: Ports,
  before: Run | null,
  decision: Decision,
  cause: Cause,
  also: CommittedToo = {},
): Promise<CommitOutcome> => {
  const permits = permitStarts(ports, decision.effects);
  const outcome = await commit(ports, before, decision, also);
  if (outcome !== 'committed') return outcome;
  const acted = await act(ports, decision.run.runId, decision.effects, await permits);
  if (acted.observations.length > 0) await record(ports, decision.run, acted.observations, cause);
  if (acted.failures.length > 0) throw new OwedEffectsError(acted.failures, `Run ${decision.run.runId} is owed effects`);
  return 'committed';
};

/** Brings facts that only this wake-up knows, such as the id of a started Glue run, into the run. */
const record = async (ports: Ports, known: Run, facts: readonly Observation[], cause: Cause): Promise<void> => {
  let run: Run | null = known;
  for (let conflicts = 0; run && conflicts < MAX_CONFLICTS; conflicts += 1) {
    const outcome = await carryOn(ports, run, decide(run, facts, ports.clock(), cause), cause);
    if (outcome !== 'conflict') return;
    ports.telemetry.count(metricNames.wakeConflict);
    run = await ports.store.load(run.runId);
  }
  throw new ContendedRunError(known.runId);
};

const commit = async (
  ports: Ports,
  before: Run | null,
  { run, journal }: Decision,
  also: CommittedToo,
): Promise<CommitOutcome> => {
  if (run === before) return 'committed';
  const outcome = await ports.store.commit({ before, run, journal, ...also });
  if (outcome !== 'committed') return outcome;
  for (const metric of metricsOf(journal)) ports.telemetry.count(metric);
  for (const { kind, sequence, event } of journal) {
    const step = 'step' in event ? event.step : undefined;
    ports.telemetry.info(`${kind} is ${event.state}`, { runId: run.runId, step, sequence, error: event.error ?? undefined });
  }
  return outcome;
};
