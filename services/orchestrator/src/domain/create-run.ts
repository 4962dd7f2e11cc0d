import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { partitionOf } from '@glue-relay/shared/pipeline/input';
import type { Decision } from './decide';
import { enteringQueue, queuedStatus } from './enter-queue';
import type { Cause } from './journal';
import type { Millis, Run } from './run';
import { runEventOf } from './snapshots';
import type { NewestVersion } from './versions';

/**
 * The run that a data set leads to, queued, with the first entry of its journal.
 *
 * @param after - the newest version of its key so far: a newer one queues behind it, whenever it was accepted
 */
export const createRun = (
  accepted: Pick<DatasetAccepted, 'runId' | 'dataset' | 'parameters' | 'acceptedAt'> &
    Partial<Pick<DatasetAccepted, 'partition'>>,
  definition: PipelineDefinition,
  after: NewestVersion | null,
  now: Millis,
  cause: Cause,
): Decision => {
  const acceptedAt = Date.parse(accepted.acceptedAt);
  // Ingest says it of a batch, whose list names none; a command says nothing.
  const partition = accepted.partition ?? partitionOf(accepted.dataset.key, definition.input);
  const run: Run = {
    runId: accepted.runId,
    version: 1,
    sequence: 1,
    unfiled: [],
    definition,
    dataset: accepted.dataset,
    ...(partition ? { partition } : {}),
    parameters: accepted.parameters,
    acceptedAt,
    place: Math.max(acceptedAt, (after?.place ?? 0) + 1),
    createdAt: now,
    takenUpAt: now,
    updatedAt: now,
    status: queuedStatus(definition, now),
    steps: Object.fromEntries(definition.steps.map(({ name }) => [name, { state: 'PENDING' as const }])),
    tries: {},
    redrives: 0,
  };
  return {
    run,
    journal: [{ kind: 'run', sequence: 1, cause, event: runEventOf(run, null, now) }],
    effects: enteringQueue(definition),
  };
};
