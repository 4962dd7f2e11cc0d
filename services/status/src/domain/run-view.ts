import type { Prices } from '@glue-relay/shared/cost/prices';
import type { Parameters } from '@glue-relay/shared/dataset';
import type { ModelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { isTerminalStepState } from '@glue-relay/shared/states';
import type { DriftAlert } from './alert';
import type { Cost } from './cost';
import { sumOf } from './cost';
import type { JournalLine, RunHead, RunSummary } from './entities';
import type { StepView } from './step-view';
import { stepViewOf } from './step-view';
import { summaryOf } from './summary';

/** What is known of one run: the newest event about each of its parts, and its journal. */
export interface RunRecord {
  readonly head: RunHead;
  readonly steps: readonly StepStateChange[];
  readonly attempts: readonly StepStateChange[];
  readonly reports: readonly StepReported[];
  readonly models: readonly ModelEvaluated[];
  readonly drift: readonly DriftAlert[];
  readonly journal: readonly JournalLine[];
  readonly journalTruncated: boolean;
}

export type ModelView = Pick<ModelEvaluated, 'model' | 'variant' | 'split' | 'metrics' | 'baseline' | 'rows'>;

/** The answer to `GET /runs/{runId}`: the list's line and all that lies beneath it. */
export interface RunView extends RunSummary {
  readonly parameters: Parameters;
  readonly progress: { readonly done: number; readonly steps: number };
  /** In the pipeline's order, those that have not begun included. */
  readonly steps: readonly StepView[];
  /** Counts of the first step in order that reported: what became of the rows of the data set. */
  readonly rows: StepReported['rows'] | null;
  readonly models: readonly ModelView[];
  readonly drift: readonly DriftAlert[];
  /** Every step's outputs in one; where two wrote the same area, the later step's. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly cost: Cost | null;
  readonly journal: readonly JournalLine[];
  readonly journalTruncated: boolean;
}

/** Puts a run together from what is known of its parts. */
export const runViewOf = (record: RunRecord, prices: Prices): RunView => {
  const { head, drift, journal, journalTruncated } = record;
  const { steps: declared, parameters } = head.kind === 'run' ? head.event : { steps: [], parameters: {} };
  const steps = declared.map((step) => stepViewOf({ declared: step, ...partsOf(step.step, record) }, prices));
  return {
    ...summaryOf(head),
    parameters,
    progress: { done: steps.filter(({ state }) => isTerminalStepState(state)).length, steps: steps.length },
    steps,
    rows: steps.find(({ rows }) => rows !== null)?.rows ?? null,
    models: declared.flatMap(({ step }) => modelsOf(step, record)),
    drift,
    outputs: Object.fromEntries(steps.flatMap(({ outputs }) => Object.entries(outputs))),
    cost: sumOf(steps.map(({ cost }) => cost)),
    journal,
    journalTruncated,
  };
};

const partsOf = (step: string, { steps, attempts, reports }: RunRecord) => ({
  latest: steps.find((other) => other.step === step),
  attempts: attempts.filter((other) => other.step === step),
  report: reports.find((other) => other.step === step),
});

/** A later attempt's evaluations replace an earlier one's, also those of models that it no longer has. */
const modelsOf = (step: string, { models, reports }: RunRecord): ModelView[] => {
  const ofStep = models.filter((model) => model.step === step);
  const attempts = [...ofStep, ...reports.filter((report) => report.step === step)].map(({ attempt }) => attempt);
  const latest = Math.max(...attempts);
  return ofStep
    .filter(({ attempt }) => attempt === latest)
    .sort((a, b) => a.model.localeCompare(b.model) || a.variant.localeCompare(b.variant))
    .map(({ model, variant, split, metrics, baseline, rows }) => ({ model, variant, split, metrics, baseline, rows }));
};
