import type { PipelineDefinition } from './definition';
import type { PipelineFile } from './file-schema';
import { deployedInput } from './input';
import { crawlerNameOf, jobNameOf } from './names';
import { DEFAULT_DRIFT_RULE } from './quality-rules';
import type { StepDefinition } from './step-definition';
import { stepsBefore } from './step-graph';

/** The definition that a deploy of the file to a stage leaves for ingest and orchestrator to read. */
export const definitionOf = (
  file: PipelineFile,
  order: readonly string[],
  stage: string,
  version: string,
): PipelineDefinition => ({
  schemaVersion: 1,
  pipeline: file.pipeline,
  version,
  input: deployedInput(file.input),
  concurrency: file.concurrency,
  timeoutMinutes: file.timeoutMinutes,
  alerts: {
    deadlineMinutes: file.alerts.deadlineMinutes ?? null,
    noSuccessWithinHours: file.alerts.noSuccessWithinHours ?? null,
  },
  model: file.model ?? null,
  drift: file.drift ?? DEFAULT_DRIFT_RULE,
  budget: file.budget ?? null,
  parameters: Object.fromEntries(
    Object.entries(file.parameters).map(([name, declared]) => [name, { ...declared, choices: declared.choices ?? null }]),
  ),
  steps: order.map((name) => stepDefinitionOf(file, name, stage)) as PipelineDefinition['steps'],
});

const stepDefinitionOf = (file: PipelineFile, name: string, stage: string): StepDefinition => {
  const step = file.steps[name];
  if (!step) throw new Error(`The file has no step "${name}"`);
  const { fanIn, timeoutMinutes } = step;
  const common = { name, after: stepsBefore(file, name), fanIn, timeoutMinutes };
  switch (step.kind) {
    case 'glue-job':
      return { kind: step.kind, ...common, retry: step.retry ?? [], jobName: jobNameOf(stage, file.pipeline, name) };
    case 'crawler':
      return { kind: step.kind, ...common, retry: step.retry ?? [], crawlerName: crawlerNameOf(stage, file.pipeline, name) };
    case 'gate':
      return { kind: step.kind, ...common, retry: [], challenger: step.gate.champion };
  }
};
