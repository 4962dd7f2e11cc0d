import type { OutgoingEvent, PublishEvents } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import type { EventCause } from '@glue-relay/shared/events/cause';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import type { Cause, JournalEntry } from '../domain/journal';

/** The event that a journal entry stands for; refused where it is not of its contract's shape. */
export const eventOf = (entry: JournalEntry): OutgoingEvent =>
  entry.kind === 'run'
    ? outgoing(runStateChange, { ...entry.event, cause: causeOf(entry.cause) })
    : outgoing(stepStateChange, { ...entry.event, cause: causeOf(entry.cause) });

const causeOf = (cause: Cause): EventCause => ({
  type: cause.type,
  id: cause.id,
  by: cause.type === 'command' ? cause.by : null,
});

/** A piece of journal as the table's stream brought it; reading it throws where it is none. */
export interface StreamedJournal {
  readonly id: string;
  readonly entries: () => readonly JournalEntry[];
}

/**
 * Says the events of a batch of the table's stream, in its order.
 *
 * @returns null, or the first record that could not be said: it and those after it have to come again
 */
export const publishJournal = async (
  publish: PublishEvents,
  records: readonly StreamedJournal[],
  onFailure: (id: string, error: unknown) => void,
): Promise<string | null> => {
  const { events, unreadable } = read(records, onFailure);
  try {
    if (events.length > 0) await publish(events);
  } catch (error) {
    const [first] = records;
    if (!first) return null;
    onFailure(first.id, error);
    return first.id;
  }
  return unreadable;
};

const read = (records: readonly StreamedJournal[], onFailure: (id: string, error: unknown) => void) => {
  const events: OutgoingEvent[] = [];
  for (const record of records) {
    try {
      events.push(...record.entries().map(eventOf));
    } catch (error) {
      onFailure(record.id, error);
      return { events, unreadable: record.id };
    }
  }
  return { events, unreadable: null };
};
