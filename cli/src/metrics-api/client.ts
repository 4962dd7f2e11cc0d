import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Context } from '../context';
import type { StageApi } from '../stage-api/client';
import { stageApiOf } from '../stage-api/client';
import type { Target } from '../target';

const figure = z.looseObject({ runId: z.string(), value: z.number() });
const stabilitySchema = z.looseObject({
  pipeline: z.string(),
  metric: z.string(),
  models: z.array(
    z.looseObject({
      model: z.string(),
      variant: z.string(),
      split: z.string(),
      statistics: z.looseObject({
        count: z.number(),
        mean: z.number(),
        standardDeviation: z.number().nullable(),
        coefficientOfVariation: z.number().nullable(),
        best: figure,
        last: figure,
        trend: z.number().nullable(),
      }),
    }),
  ),
});
/** How a metric of each model went over the latest runs. */
export type Stability = z.infer<typeof stabilitySchema>;

const contenderSchema = z.looseObject({
  runId: z.string(),
  model: z.string(),
  variant: z.string(),
  split: z.string(),
  value: z.number().nullable(),
});
const decisionSchema = z.looseObject({
  sequence: z.number(),
  outcome: z.string(),
  metric: z.string(),
  challenger: contenderSchema,
  champion: contenderSchema,
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
});
export type Decision = z.infer<typeof decisionSchema>;
const championSchema = z.looseObject({
  pipeline: z.string(),
  rule: z.looseObject({ metric: z.string(), margin: z.number() }).nullable(),
  champion: contenderSchema.nullable(),
  decisions: z.array(decisionSchema),
});
/** A pipeline's champion and the decisions that led to it, newest first. */
export type Champion = z.infer<typeof championSchema>;

const answerSchema = z.discriminatedUnion('outcome', [
  z.looseObject({ outcome: z.literal('decided'), decision: decisionSchema }),
  z.looseObject({ outcome: z.literal('nothing-to-do'), reason: z.string() }),
]);
export type ChampionAnswer = z.infer<typeof answerSchema>;

const driftSchema = z.looseObject({
  pipeline: z.string(),
  findings: z.array(
    z.looseObject({
      runId: z.string(),
      kind: z.string(),
      severity: z.string(),
      subject: z.string(),
      value: z.number(),
      limits: z.object({ lower: z.number().nullable(), upper: z.number().nullable() }),
      message: z.string(),
      foundAt: z.string(),
    }),
  ),
});
export type Drift = z.infer<typeof driftSchema>;

/** What the metrics service tells of a pipeline and may be asked to do. */
export interface MetricsApi {
  stability(pipeline: string, runs: number, metric: string | null): Promise<Stability>;
  champion(pipeline: string): Promise<Champion>;
  approve(
    pipeline: string,
    wanted: { readonly runId: string; readonly model: string; readonly variant: string | null; readonly reason: string },
  ): Promise<ChampionAnswer>;
  rollBack(pipeline: string, reason: string): Promise<ChampionAnswer>;
  drift(pipeline: string, limit: number): Promise<Drift>;
}

/** The metrics service's API of a target. Each command goes out under a key of its own, so that sending it again is safe. */
export const metricsApiOf = async (context: Context, target: Target): Promise<MetricsApi> => {
  const api: StageApi = await stageApiOf(context, target, 'metrics');
  const at = (pipeline: string, path: string): string => `/pipelines/${encodeURIComponent(pipeline)}/${path}`;
  return {
    stability: (pipeline, runs, metric) => {
      const query = new URLSearchParams({ runs: String(runs), ...(metric ? { metric } : {}) });
      return api.must(at(pipeline, `models?${query}`), stabilitySchema);
    },
    champion: (pipeline) => api.must(at(pipeline, 'champion'), championSchema),
    approve: (pipeline, wanted) => api.post(at(pipeline, 'champion/approve'), wanted, randomUUID(), answerSchema),
    rollBack: (pipeline, reason) => api.post(at(pipeline, 'champion/rollback'), { reason }, randomUUID(), answerSchema),
    drift: (pipeline, limit) => api.must(at(pipeline, `drift?limit=${limit}`), driftSchema),
  };
};
