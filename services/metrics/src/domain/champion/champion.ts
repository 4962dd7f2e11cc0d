import type { ChampionDecided, Contender } from '@glue-relay/shared/events/champion-decided';
import type { ModelRule } from '@glue-relay/shared/pipeline/quality-rules';
import type { Evaluation } from '../evaluation';

/** Which model of a pipeline is champion, by its newest decision. */
export interface Championship {
  readonly pipeline: string;
  /** Of the newest decision. */
  readonly sequence: number;
  readonly champion: Contender;
  /** Champions before it, the latest last: what a rollback goes back to. */
  readonly earlier: readonly Contender[];
}

/** A decision and the championship that it leads to. */
export interface Decided {
  readonly decision: ChampionDecided;
  readonly after: Championship;
}

export const contenderOf = (evaluation: Evaluation, { metric }: ModelRule): Contender => ({
  runId: evaluation.runId,
  model: evaluation.model,
  variant: evaluation.variant,
  split: evaluation.split,
  value: evaluation.metrics[metric] ?? null,
});

/** Whether two are the same model as the same run trained it. */
export const isSameModel = (one: Contender, other: Contender): boolean =>
  one.runId === other.runId && one.model === other.model && one.variant === other.variant && one.split === other.split;

const MOST_EARLIER = 20;

/** Who decided what, when. */
export interface Verdict
  extends Pick<ChampionDecided, 'outcome' | 'challenger' | 'champion' | 'reason' | 'decidedBy' | 'decidedAt' | 'report'> {
  readonly earlier: readonly Contender[];
}

/** The next decision of a pipeline, by a verdict on what was before. */
export const decidedBy = (
  pipeline: string,
  rule: ModelRule,
  before: Championship | undefined,
  { earlier, ...verdict }: Verdict,
): Decided => {
  const sequence = (before?.sequence ?? 0) + 1;
  const { metric, higherIsBetter } = rule;
  return {
    decision: { schemaVersion: 1, pipeline, sequence, metric, higherIsBetter, previous: before?.champion ?? null, ...verdict },
    after: { pipeline, sequence, champion: verdict.champion, earlier: earlier.slice(-MOST_EARLIER) },
  };
};
