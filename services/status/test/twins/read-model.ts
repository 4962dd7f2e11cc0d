import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { ModelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { jobIsLater } from '../../src/domain/job-order';
import type { Change } from '../../src/domain/projection';
import type { ApplyChange, QueryPorts } from '../../src/ports';

type Run = Extract<Change, { entity: 'run' }>;
type Part = Extract<Change, { entity: 'part' }>;
type Head = { kind: 'run'; event: RunStateChange } | { kind: 'rejection'; event: DatasetRejected };

/** The read model in memory. */
export const memoryReadModel = (): QueryPorts & { applyChange: ApplyChange; dump: () => unknown } => {
  const held = new Map<string, Change>();
  const all = <Entity extends Change['entity']>(entity: Entity): Extract<Change, { entity: Entity }>[] =>
    [...held.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, change]) => change)
      .filter((change): change is Extract<Change, { entity: Entity }> => change.entity === entity);
  return {
    dump: () => [...held.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
    applyChange: async (change) => {
      const kept = held.get(keyOf(change));
      if (kept && !isLater(change, kept)) return 'stale';
      held.set(keyOf(change), change);
      return 'applied';
    },
    findRun: async (runId) => {
      const head = all('run').find((run) => run.runId === runId);
      const parts = <Value>(prefix: string): Value[] =>
        all('part')
          .filter((part: Part) => part.runId === runId && part.part.startsWith(prefix))
          .map(({ value }) => value as Value);
      return (
        head && {
          head: head.value as Head,
          steps: parts<StepStateChange>('STEP#'),
          reports: parts<StepReported>('REPORT#'),
          models: parts<ModelEvaluated>('MODEL#'),
        }
      );
    },
    listRuns: async ({ pipeline, state }, limit, afterRunId) => {
      const fitting = all('run')
        .map(({ summary }: Run) => summary)
        .filter((run) => (pipeline === null || run.pipeline === pipeline) && (state === null || run.state === state))
        .filter(({ runId }) => afterRunId === null || runId < afterRunId)
        .sort((a, b) => (a.runId < b.runId ? 1 : -1));
      const runs = fitting.slice(0, limit);
      return { runs, lastRunId: runs.length < limit ? null : (runs.at(-1)?.runId ?? null) };
    },
    listJobs: async () => all('job').map(({ value }) => value),
    listModels: async () => all('model').map(({ value }) => value),
  };
};

const keyOf = (change: Change): string => {
  switch (change.entity) {
    case 'run':
      return `run ${change.runId}`;
    case 'part':
      return `part ${change.runId} ${change.part}`;
    case 'job':
      return `job ${change.value.name}`;
    case 'model':
      return `model ${change.value.pipeline}#${change.value.model}#${change.value.variant}`;
  }
};

const isLater = (next: Change, kept: Change): boolean =>
  next.entity === 'job' && kept.entity === 'job' ? jobIsLater(next, kept) : next.version > kept.version;
