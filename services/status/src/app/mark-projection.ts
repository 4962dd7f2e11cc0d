import { isReplay } from '@glue-relay/shared/events/replay';
import * as z from 'zod';
import { projectionMarkOf } from '../domain/health';
import type { Clock, MarkProjection } from '../ports';

/** When what an event tells of happened, by the name that its kind has for it; an event's own time is whole seconds. */
const happenedSchema = z
  .object({
    detail: z.object({
      at: z.iso.datetime().optional(),
      recordedAt: z.iso.datetime().optional(),
      evaluatedAt: z.iso.datetime().optional(),
      rejectedAt: z.iso.datetime().optional(),
    }),
  })
  .transform(({ detail }) => detail.at ?? detail.recordedAt ?? detail.evaluatedAt ?? detail.rejectedAt);

/** The body of a message, where it is JSON; one that is not has failed by itself. */
const bodySchema = z.string().transform((body, context): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

/** Notes after a batch how far behind the read model was; a replay is about the past and says nothing of that. */
export const markProjection =
  (keep: MarkProjection, clock: Clock) =>
  async (bodies: readonly string[]): Promise<void> => {
    const received = bodies.map((body) => bodySchema.safeParse(body).data).filter((event) => !isReplay(event));
    const mark = projectionMarkOf(
      received.flatMap((event) => happenedSchema.safeParse(event).data ?? []),
      clock(),
    );
    if (mark) await keep(mark);
  };
