import * as z from 'zod';
import { defineEvent } from './define-event';

/**
 * Someone rebuilds a read model: each service says again, as replays (`replay.ts`), every event that it is the origin of
 * and still holds. Nothing but a read model hears replays, and a read model takes repeats for what they are.
 */
export const republishRequested = defineEvent({
  source: 'relay.command',
  detailType: 'Republish Requested',
  detail: z.object({
    schemaVersion: z.literal(1),
    /** Names the rebuild in logs. */
    republishId: z.string().min(1).max(200),
    requestedBy: z.string().min(1).max(200),
  }),
  example: {
    schemaVersion: 1,
    republishId: '0d2f6c3f-8a44-4b0e-9a55-5f0c1d7e9b11',
    requestedBy: 'arn:aws:iam::111122223333:user/ana',
  },
});
export type RepublishRequested = z.infer<typeof republishRequested.detail>;
