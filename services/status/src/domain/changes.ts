import type { Contribution } from './contribution';
import type { Job } from './entities';
import type { HistoryEntry } from './history';
import type { Listing } from './lists';
import type { Place } from './places';
import { JOBS, PIPELINES } from './places';

/**
 * A change of the read model that may come any number of times and in any order.
 *
 * - `put`: an entity's new value, which holds unless the one there is newer. `version` orders the values as text.
 * - `job`: shared by runs, so that its value carries more to compare (see `jobIsLater`).
 * - `attempt`: a put that takes the value's contribution to the costs along, once.
 * - `history`: ended runs, merged into the pipeline's latest (see `mergeHistory`).
 * - `once`: an entity that no other event has another value of, so that it is written as it is, whatever is there.
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
  | { readonly kind: 'history'; readonly pipeline: string; readonly entries: readonly HistoryEntry[] }
  | { readonly kind: 'once'; readonly place: Place; readonly value: object };

/** The kinds of change by name. */
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/** Where the entity is kept that a change is about. */
export const placeOf = (change: Change): Place => {
  switch (change.kind) {
    case 'put':
    case 'attempt':
    case 'once':
      return change.place;
    case 'job':
      return { collection: JOBS, id: change.value.name };
    case 'history':
      return { collection: PIPELINES, id: change.pipeline };
  }
};
