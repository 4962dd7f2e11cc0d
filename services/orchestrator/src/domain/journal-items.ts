import type { JournalEntry } from './journal';

/**
 * An item of the table that has entries of a run's journal: a piece of it, or the run with those that are not filed yet. `says`
 * counts those that are new with the item, its last ones; the stream brings the items that have it.
 */
export interface JournalItem {
  readonly entries?: readonly JournalEntry[];
  readonly run?: { readonly unfiled?: readonly JournalEntry[] };
  readonly says?: number;
}

/** What an item says has come new with it, where anything has. */
export const saying = (news: readonly JournalEntry[]): Pick<JournalItem, 'says'> =>
  news.length > 0 ? { says: news.length } : {};

/** All entries that an item has. */
export const entriesIn = ({ entries, run }: JournalItem): readonly JournalEntry[] => entries ?? run?.unfiled ?? [];

/**
 * The entries that are new with an item.
 *
 * @throws TypeError for an item that says nothing
 */
export const newsIn = (item: JournalItem): readonly JournalEntry[] => {
  if (!item.says) throw new TypeError('the item is no news of a journal');
  return entriesIn(item).slice(-item.says);
};
