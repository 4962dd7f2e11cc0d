import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { Decision } from './decide';
import { enteringQueue, queuedStatus } from './enter-queue';
import type { Cause } from './journal';
import type { Millis, Run } from './run';
import { runEventOf } from './snapshots';

/** The run that an accepted data set leads to, queued, with the first entry of its journal. */
export const createRun = (accepted: DatasetAccepted, definition: PipelineDefinition, now: Millis, cause: Cause): Decision => {
  const run: Run = {
    runId: accepted.runId,
    version: 1,
    sequence: 1,
    definition,
    dataset: accepted.dataset,
    parameters: accepted.parameters,
    acceptedAt: Date.parse(accepted.acceptedAt),
    createdAt: now,
    updatedAt: now,
    status: queuedStatus(definition, Date.parse(accepted.acceptedAt), now),
    steps: Object.fromEntries(definition.steps.map(({ name }) => [name, { state: 'PENDING' as const }])),
    tries: {},
  };
  return {
    run,
    journal: [{ kind: 'run', sequence: 1, cause, event: runEventOf(run, null, now) }],
    effects: enteringQueue(definition),
  };
};
