import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import * as z from 'zod';
import type { ClosedBatch } from '../domain/batch';
import { acceptedBatch } from '../domain/batch';

const rejectionSchema = z.object({ kind: z.literal('rejected'), detail: z.string() });
const closedBatchSchema = z.object({ batch: z.custom<ClosedBatch>((batch) => Object.hasOwn(Object(batch), 'closedAt')) });

/**
 * The event of an item of the table that is a rejection, or a closed batch, of which nobody else knows the files; of what else
 * was accepted the orchestrator's journal tells.
 */
export const outcomeEventsOf = (item: unknown): readonly OutgoingEvent[] => {
  const rejection = rejectionSchema.safeParse(item);
  if (rejection.success) return [outgoing(datasetRejected, datasetRejected.detail.parse(JSON.parse(rejection.data.detail)))];
  const closed = closedBatchSchema.safeParse(item);
  return closed.success ? [outgoing(datasetAccepted, acceptedBatch(closed.data.batch))] : [];
};
