import type { PipelineDefinition } from './definition';
import type { PipelineFile } from './file-schema';
import { deployedInput } from './input';
import { jobNameOf } from './names';
import { DEFAULT_DRIFT_RULE } from './quality-rules';
import { stepsBefore } from './step-graph';

/** The definition that a deploy of the file to a stage leaves for ingest and orchestrator to read. */
export const definitionOf = (
  file: PipelineFile,
  order: readonly string[],
  stage: string,
  version: string,
): PipelineDefinition => {
  const steps = order.flatMap((name) => {
    const step = file.steps[name];
    return step
      ? [
          {
            name,
            kind: 'glue-job' as const,
            jobName: jobNameOf(stage, file.pipeline, name),
            after: stepsBefore(file, name),
            fanIn: step.fanIn,
            timeoutMinutes: step.timeoutMinutes,
            retry: step.retry ?? [],
          },
        ]
      : [];
  });
  return {
    schemaVersion: 1,
    pipeline: file.pipeline,
    version,
    input: deployedInput(file.input),
    concurrency: file.concurrency,
    timeoutMinutes: file.timeoutMinutes,
    schedule: file.schedule ?? null,
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
    steps: steps as PipelineDefinition['steps'],
  };
};
