import * as z from 'zod';

/** What woke a run and so brought a change about. */
export const causeSchema = z.object({
  type: z.enum(['dataset-accepted', 'glue-event', 'champion-decided', 'timer', 'slot-free', 'newer-run', 'sweep', 'command']),
  /** Leads back to the event or the message; of a command, its idempotency key. */
  id: z.string(),
  /** Who asked; null where it was no command. */
  by: z.string().nullable(),
});
export type EventCause = z.infer<typeof causeSchema>;

export const exampleCause: EventCause = { type: 'glue-event', id: '2a1d8a90-6d3e-4a2f-8d3b-0d8a3d0f8a11', by: null };
