import { defineEvent } from '@glue-relay/shared/events/define-event';
import * as z from 'zod';

/** Ingest to itself, through its own queue: something may be owed to a batch. Never on the bus. */
export const batchDue = defineEvent({
  source: 'relay.ingest',
  detailType: 'Batch Due',
  detail: z.object({ groupId: z.string(), runId: z.string() }),
  example: { groupId: '["demand-forecast","2026-11-12",[]]', runId: '20261112T000000Z-3f2a9c41d07b' },
});
