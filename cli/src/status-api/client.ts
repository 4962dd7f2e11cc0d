import type { z } from 'zod';
import type { Context } from '../context';
import { stageApiOf } from '../stage-api/client';
import type { Target } from '../target';
import type { Evaluation, Job, Run, RunSummary } from './schemas';
import { jobsSchema, modelsSchema, runSchema, runsPageSchema } from './schemas';

/** Which runs to list. */
export interface RunsQuery {
  readonly pipeline?: string;
  readonly state?: string;
  readonly limit: number;
}

/** The questions that the status service answers. */
export interface StatusApi {
  readonly url: string;
  runs(query: RunsQuery): Promise<{ readonly runs: RunSummary[]; readonly nextCursor: string | null }>;
  /** Undefined where the service knows no such run (yet). */
  run(runId: string): Promise<Run | undefined>;
  jobs(): Promise<Job[]>;
  models(): Promise<Evaluation[]>;
}

const PAGE_SIZE = 100;

/** The status API of a target. */
export const statusApiOf = async (context: Context, target: Target): Promise<StatusApi> => {
  const { url, get, must } = await stageApiOf(context, target, 'status');
  return {
    url,
    runs: async ({ pipeline, state, limit }) => {
      const runs: RunSummary[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({
          limit: String(Math.min(PAGE_SIZE, limit)),
          ...(pipeline ? { pipeline } : {}),
          ...(state ? { state } : {}),
          ...(cursor ? { cursor } : {}),
        });
        const page: z.infer<typeof runsPageSchema> = await must(`/runs?${query}`, runsPageSchema);
        runs.push(...page.runs.filter((run) => (!pipeline || run.pipeline === pipeline) && (!state || run.state === state)));
        cursor = page.nextCursor;
      } while (cursor && runs.length < limit);
      return { runs: runs.slice(0, limit), nextCursor: cursor };
    },
    run: (runId) => get(`/runs/${encodeURIComponent(runId)}`, runSchema),
    jobs: async () => (await must('/jobs', jobsSchema)).jobs,
    models: async () => (await must('/models', modelsSchema)).models,
  };
};
