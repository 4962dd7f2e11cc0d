import type { StartLimit } from '../domain/start-limit';
import type { Clock, Glue, RunStore } from '../ports';

/** Glue within the stage's limit of starts, which leaves the account's own quota to others. */
export const limitedStarts = (glue: Glue, store: Pick<RunStore, 'permitStart'>, limit: StartLimit, clock: Clock): Glue => ({
  ...glue,
  permitStart: () => store.permitStart(limit, clock()),
});
