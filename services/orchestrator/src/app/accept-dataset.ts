import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { createRun } from '../domain/create-run';
import type { Decision } from '../domain/decide';
import { decide } from '../domain/decide';
import type { Cause } from '../domain/journal';
import { isQueued, seenFromQueue } from '../domain/queue';
import type { Ports } from '../ports';
import { ContendedRunError, carryOn, wakeRun } from './wake-run';

/** Ingest accepted a data set for a pipeline that is not deployed, or not yet; trying later may help. */
export class UnknownPipelineError extends Error {
  override readonly name = 'UnknownPipelineError';
  constructor(
    readonly pipeline: string,
    readonly runId: string,
  ) {
    super(`Run ${runId} is for pipeline "${pipeline}", which is not deployed to this stage`);
  }
}

/**
 * Makes the run of an accepted data set, once: where a slot is free and nobody waits it runs at once, else it does as its
 * pipeline's `whenBusy` says. An event that comes again only wakes the run that there is.
 *
 * @throws UnknownPipelineError
 */
export const acceptDataset = async (
  ports: Ports & { readonly pipeline: (name: string) => Promise<PipelineDefinition | undefined> },
  accepted: DatasetAccepted,
  cause: Cause,
): Promise<void> => {
  const { runId } = accepted;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (await wakeRun(ports, runId, cause)) return;
    const definition = await ports.pipeline(accepted.pipeline);
    if (!definition) throw new UnknownPipelineError(accepted.pipeline, runId);
    const decision = await decideNew(ports, createRun(accepted, definition, ports.clock(), cause), cause);
    const outcome = await carryOn(ports, null, decision, cause);
    if (outcome !== 'committed') continue;
    // A slot may have come free between the look at the queue and the entry into it, when nobody was there to be woken.
    if (isQueued(decision.run)) await wakeRun(ports, runId, cause);
    return;
  }
  throw new ContendedRunError(runId);
};

/** Another run may take the slot that was free, or a repeat of the event make the run: then all is looked at again. */
const MAX_TRIES = 8;

/** What becomes of a run that is not in the table yet, with its creation, in one decision. */
const decideNew = async (ports: Ports, created: Decision, cause: Cause): Promise<Decision> => {
  if (!isQueued(created.run)) return created;
  const queue = await ports.store.queueOf(created.run.definition.pipeline);
  const decided = decide(created.run, seenFromQueue(created.run, queue), ports.clock(), cause);
  return {
    run: decided.run,
    journal: [...created.journal, ...decided.journal],
    effects: [...created.effects, ...decided.effects],
  };
};
