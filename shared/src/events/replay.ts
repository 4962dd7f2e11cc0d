import * as z from 'zod';
import type { OutgoingEvent } from '../aws/event-bus';

/**
 * A replay is an event said again under its origin's source and this suffix. Rules match sources exactly, so no one
 * starts, sends or counts anything twice; only a rule for the prefix `relay.` brings replays to a read model.
 */
const SUFFIX = '.replay';

export const replayOf = (event: OutgoingEvent): OutgoingEvent => ({ ...event, source: `${event.source}${SUFFIX}` });

const sourceSchema = z.looseObject({ source: z.string().endsWith(SUFFIX) });

export const isReplay = (received: unknown): boolean => sourceSchema.safeParse(received).success;

/** The event as it was said first; one that is no replay as it is. */
export const asOriginal = (received: unknown): unknown => {
  const parsed = sourceSchema.safeParse(received);
  return parsed.success ? { ...parsed.data, source: parsed.data.source.slice(0, -SUFFIX.length) } : received;
};
