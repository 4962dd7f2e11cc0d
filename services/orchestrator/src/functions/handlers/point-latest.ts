import { parseEvent } from '@glue-relay/shared/events/define-event';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import type { LatestPointers } from '../../app/point-latest';
import { pointLatest } from '../../app/point-latest';

/** `Run State Change` to SUCCEEDED, through a queue: moves the pipeline's `latest.json` forward. */
export const latestHandler = (observed: Observability, pointers: LatestPointers) =>
  queueHandler(
    observed,
    async (message) => {
      await pointLatest(pointers, parseEvent(runStateChange, message).detail);
    },
    { inTurn: true }, // the runs of a pipeline all move its pointer
  );
