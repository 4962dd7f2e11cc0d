import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { createRun } from '../domain/create-run';
import type { Cause } from '../domain/journal';
import type { Run } from '../domain/run';
import type { NewestVersion } from '../domain/versions';
import { isOlder, raisedBy } from '../domain/versions';
import type { Ports } from '../ports';
import { beginRun } from './begin-run';
import type { CommittedToo } from './wake-run';
import { ContendedRunError, wakeRun } from './wake-run';

/** What accepting a data set needs beside the engine's ports. */
export interface AcceptancePorts extends Ports {
  readonly pipeline: (name: string) => Promise<PipelineDefinition | undefined>;
}

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

/** What of `Dataset Accepted` a run is made of; of a batch its data set is the list of its files. */
export type AcceptedDataset = Pick<DatasetAccepted, 'runId' | 'pipeline' | 'dataset' | 'parameters' | 'acceptedAt'> &
  Partial<Pick<DatasetAccepted, 'partition'>>;

/**
 * Makes the run of an accepted data set, once: where a slot is free and nobody waits it runs at once, else it does as its
 * pipeline's `whenBusy` says; an older version than one that was taken of its key is only recorded. An event that comes
 * again only wakes the run that there is.
 *
 * @throws UnknownPipelineError
 */
export const acceptDataset = async (ports: AcceptancePorts, accepted: AcceptedDataset, cause: Cause): Promise<void> => {
  const { runId } = accepted;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (await wakeRun(ports, runId, cause)) return;
    const definition = await ports.pipeline(accepted.pipeline);
    if (!definition) throw new UnknownPipelineError(accepted.pipeline, runId);
    // Before the queue is looked at: who sees a version as taken also sees its run in the queue.
    const newest = await ports.store.newestOf(accepted.pipeline, accepted.dataset.key);
    const created = createRun(accepted, definition, newest, ports.clock(), cause);
    const seen = newest && isOlder(accepted.dataset, newest.mark) ? [{ kind: 'newer-taken' as const, runId: newest.runId }] : [];
    if ((await beginRun(ports, { created, seen, also: (run) => takenBy(run, newest) }, cause)) === 'committed') return;
  }
  throw new ContendedRunError(runId);
};

const MAX_TRIES = 8;

/** A run that is not superseded is from now on the newest of its key. */
const takenBy = ({ runId, dataset, status, place }: Run, before: NewestVersion | null): CommittedToo => {
  if (status.state === 'SUPERSEDED') return {};
  const mark = raisedBy(before?.mark ?? null, dataset);
  return { taken: { before, newest: { runId, mark, place, revision: (before?.revision ?? 0) + 1 } } };
};
