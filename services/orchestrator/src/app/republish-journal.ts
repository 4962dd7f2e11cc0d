import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import type { JournalEntry } from '../domain/journal';
import { eventOf } from './publish-journal';

/** The events of an item of the table: those of a piece of journal, and none of anything else. */
export const journalEventsOf = (item: unknown): readonly OutgoingEvent[] => (isJournal(item) ? item.entries.map(eventOf) : []);

/** Only pieces of journal have entries; each is parsed by its event's contract. */
const isJournal = (item: unknown): item is { readonly entries: readonly JournalEntry[] } =>
  typeof item === 'object' && item !== null && 'entries' in item && Array.isArray(item.entries);
