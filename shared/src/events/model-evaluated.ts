import * as z from 'zod';
import { datasetSchema, exampleDataset } from '../dataset';
import { exampleJobReport, jobReportSchema } from '../job-report';
import { defineEvent } from './define-event';

/** Metrics: one model of one run was evaluated; recorded once for each model that a report names. */
export const modelEvaluated = defineEvent({
  source: 'relay.metrics',
  detailType: 'Model Evaluated',
  detail: jobReportSchema.shape.models.element.extend({
    schemaVersion: z.literal(1),
    pipeline: z.string(),
    runId: z.string(),
    step: z.string(),
    attempt: z.number().int().positive(),
    evaluatedAt: z.iso.datetime(),
    /** What was trained on and by which code; null where the run was not known when the report came. */
    dataset: datasetSchema.nullable().default(null),
    codeVersion: z.string().nullable().default(null),
  }),
  example: {
    ...(exampleJobReport.models[0] as JobReportModel),
    schemaVersion: 1,
    pipeline: exampleJobReport.pipeline,
    runId: exampleJobReport.runId,
    step: 'train',
    attempt: 1,
    evaluatedAt: '2026-11-12T00:01:00.000Z',
    dataset: exampleDataset,
    codeVersion: '5f2a9c41d07b',
  },
});
type JobReportModel = z.infer<typeof jobReportSchema>['models'][number];
export type ModelEvaluated = z.infer<typeof modelEvaluated.detail>;
