import type { Dataset } from '@glue-relay/shared/dataset';
import { exampleDataset } from '@glue-relay/shared/dataset';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { runIdOf } from '@glue-relay/shared/run-id';
import { acceptDataset } from '../src/app/accept-dataset';
import { receiveJobEvent } from '../src/app/receive-glue-event';
import type { BackfillPorts } from '../src/backfill-ports';
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
  const ports: BackfillPorts = {
    store,
    ...memoryKinds({ 'glue-job': glue }),
    clock: () => T0,
    telemetry: { count: (name) => counted.push(name), info: () => {} },
    sendWakes: async () => {},
    pipeline: async (name) => (name === pipeline.pipeline ? pipeline : undefined),
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
  /** Ends every job run that there is or that follows, for one run only where it is named. */
  const endAll = async (state: ExecutionState) => {
    for (const { jobRunId, jobName, completedAt } of glue.jobRuns()) {
      if (completedAt === null) glue.end(jobRunId, state);
      await receiveJobEvent(
        { ...ports, findJobRun: glue.findJobRun, stage: 'local' },
        { jobName, jobRunId },
        { type: 'glue-event', id: 'g' },
      );
    }
  };
  return { ports, store, glue, objects, pipeline, counted, arrive, endAll };
};
