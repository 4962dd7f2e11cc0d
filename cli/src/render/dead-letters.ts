import type { DeadLetter } from '../dead-letters/describe';
import { moment } from './format';
import { table } from './table';

export interface ShownQueue {
  readonly name: string;
  readonly depth: number;
  readonly inFlight: number;
  readonly messages: readonly DeadLetter[];
}

/** Dead-letter queues, one per line, and below them what some of their messages say. */
export const deadLettersText = (queues: readonly ShownQueue[], now: Date): string => {
  const depths = table(
    [{ head: 'QUEUE' }, { head: 'MESSAGES', align: 'right' }],
    queues.map(({ name, depth, inFlight }) => [name, inFlight > 0 ? `${depth} (+${inFlight} in flight)` : String(depth)]),
    'This stage has no dead-letter queue.',
  );
  return [depths, ...queues.filter(({ messages }) => messages.length > 0).map((queue) => messagesText(queue, now))].join('\n');
};

const messagesText = ({ name, depth, messages }: ShownQueue, now: Date): string => {
  const lines = messages.flatMap(({ what, sentAt, error }) => [
    `  ${moment(sentAt, now)}  ${what}`,
    ...(error ? [`    ${error.split('\n')[0]}`] : []),
  ]);
  const more = depth > messages.length ? [`  and ${depth - messages.length} more`] : [];
  return [name, ...lines, ...more, `  Give them back with \`relay dlq redrive ${name}\`.`, ''].join('\n');
};
