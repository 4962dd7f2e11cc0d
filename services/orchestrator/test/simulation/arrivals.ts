import { exampleDataset } from '@glue-relay/shared/dataset';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { runCommand } from '@glue-relay/shared/events/run-command';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { pipelineParameterOf } from '@glue-relay/shared/pipeline/names';
import { anAcceptance, T0 } from '../factories';
import type { MemoryBus } from '../twins/aws/memory-bus';
import type { MemoryQueues } from '../twins/aws/memory-queues';
import { BUS, STAGE } from './deployed';
import type { Size } from './generate';
import { generateCommand, generatePipeline, generatePoison } from './generate';
import type { Random } from './random';
import { sendScheduledStarts } from './scheduled-starts';
import type { Scheduler } from './scheduler';

export interface ArrivalOptions {
  readonly random: Random;
  readonly time: Scheduler;
  readonly bus: MemoryBus;
  readonly queues: MemoryQueues;
  /** What SSM holds. */
  readonly parameters: Map<string, string>;
  /** When each pipeline was deployed last. */
  readonly deployedAt: Map<string, number>;
  readonly size: Size;
}

/** What comes from outside. Poison is by queue. */
export interface Arrivals {
  readonly pipelines: readonly string[];
  readonly runIds: readonly string[];
  /** Idempotency keys of the times of schedules. */
  readonly scheduled: readonly string[];
  readonly poison: ReadonlyMap<string, readonly string[]>;
  /** When the last of it has come. */
  readonly until: number;
}

/** What arrives does so at one of these beats, so that much of it meets in a batch. */
const BEATS = Array.from({ length: 25 }, (_, index) => index * 5_000);

/** Data sets, commands, schedules that are due, deploys and messages that nobody can read, at random times of the first hour. */
export const arrivals = (options: ArrivalOptions): Arrivals => {
  const { pipelines, steps } = options.size;
  const deployed = pipelines.map((name) => deploy(options, generatePipeline(options.random, name, steps)));
  const { time } = options;
  let until = T0;
  const at = (due: number, task: () => void) => {
    until = Math.max(until, due);
    time.at(due, task);
  };
  const timed = { ...options, time: { ...time, at } };
  const runIds = acceptDatasets(timed);
  sendCommands(timed, runIds);
  const scheduled = deployed.flatMap(({ schedule, pipeline }) =>
    schedule ? sendScheduledStarts({ ...timed, beats: BEATS }, pipeline) : [],
  );
  return { pipelines, runIds, scheduled, poison: sendPoison(timed), until };
};

const deploy = ({ parameters, deployedAt, time }: ArrivalOptions, definition: PipelineDefinition): PipelineDefinition => {
  deployedAt.set(definition.pipeline, time.now());
  parameters.set(pipelineParameterOf(STAGE, definition.pipeline), JSON.stringify(definition));
  return definition;
};

/** Versions are written in the order of their index, two in a second, and accepted and heard of in any order. */
const acceptDatasets = ({ random, time, bus, size }: ArrivalOptions): string[] =>
  Array.from({ length: random.between(1, size.runs) }, (_, index) => {
    const at = T0 + random.pick(BEATS);
    const detail = anAcceptance({
      runId: `run-${index}`,
      pipeline: random.pick(size.pipelines),
      dataset: {
        ...exampleDataset,
        key: random.pick(['raw/a.csv', 'raw/a.csv', 'raw/b.csv']),
        versionId: `v${index}`,
        sequencer: random.chance(0.2) ? null : `0A${index}${random.pick(['', '00', 'F3'])}`,
        lastModified: new Date(T0 + Math.floor(index / 2) * 1000).toISOString(),
      },
      acceptedAt: new Date(at + random.between(-60, 0) * 1000).toISOString(),
    });
    const { source, detailType } = datasetAccepted;
    for (let copy = random.chance(0.3) ? 1 : 0; copy >= 0; copy -= 1) {
      const heardAt = at + copy * random.between(0, 60_000);
      time.at(heardAt, () => bus.put(BUS, { source, 'detail-type': detailType, detail }));
    }
    return detail.runId;
  });

/** Each command may come twice under its key; a pipeline may be deployed anew in between. */
const sendCommands = (options: ArrivalOptions, runIds: readonly string[]): void => {
  const { random, time, bus, size } = options;
  const keys = Array.from({ length: random.pick([0, 0, 0, 0, 1, 1, 3]) }, (_, index) => `key-${index}`);
  const { source, detailType } = runCommand;
  for (const key of keys) {
    const detail = generateCommand(random, key, runIds, size.pipelines);
    const at = T0 + random.between(0, 40 * 60) * 1000;
    for (let copy = random.between(0, 1); copy >= 0; copy -= 1) {
      const sentAt = at + copy * random.between(0, 600_000);
      time.at(sentAt, () => bus.put(BUS, { source, 'detail-type': detailType, detail }));
    }
  }
  if (random.chance(0.3)) {
    const name = random.pick(size.pipelines);
    time.at(T0 + random.between(0, 20 * 60) * 1000, () => deploy(options, generatePipeline(random, name, size.steps)));
  }
};

const POISONED = ['AcceptedQueue', 'CommandQueue', 'WakeQueue', 'NotifyQueue', 'LatestQueue'] as const;

const sendPoison = ({ random, time, queues }: ArrivalOptions): Map<string, string[]> => {
  const sent = new Map<string, string[]>();
  for (let count = random.pick([0, 0, 0, 1, 2]); count > 0; count -= 1) {
    const queue = random.pick(POISONED);
    const body = generatePoison(random, count);
    sent.set(queue, [...(sent.get(queue) ?? []), body]);
    time.at(T0 + random.pick(BEATS), () => queues.send(queue, body));
  }
  return sent;
};
