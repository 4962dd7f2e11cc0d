import type { Millis, Run } from './run';

/** What a commit does to its pipeline's slots and queue, by the states before and after. */
export interface SlotChange {
  readonly slot: 'take' | 'release' | 'keep';
  readonly queue: { readonly move: 'enter' | 'leave'; readonly place: Millis } | null;
}

/** A running run holds a slot, a queued one a place in the queue, an ended one neither. */
export const slotChangeOf = (before: Run | null, after: Run): SlotChange => {
  const held = before?.status.state === 'RUNNING';
  const holds = after.status.state === 'RUNNING';
  return { slot: held === holds ? 'keep' : holds ? 'take' : 'release', queue: queueChangeOf(before, after) };
};

const queueChangeOf = (before: Run | null, after: Run): SlotChange['queue'] => {
  const queued = before?.status.state === 'QUEUED';
  const queues = after.status.state === 'QUEUED';
  if (queued === queues) return null;
  return queues ? { move: 'enter', place: after.place } : { move: 'leave', place: before?.place ?? after.place };
};
