import type { RunCommand } from '@glue-relay/shared/events/run-command';
import type { CommandAnswer } from '../domain/commands';
import { metricNames } from '../domain/metrics';
import type { Telemetry } from '../ports';

const METRICS = {
  done: metricNames.commandDone,
  'nothing-to-do': metricNames.commandNotNeeded,
  refused: metricNames.commandRefused,
} as const;

/** Counts and logs what became of a command. */
export const tellCommand = ({ count, info }: Telemetry, command: RunCommand, answer: CommandAnswer): void => {
  const { type, idempotencyKey, requestedBy } = command;
  count(METRICS[answer.outcome]);
  info(`command ${type}: ${answer.outcome}`, { ...answer, idempotencyKey, requestedBy });
};
