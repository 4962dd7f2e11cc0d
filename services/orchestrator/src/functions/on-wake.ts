import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import { wakeMessageSchema } from '../adapters/wake-queue';
import { wakeRun } from '../app/wake-run';
import { observed } from './observability';
import { enginePorts } from './ports';

const ports = enginePorts();

/** The wake queue: timers, free slots and what the sweep found. */
export const handler = queueHandler(observed, async (message) => {
  const { runId, cause, at } = wakeMessageSchema.parse(message);
  await wakeRun(ports, runId, { type: cause, id: at });
});
