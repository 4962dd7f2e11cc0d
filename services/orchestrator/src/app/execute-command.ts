import type { CancelCommand, RedriveCommand, RunCommand } from '@glue-relay/shared/events/run-command';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { CommandAnswer, CommandRecord } from '../domain/commands';
import { askedBy, causeOf, recordOf, refused } from '../domain/commands';
import { decide } from '../domain/decide';
import { redrive } from '../domain/redrive';
import type { Run } from '../domain/run';
import type { InputObjects } from '../input-ports';
import type { Ports } from '../ports';
import { start, startScheduled } from './start-run';
import { carryOn, wakeRun } from './wake-run';

/** What commands need beside the engine's ports. */
export interface CommandPorts extends Ports, InputObjects {
  readonly pipeline: (name: string) => Promise<PipelineDefinition | undefined>;
}

/** Others changed the run each time that the command was tried; trying later helps. */
export class ContendedCommandError extends Error {
  override readonly name = 'ContendedCommandError';
  constructor(readonly key: string) {
    super(`Command ${key} met changes by others ${MAX_TRIES} times in a row`);
  }
}

const MAX_TRIES = 8;

/**
 * Does what a command asks for, once under its idempotency key: a repeat gets the answer of the first time and only wakes
 * the run, for the first may have died between its commit and its effects.
 *
 * @throws ContendedCommandError, and what a wake-up throws: send the command again, under the same key
 */
export const executeCommand = async (ports: CommandPorts, command: RunCommand): Promise<CommandAnswer> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const known = await ports.store.commandOf(command.idempotencyKey);
    const answer = known ? await repeat(ports, command, known) : await tryOnce(ports, command);
    if (answer) return answer;
  }
  throw new ContendedCommandError(command.idempotencyKey);
};

/** Null where somebody else came between. */
type Tried = Promise<CommandAnswer | null>;

const tryOnce = (ports: CommandPorts, command: RunCommand): Tried => {
  switch (command.type) {
    case 'start':
      return start(ports, command);
    case 'scheduled-start':
      return startScheduled(ports, command);
    case 'cancel':
      return cancel(ports, command);
    case 'redrive':
      return redriveRun(ports, command);
  }
};

const repeat = async (ports: CommandPorts, command: RunCommand, { asked, answer }: CommandRecord): Tried => {
  if (asked !== askedBy(command))
    return refused('key-reused', `idempotency key ${command.idempotencyKey} was used for another command`);
  if (answer.outcome === 'done') await wakeRun(ports, answer.runId, causeOf(command));
  return answer;
};

const cancel = async (ports: CommandPorts, command: CancelCommand): Tried => {
  const { runId, reason, requestedBy } = command;
  const run = await ports.store.load(runId);
  if (!run) return refused('unknown-run', `there is no run ${runId}`);
  const cause = causeOf(command);
  const now = ports.clock();
  const decision = decide(run, [{ kind: 'cancel-requested', by: requestedBy, reason }], now, cause);
  const record = recordOf(
    command,
    isMadeToEnd(decision.run) && !isMadeToEnd(run)
      ? { outcome: 'done', runId }
      : {
          outcome: 'nothing-to-do',
          runId,
          reason: `run ${runId} is ${stateOf(decision.run)}`,
        },
    now,
  );
  if (decision.run === run) return (await ports.store.recordCommand(record)) ? record.answer : null;
  return (await carryOn(ports, run, decision, cause, { command: record })) === 'committed' ? record.answer : null;
};

const isMadeToEnd = ({ status }: Run): boolean =>
  status.state === 'CANCELLED' || (status.state === 'RUNNING' && status.ending?.state === 'CANCELLED');

const stateOf = ({ status }: Run): string =>
  status.state === 'RUNNING' && status.ending ? `made to end as ${status.ending.state} already` : status.state;

const redriveRun = async (ports: CommandPorts, command: RedriveCommand): Tried => {
  const { runId, from } = command;
  const run = await ports.store.load(runId);
  if (!run) return refused('unknown-run', `there is no run ${runId}`);
  const { pipeline } = run.definition;
  const definition = command.definition === 'run' ? run.definition : await ports.pipeline(pipeline);
  if (!definition) return refused('unknown-pipeline', `pipeline "${pipeline}" is not deployed to this stage`);
  const cause = causeOf(command);
  const now = ports.clock();
  const verdict = redrive(run, { from, definition }, now, cause);
  if (!verdict.ok) return refused(verdict.ground, verdict.reason);
  const record = recordOf(command, { outcome: 'done', runId }, now);
  if ((await carryOn(ports, run, verdict.decision, cause, { command: record })) !== 'committed') return null;
  await wakeRun(ports, runId, cause);
  return record.answer;
};
