import { parseEvent } from '@glue-relay/shared/events/define-event';
import { runCommand } from '@glue-relay/shared/events/run-command';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import type { CommandPorts } from '../../app/execute-command';
import { executeCommand } from '../../app/execute-command';
import { tellCommand } from '../../app/tell-command';

/** `Run Command` from the bus, through a queue. A refusal is an answer, not a failure: it is counted and logged, not tried again. */
export const commandHandler = (observed: Observability, ports: CommandPorts) =>
  queueHandler(observed, async (message) => {
    const { detail } = parseEvent(runCommand, message);
    tellCommand(ports.telemetry, detail, await executeCommand(ports, detail));
  });
