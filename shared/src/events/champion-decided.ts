import * as z from 'zod';
import { defineEvent } from './define-event';

/** One model as a run trained it, with the value of the metric that decides. */
export const contenderSchema = z.object({
  runId: z.string(),
  model: z.string(),
  variant: z.string(),
  split: z.string(),
  /** Null where that run did not report the metric. */
  value: z.number().nullable(),
});
export type Contender = z.infer<typeof contenderSchema>;

/**
 * What a decision did. `promoted`: the challenger met the rule and is champion; `kept`: it did not; `approved` and
 * `rolled-back`: a person made another model champion, forwards or back.
 */
export const championOutcomeSchema = z.enum(['promoted', 'kept', 'approved', 'rolled-back']);

/** Metrics: which model of a pipeline is champion was decided; of two decisions the higher `sequence` is the newer. */
export const championDecided = defineEvent({
  source: 'relay.metrics',
  detailType: 'Champion Decided',
  detail: z.object({
    schemaVersion: z.literal(1),
    pipeline: z.string(),
    /** Place of the decision among those of its pipeline, from 1. */
    sequence: z.number().int().positive(),
    outcome: championOutcomeSchema,
    /** The metric that decides, for example `rmse`; lower is better unless `higherIsBetter`. */
    metric: z.string(),
    higherIsBetter: z.boolean(),
    challenger: contenderSchema,
    /** Champion before the decision; null where there was none. */
    previous: contenderSchema.nullable(),
    /** Champion after the decision. */
    champion: contenderSchema,
    /** In words for a person. */
    reason: z.string(),
    /** The ARN of a person or role, or `rule`. */
    decidedBy: z.string(),
    decidedAt: z.iso.datetime(),
    /** The report that gave cause; null where a person did. */
    report: z.object({ step: z.string(), attempt: z.number().int().positive() }).nullable().default(null),
  }),
  example: {
    schemaVersion: 1,
    pipeline: 'demand-forecast',
    sequence: 2,
    outcome: 'promoted',
    metric: 'rmse',
    higherIsBetter: false,
    challenger: exampleContender('20261112T000000Z-3f2a9c41d07b', 7.74),
    previous: exampleContender('20261111T000000Z-0c11f2a9de40', 8.02),
    champion: exampleContender('20261112T000000Z-3f2a9c41d07b', 7.74),
    reason: 'rmse 7.74 is 3.5% better than the champion’s 8.02; the rule asks for 1%.',
    decidedBy: 'rule',
    decidedAt: '2026-11-12T00:01:01.000Z',
    report: { step: 'train', attempt: 1 },
  },
});
export type ChampionDecided = z.infer<typeof championDecided.detail>;

function exampleContender(runId: string, value: number): Contender {
  return { runId, model: 'poisson-regression', variant: 'forecast', split: 'rolling-origin-3x90', value };
}
