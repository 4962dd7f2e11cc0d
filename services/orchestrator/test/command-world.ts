import type { Dataset } from '@glue-relay/shared/dataset';
import { exampleDataset } from '@glue-relay/shared/dataset';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { batchListKeyOf } from '@glue-relay/shared/pipeline/names';
import { runIdOf } from '@glue-relay/shared/run-id';
import { acceptDataset } from '../src/app/accept-dataset';
import type { CommandPorts } from '../src/app/execute-command';
import { receiveJobEvent } from '../src/app/receive-glue-event';
import type { ExecutionState } from '../src/domain/observation';
import { T0 } from './factories';
import { memoryGlue } from './twins/memory-glue';
import { memoryKinds } from './twins/memory-kinds';
import { memoryStore } from './twins/memory-store';

const PAGE_SIZE = 3;

/** The use cases of commands over the twins, with some objects in the bucket. */
export const commandWorld = (keys: readonly string[] = [exampleDataset.key]) => {
  const store = memoryStore();
  const glue = memoryGlue(() => T0);
  const counted: string[] = [];
  const objects: readonly Dataset[] = [...keys].sort().map((key, index) => ({
    ...exampleDataset,
    key,
    versionId: `v-${key}`,
    lastModified: new Date(T0 + index * 1000).toISOString(),
  }));
  const pipeline = { ...examplePipeline, concurrency: { ...examplePipeline.concurrency, maxRuns: 100 } };
  const ports: CommandPorts = {
    store,
    ...memoryKinds({ 'glue-job': glue }),
    clock: () => T0,
    telemetry: { count: (name) => counted.push(name), info: () => {} },
    sendWakes: async () => {},
    pipeline: async (name) => (name === pipeline.pipeline ? pipeline : undefined),
    writeEmptyList: async (name, runId) => ({ ...exampleDataset, key: batchListKeyOf(name, runId), size: 0 }),
    dataset: async (key) => objects.find((one) => one.key === key) ?? null,
    list: async (prefix, after) => {
      const found = objects.filter(({ key }) => key.startsWith(prefix) && (after === null || key > after));
      return { datasets: found.slice(0, PAGE_SIZE), next: found.length > PAGE_SIZE ? (found[PAGE_SIZE - 1]?.key ?? null) : null };
    },
  };
  const arrive = async (dataset: Dataset) => {
    const runId = runIdOf(dataset);
    const accepted = {
      schemaVersion: 1 as const,
      runId,
      pipeline: pipeline.pipeline,
      dataset,
      parameters: {},
      acceptedAt: dataset.lastModified,
    };
    await acceptDataset(ports, accepted, { type: 'dataset-accepted', id: 'e' });
    return runId;
  };
  const endAll = (state: ExecutionState) => endJobRuns(ports, glue, state);
  return { ports, store, glue, objects, pipeline, counted, arrive, endAll };
};

/** Ends every job run that there is or that follows, each with its event. */
export const endJobRuns = async (
  ports: CommandPorts,
  glue: ReturnType<typeof memoryGlue>,
  state: ExecutionState,
): Promise<void> => {
  for (const { jobRunId, jobName, completedAt } of glue.jobRuns()) {
    if (completedAt === null) glue.end(jobRunId, state);
    await receiveJobEvent(
      { ...ports, findJobRun: glue.findJobRun, stage: 'local' },
      { jobName, jobRunId },
      { type: 'glue-event', id: 'g' },
    );
  }
};
