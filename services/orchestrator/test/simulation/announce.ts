import type { EventRates } from './glue-life';
import type { Random } from './random';
import type { Scheduler } from './scheduler';

export interface AnnounceOptions {
  readonly random: Random;
  readonly time: Scheduler;
  readonly events: EventRates;
}

/** Says something as well as events do: now, late, twice or never. */
export const announceBadly = ({ random, time, events }: AnnounceOptions, say: () => void): void => {
  if (random.chance(events.lost)) return;
  for (let copies = random.chance(events.twice) ? 2 : 1; copies > 0; copies -= 1) {
    const late = random.chance(events.late) ? random.between(1, 600) * 1000 : random.between(0, 50);
    time.at(time.now() + late, say);
  }
};
