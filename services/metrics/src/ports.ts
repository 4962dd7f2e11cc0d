import type { PublishEvents } from '@glue-relay/shared/aws/event-bus';
import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import type { DriftFound } from '@glue-relay/shared/events/drift-found';
import type { SendNotice } from '@glue-relay/shared/notices/notice';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { Measure } from '@glue-relay/shared/pipeline-metrics';
import type { Championship, Decided } from './domain/champion/champion';
import type { AttemptCost } from './domain/cost/attempt-cost';
import type { Evaluation } from './domain/evaluation';
import type { OpenLineageEvent } from './domain/lineage/openlineage';
import type { RecordedReport } from './domain/recorded-report';
import type { RunIdentity } from './domain/run-identity';
import type { MetricName } from './metric-names';

/** One version of an object, or the latest where no version is known. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}

/** An object's text and when it was written (ISO 8601, UTC). */
export interface ReportFile {
  readonly text: string;
  readonly writtenAt: string;
}

/** Reads a report; undefined where it is gone. */
export type ReadReport = (object: ObjectVersion) => Promise<ReportFile | undefined>;

/** Copies an object that is no report to quarantine/, with the reason beside it. Doing it again changes nothing. */
export type Quarantine = (object: ObjectVersion, reason: { readonly fault: string; readonly writtenAt: string }) => Promise<void>;

/** The report recorded for a step of a run. Strongly consistent. */
export type FindReport = (runId: string, step: string) => Promise<RecordedReport | undefined>;

/**
 * Records a report and its evaluations together, in place of `replaced` and its evaluations.
 *
 * @throws ReportConflictError where another report was recorded since `replaced` was found
 */
export type SaveReport = (
  report: RecordedReport,
  evaluations: readonly Evaluation[],
  replaced: RecordedReport | undefined,
) => Promise<void>;

/** Two reports of one step were recorded at once; the message comes again and sees the other. */
export class ReportConflictError extends Error {
  override readonly name = 'ReportConflictError';
  constructor(runId: string, step: string, options?: ErrorOptions) {
    super(`Another report of step ${step} of run ${runId} was recorded meanwhile`, options);
  }
}

/** Runs as the orchestrator says they are. */
export interface RunStore {
  /** Strongly consistent. */
  readonly findRun: (runId: string) => Promise<RunIdentity | undefined>;
  /** False where the same or a newer change is recorded. */
  readonly saveRun: (run: RunIdentity) => Promise<boolean>;
  /** Gives the run's evaluations that came before it was known their data and code. */
  readonly identifyEvaluations: (run: RunIdentity) => Promise<void>;
  /** Runs of a pipeline that were made in a stretch of time (ISO 8601, inclusive). */
  readonly runsOf: (pipeline: string, from: string, to: string) => Promise<RunIdentity[]>;
}

/** What happened in earlier runs; eventually consistent, newest first. */
export interface HistoryStore {
  /** Evaluations of one model's variant, of runs before a run where one is named, at most so many. */
  readonly evaluationsOf: (
    model: Pick<Evaluation, 'pipeline' | 'model' | 'variant'>,
    limit: number,
    before?: string,
  ) => Promise<Evaluation[]>;
  /** Evaluations of all models of a pipeline, of its latest runs that have any. */
  readonly latestEvaluations: (pipeline: string, runs: number) => Promise<Evaluation[]>;
  readonly evaluationsOfRun: (pipeline: string, runId: string) => Promise<Evaluation[]>;
  /** Reports of a step, of runs before a run. */
  readonly reportsBefore: (pipeline: string, step: string, before: string, limit: number) => Promise<RecordedReport[]>;
  readonly driftOf: (pipeline: string, limit: number) => Promise<DriftFound[]>;
}

/** `repeated`: the ground was decided upon before. `conflict`: another decision came between. */
export type DecisionOutcome = 'decided' | 'repeated' | 'conflict';

