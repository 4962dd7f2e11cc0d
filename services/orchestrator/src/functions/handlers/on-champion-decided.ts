import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import { wakeRun } from '../../app/wake-run';
import type { Ports } from '../../ports';

/** `Champion Decided` from the bus, through a queue: wakes the run whose model it is about, which then looks itself. */
export const decidedHandler = (observed: Observability, ports: Ports) =>
  queueHandler(observed, async (message) => {
    const { id, detail } = parseEvent(championDecided, message);
    await wakeRun(ports, detail.challenger.runId, { type: 'champion-decided', id });
  });
