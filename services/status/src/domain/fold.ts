import type { Change } from './changes';
import { placeOf } from './changes';
import { groupBy } from './group-by';
import { jobIsLater } from './job-order';

/** What the changes of some events come to at one place, and the events that asked for it, by their index. */
export interface Folded {
  readonly change: Change;
  readonly events: readonly number[];
}

/**
 * Folds the changes of a batch's events into one for each place, so that each place is written once however many events are about
 * it. What comes of the folded changes is what would come of all, one after the other: of two about a place the later holds by
 * its version, and merging is free of order.
 *
 * @param changes - for each event the changes that it makes
 */
export const foldChanges = (changes: readonly (readonly Change[])[]): Folded[] => {
  const asked = changes.flatMap((ofEvent, event) => ofEvent.map((change): Folded => ({ change, events: [event] })));
  return [...groupBy(asked, ({ change }) => keyOf(change)).values()].map((same) => same.reduce(folded));
};

const keyOf = (change: Change): string => {
  const { collection, id } = placeOf(change);
  return `${collection} ${id}`;
};

const folded = (kept: Folded, next: Folded): Folded => ({
  change: foldedChange(kept.change, next.change),
  events: [...new Set([...kept.events, ...next.events])],
});

const foldedChange = (kept: Change, next: Change): Change => {
  if (kept.kind === 'history' && next.kind === 'history') return { ...kept, entries: [...kept.entries, ...next.entries] };
  return isLater(next, kept) ? next : kept;
};

const isLater = (next: Change, kept: Change): boolean =>
  next.kind === 'job' && kept.kind === 'job'
    ? jobIsLater(next, kept)
    : 'version' in next && 'version' in kept && next.version > kept.version;
