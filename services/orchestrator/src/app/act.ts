import type { Effect, StartEffect, StopEffect } from '../domain/effects';
import { metricNames } from '../domain/metrics';
import type { Observation } from '../domain/observation';
import type { Ports } from '../ports';
import { kindOf } from '../step-kinds';

/** What acting brought to light, and what went wrong; the latter is owed again at a later wake-up. */
export interface Acted {
  readonly observations: readonly Observation[];
  readonly failures: readonly unknown[];
}

/** What came of asking for the permits of starts. */
export type Permits = ReadonlyMap<Effect, PromiseSettledResult<boolean>>;

/**
 * Asks for the permit of each start that is sure to be tried; never rejects. It may go on while the decision is being committed,
 * for neither waits for the other; a permit of a commit that lost its race is lost to the limit for the time of one start. So
 * one that waited for capacity asks when it is committed: the timers of a starved stage would take the starts from each other.
 */
export const permitStarts = async (ports: Ports, effects: readonly Effect[]): Promise<Permits> => {
  const starts = effects.filter((effect) => effect.type === 'start' && isSureOfTrying(ports, effect));
  const asked = starts.map(async (start) => [start, (await Promise.allSettled([ports.permitStart()]))[0]] as const);
  return new Map(await Promise.all(asked));
};

const isSureOfTrying = ({ kinds }: Ports, { mode, firstTry, work }: StartEffect): boolean =>
  mode === 'start' && firstTry && kindOf(kinds, work).isLimited;

/** Does what a committed run owes, all at once; one failure keeps none of the others from being done. */
export const act = async (ports: Ports, runId: string, effects: readonly Effect[], permits: Permits): Promise<Acted> => {
  const settled = await Promise.allSettled(effects.map((effect) => actOne(ports, runId, effect, permits)));
  return {
    observations: settled.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : [])),
    failures: settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])),
  };
};

const actOne = async (ports: Ports, runId: string, effect: Effect, permits: Permits): Promise<Observation | null> => {
  switch (effect.type) {
    case 'start':
      return start(ports, effect, permits);
    case 'stop':
      return stop(ports, effect);
    case 'wake':
      await ports.sendWakes([{ runId, cause: 'timer', at: effect.at }]);
      return null;
    case 'admit': {
      const { head } = await ports.store.queueOf(effect.pipeline);
      if (head) await ports.sendWakes([{ runId: head.runId, cause: 'slot-free', at: ports.clock() }]);
      return null;
    }
    case 'displace':
      await ports.sendWakes([{ runId: effect.runId, cause: 'newer-run', at: ports.clock() }]);
      return null;
  }
};

const stop = async ({ kinds }: Ports, { step, work, executionId }: StopEffect): Promise<Observation | null> => {
  const execution = await kindOf(kinds, work).stop(work, executionId);
  return execution && { kind: 'execution', step, attempt: work.attempt, execution };
};

/** An empty bucket is like Glue without room: the attempt waits and is not used up. */
const LIMIT_REACHED = 'the stage has started as many job runs as it may for now';

const start = async (ports: Ports, effect: StartEffect, permits: Permits): Promise<Observation | null> => {
  const { step, work, leaseUntil } = effect;
  const { attempt } = work;
  const kind = kindOf(ports.kinds, work);
  if (effect.mode !== 'start') {
    const execution = await kind.observe(work, { since: effect.owedSince });
    if (execution) {
      ports.telemetry.count(metricNames.executionAdopted);
      return { kind: 'execution', step, attempt, execution };
    }
    if (effect.mode === 'adopt') return { kind: 'never-started', step, attempt, leaseUntil };
  }
  // Before the lease is looked at, for this call may take long, and nothing may come between that look and the start.
  if (kind.isLimited && !(await permitOf(ports, effect, permits))) {
    return { kind: 'no-capacity', step, attempt, leaseUntil, message: LIMIT_REACHED, mayHaveStarted: false };
  }
  // Too late to be sure of the lease: whoever takes it over searches first, so leave it to them.
  if (ports.clock() >= effect.startBefore) return null;
  const answer = await kind.start(work);
  switch (answer.type) {
    case 'started':
      return { kind: 'started', step, attempt, executionId: answer.executionId };
    case 'execution':
      return { kind: 'execution', step, attempt, execution: answer.execution };
    case 'no-capacity': {
      const { type, ...known } = answer;
      return { kind: type, step, attempt, leaseUntil, ...known };
    }
    case 'refused':
      return { kind: 'start-refused', step, attempt, leaseUntil, message: answer.message };
  }
};

const permitOf = async (ports: Ports, effect: StartEffect, permits: Permits): Promise<boolean> => {
  const asked = permits.get(effect);
  if (!asked) return ports.permitStart();
  if (asked.status === 'rejected') throw asked.reason;
  return asked.value;
};
