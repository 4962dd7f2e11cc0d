import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { createRun } from '../domain/create-run';
import type { Decision } from '../domain/decide';
import { decide } from '../domain/decide';
import type { Cause } from '../domain/journal';
import type { Observation } from '../domain/observation';
import type { PipelineQueue } from '../domain/queue';
import { isQueued, seenFromQueue } from '../domain/queue';
import type { Millis, Run } from '../domain/run';
import type { NewestVersion } from '../domain/versions';
import { isOlder, raisedBy } from '../domain/versions';
import type { Ports } from '../ports';
import type { CommittedToo } from './wake-run';
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
 * pipeline's `whenBusy` says; an older version than one that was taken of its key is only recorded. An event that comes again only wakes the run that there is.
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
    // In this order: who sees a version as taken also sees its run in the queue.
    const newest = await ports.store.newestOf(accepted.pipeline, accepted.dataset.key);
    const queue = await ports.store.queueOf(accepted.pipeline);
    const now = ports.clock();
    const created = createRun(accepted, definition, newest, now, cause);
    const decision = decideNew(created, newest, queue, now, cause);
    const outcome = await carryOn(ports, null, decision, cause, takenBy(decision.run, newest));
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
const decideNew = (
  created: Decision,
  newest: NewestVersion | null,
  queue: PipelineQueue,
  now: Millis,
  cause: Cause,
): Decision => {
  if (!isQueued(created.run)) return created;
  const seen: readonly Observation[] =
    newest && isOlder(created.run.dataset, newest.mark)
      ? [{ kind: 'newer-taken', runId: newest.runId }]
      : seenFromQueue(created.run, queue);
  const decided = decide(created.run, seen, now, cause);
  return {
    run: decided.run,
    journal: [...created.journal, ...decided.journal],
    effects: [...created.effects, ...decided.effects],
  };
};

/** A run that is not superseded is from now on the newest of its key. */
const takenBy = ({ runId, dataset, status, place }: Run, before: NewestVersion | null): CommittedToo => {
  if (status.state === 'SUPERSEDED') return {};
  const mark = raisedBy(before?.mark ?? null, dataset);
  return { taken: { before, newest: { runId, mark, place, revision: (before?.revision ?? 0) + 1 } } };
};
