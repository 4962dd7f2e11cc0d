import * as z from 'zod';
import { defineEvent } from './define-event';

/** What drifted: a model's metric, or what went into the run. */
export const driftKindSchema = z.enum(['model-metric', 'row-count', 'quarantined-share', 'missing-values', 'input-distribution']);

/** Of an alarm people are told; a warning is only shown. */
export const driftSeveritySchema = z.enum(['warning', 'alarm']);

/** Metrics: a figure of a run lies outside what the runs before it lead to expect. At least once for each `driftId`. */
export const driftFound = defineEvent({
  source: 'relay.metrics',
  detailType: 'Drift Found',
  detail: z.object({
    schemaVersion: z.literal(1),
    /** One per finding: who has seen it may leave a repeat alone. */
    driftId: z.string(),
    pipeline: z.string(),
    runId: z.string(),
    kind: driftKindSchema,
    /** A `warning` is on record only, an `alarm` is told to people too. */
    severity: driftSeveritySchema,
    /** What was measured: `rmse` of a model, a column of the input, `rows`. */
    subject: z.string(),
    value: z.number(),
    /** Limits that it should lie in; null where that side is open. */
    limits: z.object({ lower: z.number().nullable(), upper: z.number().nullable() }),
    /** How many earlier runs the limits come from. */
    runsCompared: z.number().int().nonnegative(),
    /** In words for a person. */
    message: z.string(),
    foundAt: z.iso.datetime(),
  }),
  example: {
    schemaVersion: 1,
    driftId: '20261112T000000Z-3f2a9c41d07b#model-metric#poisson-regression/rmse',
    pipeline: 'demand-forecast',
    runId: '20261112T000000Z-3f2a9c41d07b',
    kind: 'model-metric',
    severity: 'alarm',
    subject: 'poisson-regression/rmse',
    value: 9.8,
    limits: { lower: 7.4, upper: 8.3 },
    runsCompared: 12,
    message: 'rmse 9.80 of poisson-regression is above 8.30, the upper control limit of 12 runs.',
    foundAt: '2026-11-12T00:01:01.000Z',
  },
});
export type DriftFound = z.infer<typeof driftFound.detail>;
