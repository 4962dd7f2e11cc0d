import type { Prices } from '@glue-relay/shared/cost/prices';
import { sweepCompleted } from '@glue-relay/shared/events/sweep-completed';
import type { Alert } from '../domain/alert';
import { alertSchema } from '../domain/alert';
import type { CostReport } from '../domain/cost-report';
import { costReportOf } from '../domain/cost-report';
import type { Job, RunSummary } from '../domain/entities';
import { jobSchema, projectionMarkSchema, runSummarySchema } from '../domain/entities';
import type { HealthView } from '../domain/health';
import { healthOf } from '../domain/health';
import { historySchema } from '../domain/history';
import { alertsOfPipeline, allAlerts, runsInState } from '../domain/lists';
import type { PipelineView } from '../domain/pipeline-view';
import { pipelineViewsOf } from '../domain/pipeline-view';
import { HEALTH, JOBS, PART, PIPELINES, PROJECTION_MARK } from '../domain/places';
import type { QueryPorts, ReadModel } from '../ports';

/** Every Glue job, in one read; an account has 1,000 at most unless AWS raised that. */
export const listJobs = async (readModel: ReadModel): Promise<readonly Job[]> =>
  (await readModel.read({ collection: JOBS })).map(({ value }) => jobSchema.parse(value));

/** More than all pipelines together may run at once on Glue's default quotas. */
const MOST_RUNNING = 1_000;
const MOST_QUEUED = 1_000;

/** Every pipeline, in three reads and what is deployed. */
export const listPipelines = async ({ readModel, definitions, clock }: QueryPorts): Promise<readonly PipelineView[]> => {
  const [deployed, histories, running, queued] = await Promise.all([
    definitions(),
    readModel.read({ collection: PIPELINES }),
    readModel.list({ list: runsInState('RUNNING'), before: null, limit: MOST_RUNNING }),
    readModel.list({ list: runsInState('QUEUED'), before: null, limit: MOST_QUEUED }),
  ]);
  return pipelineViewsOf({
    now: new Date(clock()),
    definitions: deployed,
    histories: new Map(histories.map(({ id, value }) => [id, historySchema.parse(value)])),
    running: summariesOf(running.lines),
    queued: { runs: summariesOf(queued.lines), isPartial: queued.hasMore },
  });
};

const summariesOf = (lines: readonly { readonly line: unknown }[]): RunSummary[] =>
  lines.map(({ line }) => runSummarySchema.parse(line));

export interface AlertPage {
  readonly alerts: readonly Alert[];
  readonly next: string | null;
}

/** A page of alerts, the newest first, in one read. */
export const listAlerts = async (
  readModel: ReadModel,
  pipeline: string | null,
  limit: number,
  before: string | null,
): Promise<AlertPage> => {
  const list = pipeline === null ? allAlerts : alertsOfPipeline(pipeline);
  const { lines, hasMore } = await readModel.list({ list, before, limit });
  return { alerts: lines.map(({ line }) => alertSchema.parse(line)), next: hasMore ? (lines.at(-1)?.order ?? null) : null };
};

/**
 * Costs by day and pipeline, in a read per month.
 *
 * @param from - first day, `yyyy-mm-dd`
 * @param to - last day
 */
export const reportCosts = async (
  readModel: ReadModel,
  { from, to, pipeline }: { readonly from: string; readonly to: string; readonly pipeline: string | null },
  prices: Prices,
): Promise<CostReport> => {
  const months = await Promise.all(monthsBetween(from, to).map(readModel.costs));
  const buckets = months
    .flat()
    .filter(({ day }) => day >= from && day <= to)
    .filter((bucket) => pipeline === null || bucket.pipeline === pipeline);
  return costReportOf(buckets, from, to, prices);
};

const monthsBetween = (from: string, to: string): string[] => {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = monthAfter(month)) months.push(month);
  return months;
};

const monthAfter = (month: string): string => {
  const [year = 0, index = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 7);
};

/** How the system itself is, in one read and a look at the queues. */
export const checkHealth = async ({ readModel, depths }: QueryPorts): Promise<HealthView> => {
  const [kept, { waiting, deadLetters }] = await Promise.all([readModel.read({ collection: HEALTH }), depths()]);
  const mark = kept.find(({ id }) => id === PROJECTION_MARK);
  const sweeps = kept.filter(({ id }) => id.startsWith(PART.sweep)).map(({ value }) => sweepCompleted.detail.parse(value));
  return healthOf(mark && projectionMarkSchema.parse(mark.value), sweeps, waiting, deadLetters);
};
