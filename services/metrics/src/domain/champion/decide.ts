import type { ChampionDecided, Contender } from '@glue-relay/shared/events/champion-decided';
import type { ModelRule } from '@glue-relay/shared/pipeline/quality-rules';
import type { Evaluation } from '../evaluation';
import { isBetter } from '../statistics';
import type { Championship, Decided } from './champion';
import { contenderOf, decidedBy, isSameModel } from './champion';

/** The best of a report's models by the rule: of one report only one contends. Undefined where none is on the rule's split. */
export const challengerOf = (evaluations: readonly Evaluation[], rule: ModelRule): Contender | undefined => {
  const eligible = evaluations
    .filter(({ split }) => rule.split === null || split === rule.split)
    .map((evaluation) => contenderOf(evaluation, rule));
  return eligible.reduce<Contender | undefined>((best, each) => (best && !surpasses(each, best, rule) ? best : each), undefined);
};

const surpasses = ({ value }: Contender, best: Contender, { higherIsBetter }: ModelRule): boolean =>
  value !== null && (best.value === null || isBetter(value, best.value, higherIsBetter));

/**
 * Whether a challenger becomes champion by the pipeline's rule.
 *
 * @param cause - the report that the challenger is of, and when it was written, ISO 8601
 * @returns undefined where there is neither a champion nor a value to make the challenger one
 */
export const decideChampion = (
  rule: ModelRule,
  before: Championship | undefined,
  challenger: Contender,
  pipeline: string,
  cause: { readonly at: string; readonly report: NonNullable<ChampionDecided['report']> },
): Decided | undefined => {
  const by = { challenger, decidedBy: 'rule', decidedAt: cause.at, report: cause.report };
  if (!before) {
    if (challenger.value === null) return undefined;
    const reason = `The first ${rule.metric} of the pipeline: ${format(challenger.value)}.`;
    return decidedBy(pipeline, rule, before, { ...by, outcome: 'promoted', champion: challenger, earlier: [], reason });
  }
  const { champion, earlier } = before;
  if (isSameModel(champion, challenger)) {
    const reason = `The champion itself was evaluated anew: ${rule.metric} ${format(challenger.value)}.`;
    return decidedBy(pipeline, rule, before, { ...by, outcome: 'kept', champion: challenger, earlier, reason });
  }
  const { isMet, reason } = compare(rule, champion, challenger);
  return decidedBy(pipeline, rule, before, {
    ...by,
    reason,
    ...(isMet
      ? { outcome: 'promoted' as const, champion: challenger, earlier: [...earlier, champion] }
      : { outcome: 'kept' as const, champion, earlier }),
  });
};

const compare = (rule: ModelRule, champion: Contender, challenger: Contender): { isMet: boolean; reason: string } => {
  const { metric, margin, higherIsBetter } = rule;
  if (challenger.value === null) return { isMet: false, reason: `The challenger's report has no ${metric}.` };
  if (challenger.split !== champion.split) {
    return {
      isMet: false,
      reason: `The challenger was evaluated on ${challenger.split}, the champion on ${champion.split}: that does not compare. Approve it by hand where it is the better one.`,
    };
  }
  if (champion.value === null)
    return { isMet: true, reason: `The champion has no ${metric}, the challenger ${format(challenger.value)}.` };
  const gain = ((higherIsBetter ? 1 : -1) * (challenger.value - champion.value)) / Math.abs(champion.value || 1);
  const isMet = gain > 0 && gain >= margin;
  const said = `${percent(Math.abs(gain))} ${gain >= 0 ? 'better' : 'worse'} than the champion's ${format(champion.value)}`;
  return { isMet, reason: `${metric} ${format(challenger.value)} is ${said}; the rule asks for ${percent(margin)}.` };
};

const format = (value: number | null): string => (value === null ? 'none' : String(Number(value.toPrecision(5))));
const percent = (share: number): string => `${Number((share * 100).toPrecision(3))}%`;
