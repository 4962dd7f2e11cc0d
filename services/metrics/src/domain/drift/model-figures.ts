import type { Contender } from '@glue-relay/shared/events/champion-decided';
import type { DriftRule } from '@glue-relay/shared/pipeline/quality-rules';
import { mean } from 'simple-statistics';
import type { Evaluation } from '../evaluation';
import type { Figure } from './finding';

/** Metrics that are watched beside the one that decides. */
const WATCHED = ['rmse', 'bias'] as const;

/** Whether an evaluation is of the champion's model: same model, variant and split, whichever run trained it. */
export const isOfChampion = (evaluation: Evaluation, champion: Contender): boolean =>
  evaluation.model === champion.model && evaluation.variant === champion.variant && evaluation.split === champion.split;

/**
 * Error and bias of an evaluation beside those of the same model in earlier runs.
 *
 * @param history - evaluations of the model in earlier runs, oldest first
 * @param deciding - metric of the pipeline's rule
 */
export const modelFigures = (
  evaluation: Evaluation,
  history: readonly Evaluation[],
  deciding: string,
  rule: DriftRule,
): Figure[] =>
  [...new Set([deciding, ...WATCHED])].flatMap((metric) => {
    const value = evaluation.metrics[metric];
    if (value === undefined) return [];
    const past = valuesOf(history, metric);
    return [
      {
        kind: 'model-metric' as const,
        subject: `${evaluation.model}/${metric}`,
        name: `${metric} of ${evaluation.model}`,
        value,
        history: past,
        tolerance: rule.metricTolerance * scaleOf(metric, past, valuesOf(history, deciding)),
        sides: 'both' as const,
      },
    ];
  });

const valuesOf = (history: readonly Evaluation[], metric: string): number[] =>
  history.flatMap(({ metrics }) => (metrics[metric] === undefined ? [] : [metrics[metric]]));

/** Bias lies about 0, where a share of it says nothing: it is measured by the size of the error, in the same unit. */
const scaleOf = (metric: string, past: readonly number[], errors: readonly number[]): number => {
  const values = metric === 'bias' && errors.length > 0 ? errors : past;
  return values.length === 0 ? 0 : Math.abs(mean([...values]));
};
