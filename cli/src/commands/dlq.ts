import { DEAD_LETTERS_SUFFIX } from '@glue-relay/shared/queues';
import { sqsOf } from '../connection';
import type { CommandResult, Context } from '../context';
import { moveOneByOne, startMove } from '../dead-letters/move';
import type { Queue } from '../dead-letters/queues';
import { peek, queuesOf } from '../dead-letters/queues';
import { EXIT } from '../exit-code';
import { OperationError, UsageError } from '../failures';
import { deadLettersText } from '../render/dead-letters';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';

/** `relay dlq list`: every dead-letter queue with its depth, and some of what is in it. */
export const listQueues = async (
  context: Context,
  options: TargetOptions & { readonly peek: number },
): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const sqs = await sqsOf(target);
  const dead = (await queuesOf(sqs, target.stage)).filter(isDeadLetters);
  const queues = await Promise.all(
    dead.map(async (queue) => ({
      name: queue.name,
      depth: queue.depth,
      inFlight: queue.inFlight,
      messages: await peek(sqs, queue, options.peek),
    })),
  );
  return { document: { queues }, text: deadLettersText(queues, context.now()), exitCode: EXIT.ok };
};

/** `relay dlq redrive`: all messages of a dead-letter queue back to the queue that they came from. */
export const redriveQueue = async (context: Context, name: string, options: TargetOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const sqs = await sqsOf(target);
  const queues = await queuesOf(sqs, target.stage);
  const from = chosen(queues, target.stage, name);
  const to = queues.find(({ deadLettersArn }) => deadLettersArn === from.arn);
  if (!to)
    throw new OperationError(
      `No queue has ${from.name} for its dead letters: what is in it came from elsewhere and cannot be given back.`,
      'docs/operations.md says for each queue what to do instead.',
    );
  if (from.depth === 0)
    return { document: { from: from.name, to: to.name, moved: 0 }, text: `${from.name} is empty.\n`, exitCode: EXIT.ok };
  const moved = target.kind === 'local' ? await moveOneByOne(sqs, from, to, context.signal) : await startMove(sqs, from, to);
  const text =
    moved.moved === null
      ? `SQS moves about ${from.depth} messages from ${from.name} to ${to.name}.\n`
      : `Moved ${moved.moved} from ${from.name} to ${to.name}.\n`;
  return { document: moved, text, exitCode: EXIT.ok };
};

const isDeadLetters = ({ name }: Queue): boolean => name.endsWith(DEAD_LETTERS_SUFFIX);

const chosen = (queues: readonly Queue[], stage: string, name: string): Queue => {
  const dead = queues.filter(isDeadLetters);
  const names = [name, `relay-${stage}-${name}`, `relay-${stage}-${name}${DEAD_LETTERS_SUFFIX}`];
  const found = dead.find((queue) => names.includes(queue.name));
  if (found) return found;
  throw new UsageError(
    `There is no dead-letter queue "${name}"; there are ${dead.map((queue) => queue.name).join(', ') || 'none'}.`,
  );
};
