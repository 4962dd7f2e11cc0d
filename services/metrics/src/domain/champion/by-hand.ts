import type { Contender } from '@glue-relay/shared/events/champion-decided';
import type { ModelRule } from '@glue-relay/shared/pipeline/quality-rules';
import type { Championship, Decided } from './champion';
import { decidedBy, isSameModel } from './champion';

/** A person's decision: who, when (ISO 8601), why. */
export interface ByHand {
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly reason: string;
}

/** Makes a model champion whatever the rule says; undefined where it is champion already. */
export const approve = (
  rule: ModelRule,
  before: Championship | undefined,
  challenger: Contender,
  pipeline: string,
  hand: ByHand,
): Decided | undefined => {
  if (before && isSameModel(before.champion, challenger)) return undefined;
  const earlier = before ? [...before.earlier, before.champion] : [];
  return decidedBy(pipeline, rule, before, {
    ...hand,
    report: null,
    outcome: 'approved',
    challenger,
    champion: challenger,
    earlier,
  });
};

/** Makes the champion before this one champion again; undefined where there is none. */
export const rollBack = (rule: ModelRule, before: Championship, hand: ByHand): Decided | undefined => {
  const champion = before.earlier.at(-1);
  if (!champion) return undefined;
  const earlier = before.earlier.slice(0, -1);
  return decidedBy(before.pipeline, rule, before, {
    ...hand,
    report: null,
    outcome: 'rolled-back',
    challenger: champion,
    champion,
    earlier,
  });
};
