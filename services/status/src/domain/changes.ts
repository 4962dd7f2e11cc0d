import type { Contribution } from './contribution';
import type { Job } from './entities';
import type { HistoryEntry } from './history';
import type { Listing } from './lists';
import type { Place } from './places';

/**
 * A change of the read model that may come any number of times and in any order.
 *
 * - `put`: an entity's new value, which holds unless the one there is newer. `version` orders the values as text.
 * - `job`: shared by runs, so that its value carries more to compare (see `jobIsLater`).
 * - `attempt`: a put that takes the value's contribution to the costs along, once.
 * - `history`: merged into the pipeline's latest ended runs (see `mergeHistory`).
 */
export type Change =
  | { readonly kind: 'put'; readonly place: Place; readonly version: string; readonly value: object; readonly listing?: Listing }
  | { readonly kind: 'job'; readonly version: string; readonly value: Job }
  | {
      readonly kind: 'attempt';
      readonly place: Place;
      readonly version: string;
      readonly value: object;
      readonly contribution: Contribution | null;
    }
  | { readonly kind: 'history'; readonly pipeline: string; readonly entry: HistoryEntry };
