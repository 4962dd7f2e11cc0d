import type { Observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import { wakeMessageSchema } from '../../adapters/wake-queue';
import { wakeRun } from '../../app/wake-run';
import type { Ports } from '../../ports';

/** The wake queue: timers, free slots and what the sweep found. */
export const wakeHandler = (observed: Observability, ports: Ports) =>
  queueHandler(observed, async (message) => {
    const { runId, cause, at } = wakeMessageSchema.parse(message);
    await wakeRun(ports, runId, { type: cause, id: at });
  });
