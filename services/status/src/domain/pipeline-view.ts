import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { nextDueOf } from '@glue-relay/shared/pipeline/schedule';
import type { RunState } from '@glue-relay/shared/states';
import { quantile } from 'simple-statistics';
import type { RunSummary } from './entities';
import type { History, HistoryEntry, RunReference } from './history';
import { NO_HISTORY } from './history';

/** A pipeline, how it is doing and how it is defined; see openapi.yml for each field. */
export interface PipelineView {
  readonly pipeline: string;
  readonly state: RunState | 'NEVER_RUN';
  readonly running: readonly RunReference[];
  readonly queued: number;
  readonly queuedIsPartial: boolean;
  readonly lastRun: RunReference | null;
  readonly lastSuccess: RunReference | null;
  readonly nextDue: string | null;
  readonly runsCounted: number;
  readonly successRate: number | null;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly definition: PipelineDefinition | null;
}

/** What the views of all pipelines are made of. */
export interface PipelineFacts {
  readonly definitions: ReadonlyMap<string, PipelineDefinition>;
  readonly histories: ReadonlyMap<string, History>;
  readonly running: readonly RunSummary[];
  readonly now: Date;
  readonly queued: { readonly runs: readonly RunSummary[]; readonly isPartial: boolean };
}

/** Every pipeline that is deployed, ended a run or has one on its way, by name. */
export const pipelineViewsOf = (facts: PipelineFacts): PipelineView[] => {
  const { definitions, histories, running, queued } = facts;
  const names = new Set([
    ...definitions.keys(),
    ...histories.keys(),
    ...[...running, ...queued.runs].flatMap(({ pipeline }) => pipeline ?? []),
  ]);
  return [...names].sort().map((name) => viewOf(name, facts));
};

const viewOf = (pipeline: string, { definitions, histories, running, queued, now }: PipelineFacts): PipelineView => {
  const { runs, lastSuccess } = histories.get(pipeline) ?? NO_HISTORY;
  const active = running.filter((run) => run.pipeline === pipeline).map(referenceOfSummary);
  const waiting = queued.runs.filter((run) => run.pipeline === pipeline).length;
  const definition = definitions.get(pipeline) ?? null;
  return {
    pipeline,
    state: active.length > 0 ? 'RUNNING' : waiting > 0 ? 'QUEUED' : (runs[0]?.state ?? 'NEVER_RUN'),
    running: active,
    queued: waiting,
    queuedIsPartial: queued.isPartial,
    lastRun: runs[0] ? referenceOf(runs[0]) : null,
    lastSuccess: lastSuccess && referenceOf(lastSuccess),
    nextDue: dueAt(definition, lastSuccess, now),
    ...figuresOf(runs),
    definition,
  };
};

/** Of the runs that ended by themselves: one that was cancelled says nothing about its pipeline. */
const figuresOf = (ended: readonly HistoryEntry[]) => {
  const runs = ended.filter(({ state }) => state !== 'CANCELLED');
  const successes = runs.filter(({ state }) => state === 'SUCCEEDED');
  const seconds = successes.flatMap((run) => run.seconds ?? []);
  return {
    runsCounted: runs.length,
    successRate: runs.length === 0 ? null : successes.length / runs.length,
    p50Seconds: seconds.length === 0 ? null : quantile(seconds, 0.5),
    p95Seconds: seconds.length === 0 ? null : quantile(seconds, 0.95),
  };
};

const MS_PER_HOUR = 3_600_000;

/** When its schedule starts a run next; without one, when its alert about too long a time without success will speak. */
const dueAt = (definition: PipelineDefinition | null, lastSuccess: HistoryEntry | null, now: Date): string | null => {
  const scheduled = definition?.schedule ? nextDueOf(definition.schedule, now) : null;
  if (scheduled) return scheduled.toISOString();
  const hours = definition?.alerts.noSuccessWithinHours ?? null;
  const since = lastSuccess?.endedAt ?? null;
  return hours === null || since === null ? null : new Date(Date.parse(since) + hours * MS_PER_HOUR).toISOString();
};

const referenceOf = ({ sequence: _, ...reference }: HistoryEntry): RunReference => reference;

/** Of a run that is on its way; a rejection is none. */
const referenceOfSummary = ({ runId, state, createdAt, startedAt, endedAt, seconds }: RunSummary): RunReference => ({
  runId,
  state: state === 'REJECTED' ? 'FAILED' : state,
  createdAt,
  startedAt,
  endedAt,
  seconds,
});
