import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import type { ModelRule } from '@glue-relay/shared/pipeline/quality-rules';
import type { ByHand } from '../domain/champion/by-hand';
import { approve, rollBack } from '../domain/champion/by-hand';
import { contenderOf } from '../domain/champion/champion';
import type { ApiPorts } from '../ports';
import { decideByGround } from './decide-by-ground';

/** A command about a pipeline's champion; the key makes a repeat of it known as one. */
export interface ChampionCommand {
  readonly pipeline: string;
  readonly rule: ModelRule;
  readonly key: string;
  readonly hand: ByHand;
}

/** What became of a command. */
export type CommandAnswer =
  | { readonly outcome: 'decided'; readonly decision: ChampionDecided }
  | { readonly outcome: 'nothing-to-do'; readonly reason: string }
  | {
      readonly outcome: 'refused';
      readonly ground: 'unknown-model' | 'ambiguous-model' | 'no-champion';
      readonly reason: string;
    };

/** Makes a model that a run trained champion, whatever the rule says. */
export const approveModel = async (
  ports: ApiPorts,
  { pipeline, rule, key, hand }: ChampionCommand,
  wanted: { readonly runId: string; readonly model: string; readonly variant: string | null },
): Promise<CommandAnswer> => {
  const trained = await ports.evaluationsOfRun(pipeline, wanted.runId);
  const named = trained.filter(({ model, variant }) => model === wanted.model && (wanted.variant ?? variant) === variant);
  const [evaluation, another] = named;
  if (!evaluation) {
    const there = trained.map(({ model, variant }) => `${model} (${variant})`).join(', ') || 'none';
    return refused('unknown-model', `run ${wanted.runId} of ${pipeline} has no such model evaluated; it has ${there}`);
  }
  if (another) {
    const variants = named.map(({ variant }) => variant).join(', ');
    return refused('ambiguous-model', `run ${wanted.runId} has ${wanted.model} in several variants: name one of ${variants}`);
  }
  const decision = await decideByGround(ports, pipeline, `command#${key}`, (before) =>
    approve(rule, before, contenderOf(evaluation, rule), pipeline, hand),
  );
  return decision
    ? { outcome: 'decided', decision }
    : { outcome: 'nothing-to-do', reason: `${wanted.model} of that run is champion already` };
};

/** Goes back to the champion before. */
export const rollBackChampion = async (
  ports: ApiPorts,
  { pipeline, rule, key, hand }: ChampionCommand,
): Promise<CommandAnswer> => {
  const decision = await decideByGround(ports, pipeline, `command#${key}`, (before) => before && rollBack(rule, before, hand));
  return decision
    ? { outcome: 'decided', decision }
    : refused('no-champion', `${pipeline} has no champion before this one to go back to`);
};

const refused = (ground: Extract<CommandAnswer, { outcome: 'refused' }>['ground'], reason: string): CommandAnswer => ({
  outcome: 'refused',
  ground,
  reason,
});
