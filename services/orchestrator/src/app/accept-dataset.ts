import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { createRun } from '../domain/create-run';
import type { Decision } from '../domain/decide';
import { decide } from '../domain/decide';
import type { Cause } from '../domain/journal';
import type { Ports } from '../ports';
import { carryOn, wakeRun } from './wake-run';

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
 * Makes the run of an accepted data set, once: where a slot is free and nobody waits it runs at once, else it queues.
 * An event that comes again only wakes the run that there is.
 *
 * @throws UnknownPipelineError
 */
export const acceptDataset = async (
  ports: Ports & { readonly pipeline: (name: string) => Promise<PipelineDefinition | undefined> },
  accepted: DatasetAccepted,
  cause: Cause,
): Promise<void> => {
  const { runId } = accepted;
  if (await wakeRun(ports, runId, cause)) return;
  const definition = await ports.pipeline(accepted.pipeline);
  if (!definition) throw new UnknownPipelineError(accepted.pipeline, runId);
  const queued = createRun(accepted, definition, ports.clock(), cause);
  const { head, active } = await ports.store.queueOf(definition.pipeline);
  if (head === null && active.length < definition.concurrency.maxRuns) {
    const outcome = await carryOn(ports, null, runningAtOnce(queued, ports.clock(), cause), cause);
    if (outcome === 'committed') return;
  }
  await carryOn(ports, null, queued, cause);
  // A slot may have come free between the look at the queue and the entry into it, when nobody was there to be woken.
  await wakeRun(ports, runId, cause);
};

const runningAtOnce = (queued: Decision, now: number, cause: Cause): Decision => {
  const running = decide(queued.run, [{ kind: 'admissible' }], now, cause);
  return { ...running, journal: [...queued.journal, ...running.journal] };
};
