import type { Dataset } from '@glue-relay/shared/dataset';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { datasetsPassedOn, datasetsWritten, datasetWithColumns } from './datasets';
import { attemptIdOf, stepJobOf } from './names';
import type { InputDataset, OpenLineageEvent } from './openlineage';
import { eventOf } from './openlineage';

/** What is known of the run around a report. */
export interface Surroundings {
  readonly dataset: Dataset;
  readonly definition: PipelineDefinition;
  /** Reports of the steps before it, by step. */
  readonly reports: ReadonlyMap<string, Pick<StepReported, 'runId' | 'outputs' | 'rows'>>;
}

/** What the attempt of a step read and wrote. The report comes before or after the attempt's end, so it is an event of its own. */
export const eventOfReport = (report: StepReported, around: Surroundings, namespace: string): OpenLineageEvent =>
  eventOf({
    eventType: 'OTHER',
    eventTime: report.recordedAt,
    run: { runId: attemptIdOf(namespace, report), facets: {} },
    job: stepJobOf(namespace, report.pipeline, report.step),
    inputs: uniqueByPlace(inputsOf(report.step, report, around)),
    outputs: datasetsWritten(report),
  });

/** Steps that a step gets its data from, directly: one that comes after a failure gets none. */
export const stepsBefore = (step: string, { steps }: Pick<PipelineDefinition, 'steps'>): string[] => {
  const after = steps.find(({ name }) => name === step)?.after ?? [];
  return after.filter(({ on }) => on !== 'failure').map((before) => before.step);
};

/** All of them, the nearest first. */
export const everyStepBefore = (step: string, definition: Pick<PipelineDefinition, 'steps'>): string[] => {
  const found = new Set(stepsBefore(step, definition));
  // A set that grows is walked to its last entry.
  for (const next of found) for (const before of stepsBefore(next, definition)) found.add(before);
  return [...found];
};

/** Reports do not say what was read: it is what the nearest steps before wrote, and the run's data set where none did. */
const inputsOf = (step: string, { profile }: Pick<StepReported, 'profile'>, around: Surroundings): InputDataset[] => {
  const before = stepsBefore(step, around.definition);
  if (before.length === 0) return [datasetWithColumns(around.dataset, around.definition.input, profile)];
  return before.flatMap((name) => {
    const report = around.reports.get(name);
    const passedOn = report ? datasetsPassedOn(report) : [];
    return passedOn.length > 0 ? passedOn : inputsOf(name, { profile: [] }, around);
  });
};

const uniqueByPlace = (datasets: readonly InputDataset[]): InputDataset[] => [
  ...new Map(datasets.map((dataset) => [`${dataset.namespace}/${dataset.name}`, dataset])).values(),
];
