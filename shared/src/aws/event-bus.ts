import type { EventBridgeClient, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventDefinition } from '../events/define-event';

/** PutEvents takes 10 entries and 256 KB a call. Source: docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

/** An event ready to be said: its definition's names and a detail of the definition's shape. */
export interface OutgoingEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
}

/** Says events on the stage's bus, in order of batches; throws where the bus refused any. */
export type PublishEvents = (events: readonly OutgoingEvent[]) => Promise<void>;

/** The bus refused some entries; saying them again may help, and consumers tolerate the repeats. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  constructor(
    readonly bus: string,
    readonly refused: readonly { detailType: string; code: string }[],
  ) {
    super(`${bus} refused ${refused.length} events: ${refused.map((entry) => `${entry.detailType} (${entry.code})`).join(', ')}`);
  }
}

/** Pairs a detail with its definition; a detail of the wrong shape is refused here, before a consumer sees it. */
export const outgoing = <Detail>(definition: EventDefinition<Detail>, detail: Detail): OutgoingEvent => ({
  source: definition.source,
  detailType: definition.detailType,
  detail: definition.detail.parse(detail),
});

/** The real bus behind `PublishEvents`. */
export const eventBus =
  (client: EventBridgeClient, bus: string): PublishEvents =>
  async (events) => {
    for (const batch of batches(events.map((event) => entryOf(event, bus)))) {
      const answer = await client.send(new PutEventsCommand({ Entries: batch }));
      if (answer.FailedEntryCount) throw new PublishError(bus, refusedOf(batch, answer.Entries ?? []));
    }
  };

const entryOf = (event: OutgoingEvent, bus: string): PutEventsRequestEntry => ({
  EventBusName: bus,
  Source: event.source,
  DetailType: event.detailType,
  Detail: JSON.stringify(event.detail),
});

const batches = (entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] => {
  const all: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(`${entry.Source}${entry.DetailType}${entry.Detail}`);
    const last = all.at(-1);
    if (last && last.length < MAX_ENTRIES && bytes + size <= MAX_BYTES) {
      last.push(entry);
      bytes += size;
    } else {
      all.push([entry]);
      bytes = size;
    }
  }
  return all;
};

const refusedOf = (batch: readonly PutEventsRequestEntry[], answers: readonly { ErrorCode?: string | undefined }[]) =>
  batch.flatMap((entry, index) => {
    const code = answers[index]?.ErrorCode;
    return code ? [{ detailType: entry.DetailType ?? '', code }] : [];
  });
