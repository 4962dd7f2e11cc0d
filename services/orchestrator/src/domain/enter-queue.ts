import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { Effect } from './effects';
import type { Millis, QueuedStatus } from './run';

/** The status of a run that takes a place in its pipeline's queue. */
export const queuedStatus = ({ concurrency }: PipelineDefinition, now: Millis): QueuedStatus => ({
  state: 'QUEUED',
  giveUpAt: now + concurrency.queueTimeoutMinutes * 60_000,
});

/** Where only the newest waits, those who wait already have to be told that one came: each that leaves wakes the next. */
export const enteringQueue = ({ pipeline, concurrency }: PipelineDefinition): Effect[] => {
  switch (concurrency.whenBusy) {
    case 'queue':
    case 'skip':
      return [];
    case 'latest-only':
    case 'cancel-running':
      return [{ type: 'admit', pipeline }];
  }
};
