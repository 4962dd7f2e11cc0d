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
  sweeps: false,
};

/** Seeds from one calm world to the next. */
const CALM_EVERY = 5;

/** The world of a seed's schedule. */
export const worldOf = (seed: number): SimulationOptions => (seed % CALM_EVERY === 0 ? calm : ordinary);
