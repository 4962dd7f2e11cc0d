import type { Run } from './run';

/** What a commit does to its pipeline's slots and queue, by the states before and after. */
export interface SlotChange {
  readonly slot: 'take' | 'release' | 'keep';
  readonly queue: 'enter' | 'leave' | 'keep';
}

/** A running run holds a slot, a queued one a place in the queue, an ended one neither. */
export const slotChangeOf = (before: Run | null, after: Run): SlotChange => {
  const held = before?.status.state === 'RUNNING';
  const holds = after.status.state === 'RUNNING';
  const queued = before?.status.state === 'QUEUED';
  const queues = after.status.state === 'QUEUED';
  return {
    slot: held === holds ? 'keep' : holds ? 'take' : 'release',
    queue: queued === queues ? 'keep' : queues ? 'enter' : 'leave',
  };
};