/** Champions and the decisions that made them. Strongly consistent. */
export interface ChampionStore {
  readonly findChampion: (pipeline: string) => Promise<Championship | undefined>;
  /** The decision that a ground led to: a report's attempt, or a command's key. */
  readonly decisionOn: (pipeline: string, ground: string) => Promise<Decided['decision'] | undefined>;
  readonly commitDecision: (decided: Decided, ground: string) => Promise<DecisionOutcome>;
  /** Newest first. */
  readonly decisionsOf: (pipeline: string, limit: number) => Promise<Decided['decision'][]>;
}

export interface DriftStore {
  readonly isKnownDrift: (found: DriftFound) => Promise<boolean>;
  readonly saveDrift: (found: DriftFound) => Promise<void>;
}

/** Once per attempt and rejection. */
export interface LedgerStore {
  /** False where the attempt is entered already. */
  readonly enterAttempt: (cost: AttemptCost) => Promise<boolean>;
  readonly enterRejection: (runId: string) => Promise<boolean>;
  /** Attempts of a pipeline that ended in a stretch of time (ISO 8601, inclusive). */
  readonly attemptsOf: (pipeline: string, from: string, to: string) => Promise<AttemptCost[]>;
}

export type FindPipeline = (name: string) => Promise<PipelineDefinition | undefined>;
export type Count = (name: MetricName) => void;
export type Tell = (message: string, fields: Readonly<Record<string, unknown>>) => void;

/** Log, counters and readings of every use case. */
export interface Observed {
  readonly count: Count;
  readonly measure: Measure;
  readonly tell: Tell;
}

export interface RecordingPorts extends Observed, Pick<RunStore, 'findRun'> {
  readonly stage: string;
  readonly readReport: ReadReport;
  readonly quarantine: Quarantine;
  readonly findReport: FindReport;
  readonly saveReport: SaveReport;
  readonly publish: PublishEvents;
  readonly notify: SendNotice;
}

/** Makes the alias of a pipeline's champion name this one, for whoever wants to use the model. */
export type PointAlias = (championship: Championship) => Promise<void>;

/** Leaves a decision where a gate of the challenger's run looks for it; an older one than is there changes nothing. */
export type KeepDecision = (decision: ChampionDecided) => Promise<void>;

export interface DecidingPorts extends Observed, ChampionStore {
  readonly pointAlias: PointAlias;
  readonly keepDecision: KeepDecision;
  readonly publish: PublishEvents;
}

export interface JudgingPorts
  extends DecidingPorts,
    DriftStore,
    Pick<HistoryStore, 'evaluationsOf' | 'reportsBefore'>,
    Pick<RunStore, 'findRun'> {
  readonly stage: string;
  readonly findReport: FindReport;
  readonly findPipeline: FindPipeline;
  readonly notify: SendNotice;
}

export interface LedgerPorts extends Observed, LedgerStore, Pick<RunStore, 'saveRun' | 'identifyEvaluations'> {}

/** An OpenLineage event, and the run of ours that it is about. */
export interface RunLineage {
  readonly pipeline: string;
  readonly runId: string;
  readonly event: OpenLineageEvent;
}

/** `unanswered`: the receiver was overloaded, broken, slow or not there. `answer` is its status or the name of the fault. */
export interface LineageOutcome {
  readonly outcome: 'sent' | 'refused' | 'unanswered';
  readonly answer: string;
}

/** Gives an OpenLineage event to its receiver; a repeat is the same event. */
export type SendLineage = (lineage: RunLineage) => Promise<LineageOutcome>;

export interface LineagePorts extends Observed, Pick<RunStore, 'findRun'> {
  readonly findReport: FindReport;
  readonly findPipeline: FindPipeline;
  readonly sendLineage: SendLineage;
}

export interface ApiPorts extends DecidingPorts, HistoryStore, Pick<RunStore, 'runsOf'>, Pick<LedgerStore, 'attemptsOf'> {
  readonly findPipeline: FindPipeline;
  readonly now: () => Date;
}
