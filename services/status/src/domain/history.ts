import { runStateSchema } from '@glue-relay/shared/states';
import * as z from 'zod';

/** A run as pipelines refer to it. */
export const runReferenceSchema = z.object({
  runId: z.string(),
  state: runStateSchema,
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  seconds: z.number().nullable(),
});
export type RunReference = z.infer<typeof runReferenceSchema>;

/** An ended run; of two about one run the higher sequence is the newer. */
export const historyEntrySchema = runReferenceSchema.extend({ sequence: z.number() });
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** A pipeline's latest ended runs, the newest first by run id, and its latest success. */
export const historySchema = z.object({ runs: z.array(historyEntrySchema), lastSuccess: historyEntrySchema.nullable() });
export type History = z.infer<typeof historySchema>;

export const NO_HISTORY: History = { runs: [], lastSuccess: null };

/** How many ended runs a pipeline's figures are of. */
export const HISTORY_LENGTH = 50;

/**
 * Takes an ended run in. Merging is idempotent and the same in any order: per run the highest sequence stays, of the runs the
 * newest ids, of the successes the one that ended last.
 *
 * @returns the history given where the entry changes nothing
 */
export const mergeHistory = (history: History, entry: HistoryEntry): History => {
  const known = history.runs.find(({ runId }) => runId === entry.runId);
  const runs =
    known && known.sequence >= entry.sequence
      ? history.runs
      : [...history.runs.filter(({ runId }) => runId !== entry.runId), entry]
          .sort((one, other) => (one.runId < other.runId ? 1 : -1))
          .slice(0, HISTORY_LENGTH);
  const lastSuccess = isLaterSuccess(entry, history.lastSuccess) ? entry : history.lastSuccess;
  const isChanged = lastSuccess !== history.lastSuccess || runs.some((run, index) => run !== history.runs[index]);
  return isChanged ? { runs, lastSuccess } : history;
};

const isLaterSuccess = (entry: HistoryEntry, known: HistoryEntry | null): boolean =>
  entry.state === 'SUCCEEDED' && (known === null || successOrder(entry) > successOrder(known));

const successOrder = ({ endedAt, runId }: HistoryEntry): string => `${endedAt ?? ''}#${runId}`;
