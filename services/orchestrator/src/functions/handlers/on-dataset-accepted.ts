import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { parseEvent } from '@glue-relay/shared/events/define-event';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import type { AcceptancePorts } from '../../app/accept-dataset';
import { acceptDataset } from '../../app/accept-dataset';

/** `Dataset Accepted` from the bus, through a queue: makes the data set's run. */
export const acceptedHandler = (observed: Observability, ports: AcceptancePorts) =>
  queueHandler(observed, async (message) => {
    const { id, detail } = parseEvent(datasetAccepted, message);
    await acceptDataset(ports, detail, { type: 'dataset-accepted', id });
  });
