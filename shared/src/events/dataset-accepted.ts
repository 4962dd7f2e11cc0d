import * as z from 'zod';
import { datasetSchema, exampleDataset, parametersSchema } from '../dataset';
import { rejectionReasonSchema } from './dataset-rejected';
import { defineEvent } from './define-event';

/** Ingest: this object is fit to run through this pipeline. The orchestrator answers with one run of that id. */
export const datasetAccepted = defineEvent({
  source: 'relay.ingest',
  detailType: 'Dataset Accepted',
  detail: z.object({
    schemaVersion: z.literal(1),
    runId: z.string(),
    pipeline: z.string(),
    /** What the run is about: the object; of a batch the list of its objects, with the size of all of them. */
    dataset: datasetSchema,
    /** The objects of a batch, by key, each with the id that a run of it alone would have; null where the run is about one object. */
    objects: z
      .array(datasetSchema.extend({ runId: z.string() }))
      .nullable()
      .default(null),
    /** Runs of one partition go one after another; null where the pipeline has no partitions. */
    partition: z.string().nullable().default(null),
    parameters: parametersSchema,
    /** Who had the object run although it was rejected; null where it was found fit. */
    override: z
      .object({ rejectedRunId: z.string(), reason: rejectionReasonSchema, requestedBy: z.string() })
      .nullable()
      .default(null),
    acceptedAt: z.iso.datetime(),
  }),
  example: {
    schemaVersion: 1,
    runId: '20261112T000000Z-3f2a9c41d07b',
    pipeline: 'demand-forecast',
    dataset: exampleDataset,
    objects: null,
    partition: null,
    parameters: { tuned: false, variant: 'classic' },
    override: null,
    acceptedAt: '2026-11-12T00:00:01.000Z',
  },
});
export type DatasetAccepted = z.infer<typeof datasetAccepted.detail>;
