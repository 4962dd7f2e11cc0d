import * as z from 'zod';
import { datasetSchema, exampleDataset, parametersSchema } from '../dataset';
import { defineEvent } from './define-event';

/** Ingest: this object is fit to run through this pipeline. The orchestrator answers with one run of that id. */
export const datasetAccepted = defineEvent({
  source: 'relay.ingest',
  detailType: 'Dataset Accepted',
  detail: z.object({
    schemaVersion: z.literal(1),
    runId: z.string(),
    pipeline: z.string(),
    dataset: datasetSchema,
    parameters: parametersSchema,
    acceptedAt: z.iso.datetime(),
  }),
  example: {
    schemaVersion: 1,
    runId: '20261112T000000Z-3f2a9c41d07b',
    pipeline: 'demand-forecast',
    dataset: exampleDataset,
    parameters: { tuned: false, variant: 'classic' },
    acceptedAt: '2026-11-12T00:00:01.000Z',
  },
});
export type DatasetAccepted = z.infer<typeof datasetAccepted.detail>;
