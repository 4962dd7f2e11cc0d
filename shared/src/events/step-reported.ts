import * as z from 'zod';
import { exampleJobReport, jobReportSchema } from '../job-report';
import { defineEvent } from './define-event';

/** Metrics: a step's report was read and recorded; it carries the report without the model evaluations. */
export const stepReported = defineEvent({
  source: 'relay.metrics',
  detailType: 'Step Reported',
  detail: jobReportSchema.omit({ models: true }).extend({ recordedAt: z.iso.datetime() }),
  example: {
    ...(({ models: _models, ...report }) => report)(exampleJobReport),
    recordedAt: '2026-11-12T00:01:00.000Z',
  },
});
export type StepReported = z.infer<typeof stepReported.detail>;
