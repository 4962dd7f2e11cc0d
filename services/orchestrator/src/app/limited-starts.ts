import type { StartLimit } from '../domain/start-limit';
import type { Clock, Ports, RunStore } from '../ports';

/** Starts within the stage's limit, which leaves the account's own quota to others. */
export const limitedStarts =
  (store: Pick<RunStore, 'permitStart'>, limit: StartLimit, clock: Clock): Ports['permitStart'] =>
  () =>
    store.permitStart(limit, clock());
