import type { Parameters } from '@glue-relay/shared/dataset';
import type { ModelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import type { StepState } from '@glue-relay/shared/states';
import type { RunRecord, RunSummary } from './entities';
import { secondsBetween, summaryOfRejection, summaryOfRun } from './summary';

export interface RowCounts {
  readonly in: number;
  readonly out: number;
  readonly quarantined: number;
}

export interface StepView {
  readonly step: string;
  readonly jobName: string;
  readonly state: StepState;
  /** Attempts begun; 0 while PENDING. */
  readonly attempts: number;
  /** Of the latest attempt. */
  readonly start: string | null;
  readonly end: string | null;
  /** Glue's execution time of the latest attempt; null until it ended. */
  readonly seconds: number | null;
  readonly jobRunId: string | null;
  readonly error: string | null;
  /** Null until the step reported. */
  readonly rows: RowCounts | null;
  /** What the step looked at in its data, as it reported. */
  readonly checks: StepReported['checks'];
  /** Area to S3 URI. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface ModelView {
  readonly model: string;
  readonly variant: string;
  readonly split: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly baseline: ModelEvaluated['baseline'];
  readonly rows: Readonly<Record<string, number>>;
}

/** The answer to `GET /runs/{runId}`: the list's line and all that lies beneath it. */
export interface RunView extends RunSummary {
  readonly parameters: Parameters;
  /** In the pipeline's order, those that have not begun included. */
  readonly steps: readonly StepView[];
  /** Counts of the first step in order that reported: what became of the rows of the data set. */
  readonly rows: RowCounts | null;
  readonly models: readonly ModelView[];
  /** Every step's outputs in one; where two wrote the same area, the later step's. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Puts a run together from what is known of its parts. */
export const runViewOf = (record: RunRecord): RunView => {
  const { head } = record;
  if (head.kind === 'rejection') {
    return { ...summaryOfRejection(head.event), parameters: {}, steps: [], rows: null, models: [], outputs: {} };
  }
  const steps = head.event.steps.map((step) => stepView(step, record));
  return {
    ...summaryOfRun(head.event),
    parameters: head.event.parameters,
    steps,
    rows: steps.find(({ rows }) => rows !== null)?.rows ?? null,
    models: head.event.steps.flatMap(({ step }) => modelsOf(step, record)),
    outputs: Object.assign({}, ...steps.map(({ outputs }) => outputs)) as Record<string, string>,
  };
};

const stepView = ({ step, jobName }: RunStateChange['steps'][number], record: RunRecord): StepView => {
  const known = record.steps.find((other) => other.step === step);
  const report = record.reports.find((other) => other.step === step);
  const reported = { rows: report?.rows ?? null, checks: report?.checks ?? [], outputs: report?.outputs ?? {} };
  return { step, jobName, ...(known ? progressOf(known) : NOT_BEGUN), ...reported };
};

const NOT_BEGUN = { state: 'PENDING', attempts: 0, start: null, end: null, seconds: null, jobRunId: null, error: null } as const;

const progressOf = ({ state, attempt, startedAt, endedAt, executionSeconds, jobRunId, error }: StepStateChange) => ({
  state,
  attempts: attempt,
  start: startedAt,
  end: endedAt,
  seconds: executionSeconds ?? secondsBetween(startedAt, endedAt),
  jobRunId,
  error,
});

/** A later attempt's evaluations replace an earlier one's, also those of models that it no longer has. */
const modelsOf = (step: string, { models, reports }: RunRecord): ModelView[] => {
  const ofStep = models.filter((model) => model.step === step);
  const attempts = [...ofStep, ...reports.filter((report: StepReported) => report.step === step)].map(({ attempt }) => attempt);
  const latest = Math.max(...attempts);
  return ofStep
    .filter(({ attempt }) => attempt === latest)
    .sort((a, b) => a.model.localeCompare(b.model) || a.variant.localeCompare(b.variant))
    .map(({ model, variant, split, metrics, baseline, rows }) => ({ model, variant, split, metrics, baseline, rows }));
};
