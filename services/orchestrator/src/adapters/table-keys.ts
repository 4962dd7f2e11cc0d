/** Keys of the table `relay-orchestrator-<stage>`; serverless.yml names the same attributes. */
export const ACTIVE_INDEX = 'active';

export const runKey = (runId: string) => ({ pk: `RUN#${runId}`, sk: 'RUN' });

/** A commit's journal is one item, under the sequence of its first entry. */
export const journalKey = (runId: string, sequence: number) => ({
  pk: `RUN#${runId}`,
  sk: `${JOURNAL_PREFIX}${String(sequence).padStart(8, '0')}`,
});
export const JOURNAL_PREFIX = 'JOURNAL#';

export const slotsKey = (pipeline: string) => ({ pk: `PIPELINE#${pipeline}`, sk: 'SLOTS' });

/** One item for each queued run, first in first out by its place, a time, so that a queue has no bound. */
export const queueKey = (pipeline: string, place: number, runId: string) => ({
  pk: `PIPELINE#${pipeline}`,
  sk: `${QUEUE_PREFIX}${new Date(place).toISOString()}#${runId}`,
});
export const QUEUE_PREFIX = 'QUEUED#';

/** The newest version of a key that a pipeline took; an item of its own partition, since keys are many and long. */
export const newestKey = (pipeline: string, key: string) => ({ pk: `KEY#${pipeline}#${key}`, sk: 'NEWEST' });

/** The answer that a command got. */
export const commandKey = (key: string) => ({ pk: `COMMAND#${key}`, sk: 'ANSWER' });

/** The stage's bucket of starts. */
export const startLimitKey = { pk: 'LIMITS', sk: 'GLUE_STARTS' } as const;

/** When the sweep looked last. */
export const sweepKey = { pk: 'SWEEP', sk: 'LATEST' } as const;

/** The sparse index holds running runs by the time at which they are due, and the slots items by pipeline. */
export const activeRunEntry = (due: number, runId: string) => ({
  activePk: 'RUN',
  activeSk: `${new Date(due).toISOString()}#${runId}`,
});
export const pipelineEntry = (pipeline: string) => ({ activePk: 'PIPELINE', activeSk: pipeline });
