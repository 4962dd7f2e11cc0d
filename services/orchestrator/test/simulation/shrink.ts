import type { Simulated, SimulationOptions } from './simulate';
import { simulate } from './simulate';

/**
 * The shortest failing schedule that can be found for a seed: fewer faults and gentler events, one thing at a time, as
 * long as some invariant still breaks. Length is counted in the scheduler's turns.
 */
export const shrink = async (
  seed: number,
  options: SimulationOptions,
): Promise<{ options: SimulationOptions; result: Simulated }> => {
  let best = { options, result: await simulate(seed, options) };
  for (let improved = true; improved; ) {
    improved = false;
    for (const candidate of gentler(best.options)) {
      const result = await simulate(seed, candidate);
      if (result.broken.length === 0 || result.turns >= best.result.turns) continue;
      best = { options: candidate, result };
      improved = true;
      break;
    }
  }
  return best;
};

const gentler = (options: SimulationOptions): SimulationOptions[] => {
  const { faults, events } = options;
  const { starts } = faults;
  const budgets = [0, 1, 2, 4, 8, 16].filter((budget) => budget < faults.budget);
  const without = <Rates extends object>(rates: Rates): Rates[] =>
    (Object.keys(rates) as (keyof Rates)[])
      .filter((name) => name !== 'budget' && name !== 'starts' && rates[name])
      .map((name) => ({ ...rates, [name]: 0 }));
  return [
    ...budgets.map((budget) => ({ ...options, faults: { ...faults, budget } })),
    ...without(faults).map((gentle) => ({ ...options, faults: gentle })),
    ...without(starts).map((gentle) => ({ ...options, faults: { ...faults, starts: gentle } })),
    ...(options.again > 0 ? [{ ...options, again: 0 }] : []),
    ...without(events).map((gentle) => ({ ...options, events: gentle })),
  ];
};
