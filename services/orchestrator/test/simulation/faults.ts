import type { Glue, Ports, RunStore, StartAnswer } from '../../src/ports';
import type { Random } from './random';
import type { Scheduler } from './scheduler';

/** How often each thing goes wrong at a call, and how many times in all, so that the world calms down in the end. */
export interface FaultRates {
  readonly crash: number;
  readonly error: number;
  readonly stall: number;
  readonly budget: number;
}

/** One invocation of a handler; once dead it never goes on. */
export interface Invocation {
  dead: boolean;
  readonly died: () => void;
}

/** An AWS call that failed, before or after it took effect. */
export class InjectedError extends Error {
  override readonly name = 'InjectedError';
}

/** A call's thread is held up for so long at most; a start for less, since its connection times out. */
const LONGEST_STALL_MS = 120_000;
const LONGEST_START_STALL_MS = 10_000;

/** Makes an invocation's view of the ports: every call is a point where others may come between, and where it may go wrong. */
export const faultInjector = (scheduler: Scheduler, random: Random, rates: FaultRates) => {
  let budget = rates.budget;
  const strikes = (rate: number): boolean => {
    if (budget <= 0 || !random.chance(rate)) return false;
    budget -= 1;
    return true;
  };
  const step = async (invocation: Invocation, longestStall: number): Promise<void> => {
    await scheduler.pause(strikes(rates.stall) ? random.between(1, longestStall) : 0);
    if (!invocation.dead && strikes(rates.crash)) {
      invocation.dead = true;
      invocation.died();
    }
    if (invocation.dead) await new Promise(() => {});
  };
  const call =
    <Given extends readonly unknown[], Answer>(invocation: Invocation, real: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      await step(invocation, LONGEST_STALL_MS);
      if (strikes(rates.error)) throw new InjectedError('before');
      const answer = await real(...given);
      await step(invocation, LONGEST_STALL_MS);
      if (strikes(rates.error)) throw new InjectedError('after');
      return answer;
    };
  const start =
    (invocation: Invocation, glue: Glue): Glue['start'] =>
    async (given): Promise<StartAnswer> => {
      await step(invocation, LONGEST_START_STALL_MS);
      if (strikes(rates.error)) return { type: 'no-capacity', message: 'ThrottlingException: slow down', mayHaveStarted: false };
      if (strikes(rates.error)) return { type: 'no-capacity', message: 'InternalServiceException: before', mayHaveStarted: true };
      const answer = await glue.start(given);
      await step(invocation, LONGEST_STALL_MS);
      if (strikes(rates.error)) return { type: 'no-capacity', message: 'InternalServiceException: after', mayHaveStarted: true };
      return answer;
    };
  return (invocation: Invocation, ports: Ports): Ports => {
    const through = <Given extends readonly unknown[], Answer>(real: (...given: Given) => Promise<Answer>) =>
      call(invocation, real);
    const { store, glue } = ports;
    const faultyStore: RunStore = {
      load: through(store.load),
      commit: through(store.commit),
      newestOf: through(store.newestOf),
      commandOf: through(store.commandOf),
      recordCommand: through(store.recordCommand),
      permitStart: through(store.permitStart),
      queueOf: through(store.queueOf),
      releaseSlot: through(store.releaseSlot),
      quietRuns: through(store.quietRuns),
      pipelines: through(store.pipelines),
    };
    const faultyGlue: Glue = {
      permitStart: glue.permitStart,
      start: start(invocation, glue),
      get: through(glue.get),
      search: through(glue.search),
      stop: through(glue.stop),
    };
    return { ...ports, store: faultyStore, glue: faultyGlue, sendWakes: through(ports.sendWakes) };
  };
};
