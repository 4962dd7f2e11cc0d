import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import type { ObjectCreated } from '@glue-relay/shared/events/aws-events';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { takeIn } from '../src/app/take-in';
import type { MetricName } from '../src/metric-names';
import type { IntakePorts } from '../src/ports';
import { memoryBatchPorts } from './twins/batches';
import type { HeldObject } from './twins/bucket';
import { memoryBucket } from './twins/bucket';
import { memorySettleOutcome } from './twins/outcomes';

/** A pipeline like the example with another name and input. */
export const pipelineOf = (name: string, input: Partial<PipelineDefinition['input']> = {}): PipelineDefinition => ({
  ...examplePipeline,
  pipeline: name,
  input: { ...examplePipeline.input, ...input },
});

/** S3's event about a key. */
export const created = (key: string, size = 1): ObjectCreated => ({
  ...objectCreated.example,
  object: { ...objectCreated.example.object, key, size, 'version-id': 'v1' },
});

/** Ingest with everything in memory. */
export const intakeOver = (
  objects: Readonly<Record<string, HeldObject>>,
  pipelines: PipelineDefinition[] = [examplePipeline],
  overrides: Partial<IntakePorts> = {},
) => {
  const bucket = memoryBucket(objects);
  const said: OutgoingEvent[] = [];
  const counted: MetricName[] = [];
  const told: object[] = [];
  let clock = Date.parse('2026-11-12T00:00:01.000Z');
  const batching = memoryBatchPorts(() => clock);
  const take = takeIn({
    ...bucket,
    ...batching.ports,
    readRelease: async () => undefined,
    listPipelines: async () => new Map(pipelines.map((pipeline) => [pipeline.pipeline, pipeline])),
    settleOutcome: memorySettleOutcome(),
    publish: async (events) => {
      said.push(...events);
    },
    now: () => {
      clock += 1000;
      return new Date(clock);
    },
    count: (name) => counted.push(name),
    tell: (message, fields) => told.push({ message, ...fields }),
    ...overrides,
  });
  return { take, said, counted, told, bucket, pipelines, ...batching };
};
