import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import { pipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import { notifyOfAlert, notifyOfRun } from '../../app/notify';
import type { NoticePorts } from '../../notice-ports';

/** Ends of runs and alerts from the bus, through a queue: a message as an incident opens, as it closes, and for each breach. */
export const notifyHandler = (observed: Observability, ports: NoticePorts) =>
  queueHandler(
    observed,
    async (message) => {
      if (isEvent(pipelineAlert, message)) return notifyOfAlert(ports, parseEvent(pipelineAlert, message).detail);
      await notifyOfRun(ports, parseEvent(runStateChange, message).detail);
    },
    { inTurn: true }, // the ends of a pipeline's runs all change its health
  );
