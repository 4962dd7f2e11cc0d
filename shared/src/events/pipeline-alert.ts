import * as z from 'zod';
import { defineEvent } from './define-event';

const common = {
  schemaVersion: z.literal(1),
  /** One per breach: who has seen it may leave a repeat alone. */
  alertId: z.string(),
  pipeline: z.string(),
  /** When the breach was found. */
  at: z.iso.datetime(),
};

/** Orchestrator: a pipeline broke one of the `alerts` of its pipeline.yml. At least once for each breach. */
export const pipelineAlert = defineEvent({
  source: 'relay.orchestrator',
  detailType: 'Pipeline Alert',
  detail: z.discriminatedUnion('kind', [
    z.object({
      /** A run is still queued or running `deadlineMinutes` after it was made, or redriven last. */
      kind: z.literal('deadline-missed'),
      ...common,
      runId: z.string(),
      state: z.enum(['QUEUED', 'RUNNING']),
      since: z.iso.datetime(),
      deadlineMinutes: z.number().int().positive(),
    }),
    z.object({
      /** No run has succeeded for `noSuccessWithinHours`. */
      kind: z.literal('no-success'),
      ...common,
      /** Null where none has succeeded yet. */
      lastSuccess: z.object({ runId: z.string(), endedAt: z.iso.datetime() }).nullable(),
      /** From when on the hours count: the last success, or when the pipeline was first watched. */
      since: z.iso.datetime(),
      noSuccessWithinHours: z.number().int().positive(),
    }),
  ]),
  example: {
    kind: 'deadline-missed',
    schemaVersion: 1,
    alertId: 'deadline-missed#20261112T000000Z-3f2a9c41d07b#0',
    pipeline: 'demand-forecast',
    at: '2026-11-12T01:30:30.000Z',
    runId: '20261112T000000Z-3f2a9c41d07b',
    state: 'RUNNING',
    since: '2026-11-12T00:00:01.500Z',
    deadlineMinutes: 90,
  },
});
export type PipelineAlert = z.infer<typeof pipelineAlert.detail>;
