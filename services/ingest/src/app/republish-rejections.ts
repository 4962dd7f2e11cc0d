import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import * as z from 'zod';

const rejectionSchema = z.object({ kind: z.literal('rejected'), detail: z.string() });

/** The event of an item of the table that is a rejection; of what was accepted the orchestrator's journal tells. */
export const rejectionEventsOf = (item: unknown): readonly OutgoingEvent[] => {
  const rejection = rejectionSchema.safeParse(item);
  return rejection.success ? [outgoing(datasetRejected, datasetRejected.detail.parse(JSON.parse(rejection.data.detail)))] : [];
};
