import type { RunCommand } from '@glue-relay/shared/events/run-command';
import type { Cause } from './journal';
import type { Millis } from './run';

/** What became of a command. Only `done` changed a run. */
export type CommandAnswer =
  | { readonly outcome: 'done'; readonly runId: string }
  | { readonly outcome: 'nothing-to-do'; readonly runId: string; readonly reason: string }
  | { readonly outcome: 'refused'; readonly ground: RefusalGround; readonly reason: string };

/** The answer to a command that cannot be done. */
export const refused = (ground: RefusalGround, reason: string): CommandAnswer => ({ outcome: 'refused', ground, reason });

/** Why a command cannot be done: what it names is not there, what it says is wrong, or now is not the time. */
export type RefusalGround = 'unknown-run' | 'unknown-pipeline' | 'unknown-object' | 'bad-request' | 'unfit-state' | 'key-reused';

/**
 * The answer that a key was given, written together with what the command changed. A refusal is not recorded: the same
 * command may be possible later, under the same key.
 */
export interface CommandRecord {
  readonly key: string;
  /** What was asked, to tell a repeat from another command under the same key. */
  readonly asked: string;
  /** When it was answered. */
  readonly at: Millis;
  readonly answer: Exclude<CommandAnswer, { outcome: 'refused' }>;
}

export const recordOf = (command: RunCommand, answer: CommandRecord['answer'], at: Millis): CommandRecord => ({
  key: command.idempotencyKey,
  asked: askedBy(command),
  at,
  answer,
});

/** What a command asks for, as a text that is the same for the same wish. */
export const askedBy = (command: RunCommand): string => {
  switch (command.type) {
    case 'start': {
      const parameters = Object.entries(command.parameters).sort(([one], [other]) => (one < other ? -1 : 1));
      return JSON.stringify(['start', command.pipeline, command.dataset.key, command.dataset.versionId, parameters]);
    }
    case 'scheduled-start':
      return JSON.stringify(['scheduled-start', command.pipeline, command.scheduledAt]);
    case 'cancel':
      return JSON.stringify(['cancel', command.runId]);
    case 'redrive':
      return JSON.stringify(['redrive', command.runId, command.from, command.definition]);
  }
};

export const causeOf = ({ idempotencyKey, requestedBy }: RunCommand): Cause => ({
  type: 'command',
  id: idempotencyKey,
  by: requestedBy,
});
