import { readFileSync } from 'node:fs';
import { quantileSorted } from 'simple-statistics';
import * as z from 'zod';

/** A line of the local cloud's trace: what happened to which job run, in ns since the epoch. */
const traceLineSchema = z.looseObject({
  event: z.string(),
  wall_ns: z.number(),
  jobRunId: z.string().optional(),
  relay_run_id: z.string().optional(),
  relay_step: z.string().optional(),
  received_wall_ns: z.number().optional(),
});
export type TraceLine = z.infer<typeof traceLineSchema>;

const NS_PER_MS = 1e6;

/** Reads a trace file, one JSON object a line; a line that is still being written is left out. */
export const readTrace = (file: string): TraceLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => traceLineSchema.parse(JSON.parse(line)));

/**
 * Times in ms from the dispatch of a job's state-change event to the arrival of the start that it leads to.
 *
 * @param nextOf - step to the step that its end starts; ends of other steps are left out
 */
export const eventToStart = (trace: readonly TraceLine[], nextOf: Readonly<Record<string, string>>): number[] => {
  const starts = trace.filter((line) => line.event === 'start_job_run_received');
  const placeOf = new Map(starts.map((line) => [line.jobRunId, line]));
  const receivedAt = new Map(starts.map((line) => [`${line.relay_run_id} ${line.relay_step}`, line.received_wall_ns]));
  return trace
    .filter((line) => line.event === 'event_dispatched')
    .flatMap((line) => {
      const place = placeOf.get(line.jobRunId);
      const received = receivedAt.get(`${place?.relay_run_id} ${nextOf[place?.relay_step ?? '']}`);
      return received === undefined ? [] : [(received - line.wall_ns) / NS_PER_MS];
    });
};

/** When a run's jobs ran: from the start of the script to the end of the job run, in ms since the epoch. */
export const jobSpans = (trace: readonly TraceLine[], runId: string): { from: number; to: number }[] => {
  const ofRun = new Set(trace.filter((line) => line.relay_run_id === runId).map((line) => line.jobRunId));
  const at = (event: string, jobRunId: string | undefined) =>
    trace.find((line) => line.event === event && line.jobRunId === jobRunId)?.wall_ns;
  return [...ofRun].flatMap((jobRunId) => {
    const [from, to] = [at('script_started', jobRunId), at('ended', jobRunId)];
    return from === undefined || to === undefined ? [] : [{ from: from / NS_PER_MS, to: to / NS_PER_MS }];
  });
};

/** Length in ms of the time that at least one span covers. */
export const covered = (spans: readonly { from: number; to: number }[]): number => {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
};

/** The p-th quantile (0 to 1) of some figures. */
export const quantile = (figures: readonly number[], p: number): number =>
  quantileSorted(
    [...figures].sort((a, b) => a - b),
    p,
  );
