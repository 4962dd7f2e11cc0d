import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import type { DriftAlert } from '../domain/alert';
import { alertSchema, isDrift } from '../domain/alert';
import type { LatestModel } from '../domain/entities';
import { evaluationSchema, latestModelSchema } from '../domain/entities';
import { driftOfPipeline } from '../domain/lists';
import { CHAMPIONS, decisionsOf, evaluationsOf, LATEST_MODELS } from '../domain/places';
import type { Trend } from '../domain/trend';
import { metricNamesOf, trendsOf } from '../domain/trend';
import type { ReadModel } from '../ports';

export type Decision = Omit<ChampionDecided, 'schemaVersion' | 'report'>;

const decisionOf = (value: unknown): Decision => {
  const { schemaVersion: _, report: __, ...decision } = championDecided.detail.parse(value);
  return decision;
};

/** The answer to `GET /models`. */
export interface Models {
  readonly models: readonly LatestModel[];
  readonly champions: readonly Decision[];
}

/** The latest evaluation of every model and the champions, in two reads. */
export const listModels = async (readModel: ReadModel): Promise<Models> => {
  const [models, champions] = await Promise.all([
    readModel.read({ collection: LATEST_MODELS }),
    readModel.read({ collection: CHAMPIONS }),
  ]);
  return {
    models: models.map(({ value }) => latestModelSchema.parse(value)),
    champions: champions.map(({ value }) => decisionOf(value)),
  };
};

/** The answer to `GET /models/{pipeline}`. */
export interface PipelineModels {
  readonly pipeline: string;
  readonly metric: string;
  readonly metrics: readonly string[];
  readonly trends: readonly Trend[];
  readonly champion: Decision['champion'] | null;
  readonly decisions: readonly Decision[];
  readonly drift: readonly DriftAlert[];
}

const USUAL_METRIC = 'rmse';
const MOST_DECISIONS = 50;

/** A pipeline's models over time, in three reads; undefined where it has none. */
export const findPipelineModels = async (
  readModel: ReadModel,
  pipeline: string,
  wanted: { readonly metric: string | null; readonly limit: number },
): Promise<PipelineModels | undefined> => {
  const [kept, decided, found] = await Promise.all([
    readModel.read({ collection: evaluationsOf(pipeline), newestFirst: true, limit: wanted.limit }),
    readModel.read({ collection: decisionsOf(pipeline), newestFirst: true, limit: MOST_DECISIONS }),
    readModel.list({ list: driftOfPipeline(pipeline), before: null, limit: MOST_DECISIONS }),
  ]);
  if (kept.length === 0 && decided.length === 0) return undefined;
  const evaluations = kept.map(({ value }) => evaluationSchema.parse(value));
  const decisions = decided.map(({ value }) => decisionOf(value));
  const metric = wanted.metric ?? decisions[0]?.metric ?? USUAL_METRIC;
  return {
    pipeline,
    metric,
    metrics: metricNamesOf(evaluations),
    trends: trendsOf(evaluations, metric),
    champion: decisions[0]?.champion ?? null,
    decisions,
    drift: found.lines.map(({ line }) => alertSchema.parse(line)).filter(isDrift),
  };
};
