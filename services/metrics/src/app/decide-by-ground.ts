import { outgoing } from '@glue-relay/shared/aws/event-bus';
import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { PIPELINE_METRICS } from '@glue-relay/shared/pipeline-metrics';
import type { Championship, Decided } from '../domain/champion/champion';
import { METRICS } from '../metric-names';
import type { DecidingPorts } from '../ports';

/** Others decided about the same pipeline each time that it was tried; trying later helps. */
export class ContendedChampionError extends Error {
  override readonly name = 'ContendedChampionError';
}

const MAX_TRIES = 8;

/**
 * Decides once for each ground, whoever decides about the same pipeline meanwhile: on a conflict it is decided again upon what
 * the other left. A repeat says what was decided the first time, in case that the one who decided it died before saying so.
 *
 * @param ground - what gives cause: a report's attempt, or a command's idempotency key
 * @param decide - pure; undefined where there is nothing to decide
 * @throws ContendedChampionError
 */
export const decideByGround = async (
  ports: DecidingPorts,
  pipeline: string,
  ground: string,
  decide: (before: Championship | undefined) => Decided | undefined,
): Promise<ChampionDecided | undefined> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const known = await ports.decisionOn(pipeline, ground);
    if (known) return say(ports, known);
    const decided = decide(await ports.findChampion(pipeline));
    if (!decided) return undefined;
    const outcome = await ports.commitDecision(decided, ground);
    if (outcome === 'decided') return announce(ports, decided.decision);
    if (outcome === 'conflict') ports.count(METRICS.contended);
  }
  throw new ContendedChampionError(`Others decided about the champion of ${pipeline} ${MAX_TRIES} times in a row`);
};

const say = async (ports: DecidingPorts, decision: ChampionDecided): Promise<ChampionDecided> => {
  if (decision.outcome !== 'kept') await pointAlias(ports, decision.pipeline);
  await ports.keepDecision(decision);
  await ports.publish([outgoing(championDecided, decision)]);
  return decision;
};

/** Written and then looked at again: of two that write at once, the one that comes last sees the newer and writes that. */
const pointAlias = async (ports: DecidingPorts, pipeline: string): Promise<void> => {
  let written = await ports.findChampion(pipeline);
  while (written) {
    await ports.pointAlias(written);
    const now = await ports.findChampion(pipeline);
    if (now?.sequence === written.sequence) return;
    written = now;
  }
};

const announce = async (ports: DecidingPorts, decision: ChampionDecided): Promise<ChampionDecided> => {
  const { pipeline, outcome, sequence, reason, challenger } = decision;
  await say(ports, decision);
  ports.count(METRICS.decided);
  ports.measure(PIPELINE_METRICS.championChanged, outcome === 'kept' ? 0 : 1, { pipeline });
  ports.tell('champion decided', { pipeline, runId: challenger.runId, outcome, sequence, reason });
  return decision;
};
