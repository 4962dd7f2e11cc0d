// The answers of the status API as `services/status/openapi.yml` describes them; times are ISO 8601 in UTC.

export type RunState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'CANCELLED' | 'SKIPPED' | 'SUPERSEDED';
export type ShownState = RunState | 'REJECTED';

export interface DatasetVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
  readonly size: number;
}

export interface Rejection {
  readonly reason: string;
  readonly message: string;
  readonly remedy: string;
  readonly quarantineKey: string | null;
}

export interface RunSummary {
  readonly runId: string;
  readonly pipeline: string | null;
  readonly state: ShownState;
  readonly dataset: DatasetVersion;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly error: string | null;
  readonly rejection: Rejection | null;
  readonly supersededBy: string | null;
  readonly redrives: number;
}

export interface RunPage {
  readonly runs: readonly RunSummary[];
  readonly nextCursor: string | null;
}

export interface RowCounts {
  readonly in: number;
  readonly out: number;
  readonly quarantined: number;
}

export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

export interface Cost {
  readonly dollars: number;
  readonly dpuSeconds: number;
}

export interface LogLink {
  readonly outputGroup: string;
  readonly errorGroup: string;
  readonly stream: string;
}

export type StepKind = 'glue-job' | 'crawler' | 'gate';

export interface CatalogChanges {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What an attempt came to that is no job. */
export type StepResult =
  | { readonly kind: 'crawl'; readonly crawlId: string; readonly tables: CatalogChanges; readonly partitions: CatalogChanges }
  | {
      readonly kind: 'champion';
      readonly sequence: number;
      readonly outcome: string;
      readonly model: string;
      readonly reason: string;
    };

export interface Attempt {
  readonly attempt: number;
  readonly state: string;
  readonly jobRunId: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly seconds: number | null;
  readonly error: string | null;
  readonly result: StepResult | null;
  readonly cost: Cost | null;
  readonly logs: LogLink | null;
}

export interface Step {
  readonly step: string;
  readonly kind: StepKind;
  readonly jobName: string | null;
  readonly after: readonly string[];
  readonly state: string;
  readonly attempts: number;
  readonly start: string | null;
  readonly end: string | null;
  readonly seconds: number | null;
  readonly jobRunId: string | null;
  readonly error: string | null;
  readonly result: StepResult | null;
  readonly attemptDetails: readonly Attempt[];
  readonly rows: RowCounts | null;
  readonly checks: readonly Check[];
  readonly durations: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly cost: Cost | null;
  readonly logs: LogLink | null;
}

export interface Evaluation {
  readonly model: string;
  readonly variant: string;
  readonly split: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly baseline: { readonly name: string; readonly metrics: Readonly<Record<string, number>> } | null;
  readonly rows: Readonly<Record<string, number>>;
}

export interface Cause {
  readonly type: string;
  readonly id: string;
  readonly by: string | null;
}

export interface JournalEntry {
  readonly sequence: number;
  readonly at: string;
  readonly step: string | null;
  readonly attempt: number | null;
  readonly from: string | null;
  readonly to: string;
  readonly error: string | null;
  readonly cause: Cause | null;
}

export interface Run extends RunSummary {
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly progress: { readonly done: number; readonly steps: number };
  readonly steps: readonly Step[];
  readonly rows: RowCounts | null;
  readonly models: readonly Evaluation[];
  readonly drift: readonly DriftAlert[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly cost: Cost | null;
  readonly journal: readonly JournalEntry[];
  readonly journalTruncated: boolean;
}

export interface Job {
  readonly name: string;
  readonly pipeline: string;
  readonly step: string;
  readonly status: string;
  readonly startedOn: string | null;
  readonly executionTime: number | null;
  readonly runId: string | null;
  readonly jobRunId: string | null;
}

export interface Jobs {
  readonly jobs: readonly Job[];
}

export interface PipelineDefinition {
  readonly version: string;
  readonly input: {
    readonly prefix: string;
    readonly suffix: readonly string[];
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    readonly extraColumns: string;
    readonly maxBytes: number | null;
    readonly batch: { readonly files: number; readonly seconds: number } | null;
    readonly partition: { readonly pattern: string } | null;
  };
  readonly concurrency: { readonly maxRuns: number; readonly whenBusy: string; readonly queueTimeoutMinutes: number };
  readonly timeoutMinutes: number;
  readonly alerts: { readonly deadlineMinutes: number | null; readonly noSuccessWithinHours: number | null };
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly steps: readonly {
    readonly name: string;
    readonly kind: StepKind;
    readonly jobName?: string;
    readonly crawlerName?: string;
    readonly after: readonly { readonly step: string; readonly on: string }[];
    readonly timeoutMinutes: number;
  }[];
}

export interface RunReference {
  readonly runId: string;
  readonly state: RunState;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly seconds: number | null;
}

export interface Pipeline {
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

export interface Pipelines {
  readonly pipelines: readonly Pipeline[];
}

export interface LatestModel {
  readonly pipeline: string;
  readonly model: string;
  readonly variant: string;
  readonly split: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly runId: string;
  readonly evaluatedAt: string;
}

export interface Contender {
  readonly runId: string;
  readonly model: string;
  readonly variant: string;
  readonly split: string;
  readonly value: number | null;
}

export interface ChampionDecision {
  readonly pipeline: string;
  readonly sequence: number;
  readonly outcome: 'promoted' | 'kept' | 'approved' | 'rolled-back';
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly challenger: Contender | null;
  readonly previous: Contender | null;
  readonly champion: Contender | null;
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
}

export interface Models {
  readonly models: readonly LatestModel[];
  readonly champions: readonly ChampionDecision[];
}

export interface TrendPoint {
  readonly runId: string;
  readonly evaluatedAt: string;
  readonly value: number;
  readonly baseline: number | null;
  readonly withinLimits: boolean | null;
}

export interface Trend {
  readonly model: string;
  readonly variant: string;
  readonly split: string;
  readonly metric: string;
  readonly points: readonly TrendPoint[];
  readonly stability: {
    readonly points: number;
    readonly mean: number;
    readonly standardDeviation: number | null;
    readonly coefficientOfVariation: number | null;
    readonly limits: { readonly lower: number; readonly upper: number } | null;
    readonly verdict: 'stable' | 'unstable' | 'too-few-runs';
  };
}

export interface PipelineModels {
  readonly pipeline: string;
  readonly metric: string;
  readonly metrics: readonly string[];
  readonly trends: readonly Trend[];
  readonly champion: Contender | null;
  readonly decisions: readonly ChampionDecision[];
  readonly drift: readonly DriftAlert[];
}

export interface SeriesIndex {
  readonly title: string;
  readonly dimensions: readonly string[];
  readonly series: readonly {
    readonly seriesId: string;
    readonly keys: Readonly<Record<string, string>>;
    readonly file: string;
  }[];
}

export interface Forecast {
  readonly model: string;
  readonly values: readonly (number | null)[];
  readonly lower: readonly (number | null)[] | null;
  readonly upper: readonly (number | null)[] | null;
}

export interface Series {
  readonly seriesId: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly times: readonly string[];
  readonly actual: readonly (number | null)[];
  readonly forecasts: readonly Forecast[];
}

export interface Dataset {
  readonly key: string;
  readonly versions: readonly {
    readonly bucket: string;
    readonly versionId: string | null;
    readonly size: number;
    readonly runs: readonly RunSummary[];
  }[];
  readonly nextCursor: string | null;
}

export interface CostLine {
  readonly pipeline: string;
  readonly dollars: number;
  readonly dpuSeconds: number;
  readonly attempts: number;
}

export interface Costs {
  readonly from: string;
  readonly to: string;
  readonly prices: { readonly currency: 'USD'; readonly dpuHour: number; readonly flexDpuHour: number };
  readonly dollars: number;
  readonly pipelines: readonly CostLine[];
  readonly days: readonly { readonly date: string; readonly dollars: number; readonly pipelines: readonly CostLine[] }[];
}

interface AlertBase {
  readonly alertId: string;
  readonly pipeline: string;
  readonly at: string;
  readonly message: string;
}

export interface DriftAlert extends AlertBase {
  readonly kind: 'drift';
  readonly runId: string;
  readonly drift: string;
  readonly subject: string;
  readonly value: number;
  readonly limits: { readonly lower: number | null; readonly upper: number | null };
  readonly runsCompared: number;
  readonly severity: 'warning' | 'alarm';
}

export type Alert =
  | (AlertBase & {
      readonly kind: 'deadline-missed';
      readonly runId: string;
      readonly state: 'QUEUED' | 'RUNNING';
      readonly since: string;
      readonly deadlineMinutes: number;
    })
  | (AlertBase & {
      readonly kind: 'no-success';
      readonly runId: null;
      readonly lastSuccess: { readonly runId: string; readonly endedAt: string } | null;
      readonly since: string;
      readonly noSuccessWithinHours: number;
    })
  | DriftAlert;

export interface AlertPage {
  readonly alerts: readonly Alert[];
  readonly nextCursor: string | null;
}

export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly projection: {
    readonly lagSeconds: number | null;
    readonly lastEventAt: string | null;
    readonly lastProjectedAt: string | null;
    readonly waiting: number;
  };
  readonly deadLetters: readonly { readonly queue: string; readonly messages: number }[];
  readonly sweeps: readonly { readonly service: string; readonly at: string; readonly found: number }[];
}
