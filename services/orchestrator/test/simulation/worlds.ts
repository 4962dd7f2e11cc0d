import type { SimulationOptions } from './simulate';
import { ordinary } from './simulate';

/**
 * A world in which nothing goes wrong and nothing hangs, and without the sweep, which would cover up a timer that is not
 * set or a run that nobody wakes: whoever owes a wake-up has to send it.
 */
export const calm: SimulationOptions = {
  ...ordinary,
  faults: { ...ordinary.faults, budget: 0 },
  events: { lost: 0, twice: 0.2, late: 0.2 },
  hangs: 0,
  sweepEveryMs: null,
};

/**
 * A world of starts that go wrong: Glue is busy, starts are long on their way, and who started hears of it only after its
 * lease, while a sweep that comes often as long as one is under way has others take over. Nobody is killed for taking long.
 */
export const stale: SimulationOptions = {
  ...ordinary,
  faults: { crash: 0, error: 0, stall: 0.002, again: 0, refused: 0, starts: { busy: 0.5, slow: 0.8, frozen: 0.5 }, budget: 100 },
  events: { lost: 0, twice: 0, late: 0 },
  hangs: 0,
  timeouts: false,
  sweepEveryMs: 10_000,
};

/** The world of a seed's schedule: of twenty three are calm and one is stale; two have the real adapters, whatever world. */
export const worldOf = (seed: number, adapters = false): SimulationOptions => ({
  ...kindOf(seed % 20),
  adapters: adapters || seed % 10 === 3,
});

const kindOf = (place: number): SimulationOptions => {
  if (place % 6 === 5) return calm;
  return place === 10 ? stale : ordinary;
};
