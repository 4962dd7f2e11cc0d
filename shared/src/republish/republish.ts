import * as z from 'zod';
import type { OutgoingEvent, PublishEvents } from '../aws/event-bus';
import { isEvent, parseEvent } from '../events/define-event';
import { replayOf } from '../events/replay';
import { republishRequested } from '../events/republish-requested';

/** A stretch of a service's store to say again: the rest of a segment, from after a place in it. */
const stretchSchema = z.object({
  republishId: z.string(),
  segment: z.number().int().nonnegative(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type Stretch = z.infer<typeof stretchSchema>;

/** One page of a segment; `next` is null at its end. */
export interface StorePage {
  readonly items: readonly unknown[];
  readonly next: Stretch['after'];
}

export interface RepublishPorts {
  /** How many segments the store is read in, at once. */
  readonly segments: number;
  readonly readPage: (segment: number, after: Stretch['after']) => Promise<StorePage>;
  /** The events that an item stands for; none for an item that no one is told of. */
  readonly eventsOf: (item: unknown) => readonly OutgoingEvent[];
  readonly publish: PublishEvents;
  readonly send: (stretches: readonly Stretch[]) => Promise<void>;
  readonly tell: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Pages that one message is worth: some seconds of work. */
const PAGES_AT_ONCE = 20;

/**
 * Takes a request to republish, or goes on with a stretch of one. The rest of a stretch is a message of its own, sent when all before
 * it was said: a crash says some events once more, and leaves none out.
 */
export const republish =
  (ports: RepublishPorts) =>
  async (message: unknown): Promise<void> => {
    if (isEvent(republishRequested, message)) return begin(ports, message);
    const stretch = stretchSchema.parse(message);
    const rest = await sayAgain(ports, stretch);
    if (rest) await ports.send([rest]);
  };

const begin = async ({ segments, send, tell }: RepublishPorts, message: unknown): Promise<void> => {
  const { republishId, requestedBy } = parseEvent(republishRequested, message).detail;
  tell('republishing', { republishId, requestedBy, segments });
  await send(Array.from({ length: segments }, (_, segment) => ({ republishId, segment, after: null })));
};

const sayAgain = async (ports: RepublishPorts, { republishId, segment, after }: Stretch): Promise<Stretch | null> => {
  let place = after;
  let said = 0;
  for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
    const { items, next } = await ports.readPage(segment, place);
    const events = items.flatMap(ports.eventsOf);
    if (events.length > 0) await ports.publish(events.map(replayOf));
    said += events.length;
    place = next;
    if (place === null) break;
  }
  ports.tell('republished', { republishId, segment, events: said, isDone: place === null });
  return place === null ? null : { republishId, segment, after: place };
};
