import { DEAD_LETTERS_SUFFIX } from '@glue-relay/shared/queues';
import type { Fault } from '../finding';
import { fail, warn } from '../finding';
import type { Look, QueueState } from '../ports';
import { redeploy, resourcesOf } from '../ports';

/** A queue that is read keeps up with more than this only in a burst. */
const MANY = 1_000;

/** Every queue is there, has dead letters, and none has gone to them. */
export const checkQueues = async (look: Look): Promise<Fault[]> => {
  const queues = await look.ports.queues();
  const missing = resourcesOf(look, 'AWS::SQS::Queue').filter(
    ({ physicalId }) => !queues.some(({ name }) => name === nameIn(physicalId)),
  );
  return [
    ...missing.map(({ physicalId, stack }) => fail(`queue ${nameIn(physicalId)} is not there`, redeploy(stack))),
    ...queues.flatMap((queue) => faultsOf(queue, look.stage)),
  ];
};

/** A queue's physical id is its URL. */
const nameIn = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

const faultsOf = ({ name, depth, deadLettersArn }: QueueState, stage: string): Fault[] => {
  if (name.endsWith(DEAD_LETTERS_SUFFIX))
    return depth === 0
      ? []
      : [warn(`${name} holds ${depth} messages`, `npx relay dlq list --stage ${stage}; docs/operations.md has its runbook`)];
  return [
    ...(deadLettersArn === null ? [fail(`queue ${name} has no dead-letter queue`, 'deploy its stack again')] : []),
    ...(depth > MANY ? [warn(`queue ${name} holds ${depth} messages`, 'look whether its function fails or is throttled')] : []),
  ];
};
