import type { Effect, StartEffect } from '../domain/effects';
import { metricNames } from '../domain/metrics';
import type { Observation } from '../domain/observation';
import type { Ports } from '../ports';

/** What acting brought to light, and what went wrong; the latter is owed again at a later wake-up. */
export interface Acted {
  readonly observations: readonly Observation[];
  readonly failures: readonly unknown[];
}

/** Does what a committed run owes, all at once; one failure keeps none of the others from being done. */
export const act = async (ports: Ports, runId: string, effects: readonly Effect[]): Promise<Acted> => {
  const settled = await Promise.allSettled(effects.map((effect) => actOne(ports, runId, effect)));
  return {
    observations: settled.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : [])),
    failures: settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])),
  };
};

const actOne = async (ports: Ports, runId: string, effect: Effect): Promise<Observation | null> => {
  switch (effect.type) {
    case 'start':
      return start(ports, runId, effect);
    case 'stop':
      await ports.glue.stop(effect.jobName, effect.jobRunId);
      return null;
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

/** An empty bucket is like Glue without room: the attempt waits and is not used up. */
const LIMIT_REACHED = 'the stage has started as many job runs as it may for now';

const start = async (ports: Ports, runId: string, effect: StartEffect): Promise<Observation | null> => {
  const { step, attempt, leaseUntil } = effect;
  if (effect.mode !== 'start') {
    const glueRun = await ports.glue.search(effect.jobName, { runId, step, attempt }, effect.searchSince);
    if (glueRun) {
      ports.telemetry.count(metricNames.jobRunAdopted);
      return { kind: 'glue-run', step, attempt, glueRun };
    }
    if (effect.mode === 'adopt') return { kind: 'never-started', step, attempt, leaseUntil };
  }
  // Before the lease is looked at, for this call may take long, and nothing may come between that look and the start.
  if (!(await ports.glue.permitStart())) {
    return { kind: 'no-capacity', step, attempt, leaseUntil, message: LIMIT_REACHED, mayHaveStarted: false };
  }
  // Too late to be sure of the lease: whoever takes it over searches first, so leave it to them.
  if (ports.clock() >= effect.startBefore) return null;
  const answer = await ports.glue.start(effect);
  switch (answer.type) {
    case 'started':
      return { kind: 'started', step, attempt, jobRunId: answer.jobRunId };
    case 'no-capacity':
      return { kind: 'no-capacity', step, attempt, leaseUntil, message: answer.message, mayHaveStarted: answer.mayHaveStarted };
    case 'refused':
      return { kind: 'start-refused', step, attempt, leaseUntil, message: answer.message };
  }
};
