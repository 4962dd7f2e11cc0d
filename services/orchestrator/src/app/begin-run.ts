import type { Decision } from '../domain/decide';
import { decide } from '../domain/decide';
import type { Cause } from '../domain/journal';
import type { Observation } from '../domain/observation';
import { isQueued, seenFromQueue, seenIfAlone } from '../domain/queue';
import type { Run } from '../domain/run';
import type { CommitOutcome, Ports } from '../ports';
import type { CommittedToo } from './wake-run';
import { carryOn, wakeRun } from './wake-run';

/** A run as it is made, with what is known against its start and what its commit writes too. */
export interface NewRun {
  readonly created: Decision;
  readonly seen: readonly Observation[];
  readonly also: (run: Run) => CommittedToo;
  /** It is skipped unless no other run of its pipeline is active or waits. */
  readonly alone?: boolean;
}

/**
 * Commits a new run, once: running where a slot is free and nobody waits, else as its pipeline's `whenBusy` says. Another
 * run may take the slot that was free, or a repeat make the run: then nothing is committed, and all has to be looked at again.
 */
export const beginRun = async (
  ports: Ports,
  { created, seen, also, alone = false }: NewRun,
  cause: Cause,
): Promise<CommitOutcome> => {
  const { run } = created;
  const queue = isQueued(run) && seen.length === 0 ? await ports.store.queueOf(run.definition.pipeline) : null;
  const place = queue && isQueued(run) ? (alone ? seenIfAlone(queue) : seenFromQueue(run, queue)) : [];
  const decided = decide(run, [...seen, ...place], ports.clock(), cause);
  const decision = {
    run: decided.run,
    journal: [...created.journal, ...decided.journal],
    effects: [...created.effects, ...decided.effects],
  };
  const outcome = await carryOn(ports, null, decision, cause, { ...also(decision.run), alone });
  // A slot may have come free between the look at the queue and the entry into it, when nobody was there to be woken.
  if (outcome === 'committed' && isQueued(decision.run)) await wakeRun(ports, run.runId, cause);
  return outcome;
};
