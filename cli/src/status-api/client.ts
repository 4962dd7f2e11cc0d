import type { Context } from '../context';
import { stageApiOf } from '../stage-api/client';
import type { Target } from '../target';
import type { Alert, Costs, Dataset, Health, Pipeline } from './overview-schemas';
import { alertsSchema, costsSchema, datasetAnswerSchema, healthSchema, pipelinesSchema } from './overview-schemas';
import type { Evaluation, Job, Run, RunSummary } from './schemas';
import { jobsSchema, modelsSchema, runSchema, runsPageSchema } from './schemas';

/** Which runs to list: the filters of `GET /runs`, each by its name there. */
export interface RunsQuery {
  readonly filter: Readonly<Partial<Record<'pipeline' | 'state' | 'key' | 'since' | 'until', string | undefined>>>;
  readonly limit: number;
}

/** The questions that the status service answers. */
export interface StatusApi {
  readonly url: string;
  runs(query: RunsQuery): Promise<RunsPage>;
  /** Undefined where the service knows no such run (yet). */
  run(runId: string): Promise<Run | undefined>;
  jobs(): Promise<Job[]>;
  models(): Promise<Evaluation[]>;
  pipelines(): Promise<Pipeline[]>;
  /** Undefined where nothing is known of the key. */
  dataset(key: string): Promise<Dataset | undefined>;
  costs(range: { readonly pipeline?: string; readonly from?: string; readonly to?: string }): Promise<Costs>;
  alerts(range: { readonly pipeline?: string; readonly limit: number }): Promise<Alert[]>;
  health(): Promise<Health>;
}

const PAGE_SIZE = 100;

/** A page of the list of runs. */
export interface RunsPage {
  readonly runs: RunSummary[];
  readonly nextCursor: string | null;
}

/** As many runs as wanted, page by page; the cursor is where exactly these end. */
export const collectRuns = async (
  limit: number,
  askPage: (size: number, cursor: string | null) => Promise<RunsPage>,
): Promise<RunsPage> => {
  const runs: RunSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: RunsPage = await askPage(Math.min(PAGE_SIZE, limit - runs.length), cursor);
    runs.push(...page.runs);
    cursor = page.nextCursor;
  } while (cursor && runs.length < limit);
  return { runs, nextCursor: cursor };
};

/** The status API of a target. */
export const statusApiOf = async (context: Context, target: Target): Promise<StatusApi> => {
  const { url, get, must } = await stageApiOf(context, target, 'status');
  return {
    url,
    runs: ({ filter, limit }) =>
      collectRuns(limit, (size, cursor) => {
        const given = { ...filter, limit: String(size), cursor };
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(given)) if (value != null) query.set(name, value);
        return must(`/runs?${query}`, runsPageSchema);
      }),
    run: (runId) => get(`/runs/${encodeURIComponent(runId)}`, runSchema),
    jobs: async () => (await must('/jobs', jobsSchema)).jobs,
    models: async () => (await must('/models', modelsSchema)).models,
    pipelines: async () => (await must('/pipelines', pipelinesSchema)).pipelines,
    dataset: (key) => get(`/datasets/${key.split('/').map(encodeURIComponent).join('/')}`, datasetAnswerSchema),
    costs: (range) => must(`/costs?${new URLSearchParams({ ...range })}`, costsSchema),
    alerts: async ({ limit, ...filter }) =>
      (await must(`/alerts?${new URLSearchParams({ ...filter, limit: String(limit) })}`, alertsSchema)).alerts,
    health: () => must('/health', healthSchema),
  };
};
