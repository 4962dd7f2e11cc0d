import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import type { JournalItem } from '../domain/journal-items';
import { entriesIn } from '../domain/journal-items';
import { eventOf } from './publish-journal';

/** The events of an item of the table: those of the entries that it has, and none of any other item; each is parsed by its event's contract. */
export const journalEventsOf = (item: unknown): readonly OutgoingEvent[] => (isItem(item) ? entriesIn(item).map(eventOf) : []);

const isItem = (item: unknown): item is JournalItem => typeof item === 'object' && item !== null;
