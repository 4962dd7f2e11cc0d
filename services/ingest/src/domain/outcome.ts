import type { Dataset } from '@glue-relay/shared/dataset';
import { datasetSchema, parametersSchema } from '@glue-relay/shared/dataset';
import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { batchSchema } from '@glue-relay/shared/pipeline/input';
import { quarantinePlaceOf } from '@glue-relay/shared/quarantine';
import { runIdOf } from '@glue-relay/shared/run-id';
import * as z from 'zod';
import { placeOf } from './place';
import type { Accepted, Rejected, Verdict } from './verdict';

/** What was decided about a data set and is said of it, kept to the byte. */
export interface Outcome {
  readonly runId: string;
  /** `collected`: it is fit to run, and runs with others. */
  readonly kind: 'accepted' | 'collected' | 'rejected';
  /** JSON text: of the event's detail, or of a `collectedSchema`. */
  readonly detail: string;
  readonly key: string;
  readonly decidedAt: string;
}

/** A file of a batch as it was decided, whatever is deployed when it comes again. */
export const collectedSchema = z.object({
  runId: z.string(),
  pipeline: z.string(),
  partition: z.string().nullable(),
  parameters: parametersSchema,
  batch: batchSchema,
  dataset: datasetSchema,
});

/** The outcome of a verdict. A file that runs although it was rejected waits for no others. */
export const outcomeOf = (dataset: Dataset, verdict: Verdict, decidedAt: string): Outcome => {
  const runId = runIdOf(dataset);
  const common = { runId, key: dataset.key, decidedAt };
  if (verdict.kind === 'rejected') {
    return { ...common, kind: 'rejected', detail: JSON.stringify(rejectedDetail(runId, dataset, verdict, decidedAt)) };
  }
  const { pipeline, partition, parameters, batch } = verdict;
  return batch && !verdict.override
    ? { ...common, kind: 'collected', detail: JSON.stringify({ runId, pipeline, partition, parameters, batch, dataset }) }
    : { ...common, kind: 'accepted', detail: JSON.stringify(acceptedDetail(runId, dataset, verdict, decidedAt)) };
};

const acceptedDetail = (runId: string, dataset: Dataset, verdict: Accepted, acceptedAt: string): DatasetAccepted => {
  const { pipeline, partition, parameters, override } = verdict;
  return { schemaVersion: 1, runId, pipeline, dataset, objects: null, partition, parameters, override, acceptedAt };
};

/** Only what lies in `raw/` is moved, and only a version: one that has no id could be overwritten while it is moved. */
const rejectedDetail = (runId: string, dataset: Dataset, verdict: Rejected, rejectedAt: string): DatasetRejected => {
  const { pipeline, reason, message, remedy } = verdict;
  const detail = { schemaVersion: 1 as const, runId, pipeline, dataset, reason, message, remedy, rejectedAt };
  const isMoved = placeOf(dataset.key, dataset.size) === 'raw' && dataset.versionId !== null && dataset.versionId !== 'null';
  return { ...detail, quarantine: isMoved ? quarantinePlaceOf(detail) : null };
};
