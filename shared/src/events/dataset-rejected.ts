import * as z from 'zod';
import { datasetSchema, exampleDataset } from '../dataset';
import { defineEvent } from './define-event';

/** Why a data set is not fit to run; one word per cause, stable for filters, metrics and the folders of the quarantine. */
export const rejectionReasonSchema = z.enum([
  'outside-raw',
  'no-pipeline',
  'ambiguous-pipeline',
  'no-partition',
  'too-large',
  'empty-file',
  'no-data-rows',
  'not-csv',
  'missing-columns',
  'unexpected-columns',
  'ragged-rows',
  'wrong-types',
  'bad-parameters',
  'bad-encoding',
]);
export type RejectionReason = z.infer<typeof rejectionReasonSchema>;

/** Ingest: this object is not fit to run. It carries the id that its run would have had, so that a user finds it. */
export const datasetRejected = defineEvent({
  source: 'relay.ingest',
  detailType: 'Dataset Rejected',
  detail: z.object({
    schemaVersion: z.literal(1),
    runId: z.string(),
    /** Null where no pipeline could be told. */
    pipeline: z.string().nullable(),
    dataset: datasetSchema,
    reason: rejectionReasonSchema,
    /** What was wrong and where. */
    message: z.string(),
    /** What to do about it. */
    remedy: z.string(),
    rejectedAt: z.iso.datetime(),
    /** Where the object is moved to and the file beside it that says why; null where it stays: outside raw/, or without a version. */
    quarantine: z.object({ key: z.string(), sidecarKey: z.string() }).nullable().default(null),
  }),
  example: {
    schemaVersion: 1,
    runId: '20261112T000000Z-3f2a9c41d07b',
    pipeline: 'demand-forecast',
    dataset: exampleDataset,
    reason: 'missing-columns',
    message: 'raw/train.csv has no column "sales"; its header is date, store, item, Sale.',
    remedy: 'Name the columns date, store, item, sales (any order) in the first line and drop the file again.',
    rejectedAt: '2026-11-12T00:00:01.000Z',
    quarantine: {
      key: 'quarantine/demand-forecast/2026-11-12/missing-columns/20261112T000000Z-3f2a9c41d07b/train.csv',
      sidecarKey: 'quarantine/demand-forecast/2026-11-12/missing-columns/20261112T000000Z-3f2a9c41d07b.json',
    },
  },
});
export type DatasetRejected = z.infer<typeof datasetRejected.detail>;
