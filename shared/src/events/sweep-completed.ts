import * as z from 'zod';
import { defineEvent } from './define-event';

/** A service looked for what no event had brought, and came to the end of it. */
export const sweepCompleted = defineEvent({
  source: 'relay.orchestrator',
  detailType: 'Sweep Completed',
  detail: z.object({
    schemaVersion: z.literal(1),
    service: z.string(),
    /** How many things the sweep found that it took care of. */
    found: z.number().int().nonnegative(),
    at: z.iso.datetime(),
  }),
  example: { schemaVersion: 1, service: 'orchestrator', found: 0, at: '2026-11-12T00:01:00.000Z' },
});
export type SweepCompleted = z.infer<typeof sweepCompleted.detail>;
