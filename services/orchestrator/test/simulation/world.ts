import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Run } from '../../src/domain/run';
import { hasEnded } from '../../src/domain/run';
import type { StartLimit } from '../../src/domain/start-limit';
import { memoryBucket } from '../twins/aws/memory-bucket';
import { memoryBus } from '../twins/aws/memory-bus';
import { memoryJobRuns } from '../twins/aws/memory-job-runs';
import { memoryParameters } from '../twins/aws/memory-parameters';
import { memoryQueues } from '../twins/aws/memory-queues';
import type { SentNotice } from '../twins/aws/memory-topic';
import { memoryTopic } from '../twins/aws/memory-topic';
import { arrivals } from './arrivals';
import { glueOf, livingCrawls } from './crawl-life';
import { decisionMaker } from './decisions';
import type { Deployed } from './deployed';
import { BUS, readDeployed } from './deployed';
import type { Invocation } from './faults';
import { faultInjector } from './faults';
import { generateSize } from './generate';
import { glueLife } from './glue-life';
import { lambda } from './lambda';
import { memoryStorage } from './memory-storage';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import type { Traffic } from './schedules';
import { scheduleOperator, scheduleSweeps } from './schedules';
import type { SimulationOptions } from './simulate';
import type { BatchReport } from './sources';
import { asyncInvoker, journalStream, queuePollers } from './sources';
import type { StorageOptions } from './storage';
import { lateIndex, tableStorage } from './table-storage';
import type { FunctionName } from './workers';

const limits: readonly StartLimit[] = [
  { perSecond: 100, burst: 100 },
  { perSecond: 0.5, burst: 2 },
  { perSecond: 0.05, burst: 1 },
];

/** An entry that an invocation asked to be put on the bus, and whether it was taken. */
export interface Said {
  readonly entry: PutEventsRequestEntry;
  /** What the entry's text holds. */
  readonly detail: unknown;
  readonly taken: boolean;
  readonly at: number;
  readonly by: Invocation | null;
}

/** A message to people, and the invocation that sent it. */
export interface Told extends SentNotice {
  readonly at: number;
  readonly by: Invocation | null;
}

/** The answer that a command was given. */
export interface GivenAnswer {
  readonly key: string;
  readonly answer: string;
}

export interface WorldOptions {
  readonly random: Random;
  readonly time: Scheduler;
  readonly options: SimulationOptions;
  readonly onRun: (run: Run) => void;
  readonly onCall: (name: FunctionName, command: string) => void;
}

const trafficOf = (runs: readonly Run[]): Traffic => {
  if (runs.some(({ steps }) => Object.values(steps).some(({ state }) => state === 'STARTING'))) return 'starting';
  return runs.every(hasEnded) ? 'idle' : 'active';
};

let read: Deployed | undefined;
const deployedOnce = (): Deployed => {
  read ??= readDeployed();
  return read;
};

export type World = ReturnType<typeof makeWorld>;

/** The deployed service over twins of everything that it calls, with what comes from outside. */
export const makeWorld = ({ random, time, options, onRun, onCall }: WorldOptions) => {
  const deployed = deployedOnce();
  const limit = random.pick(limits);
  const faults = faultInjector(time, random, options.faults);
  const said: Said[] = [];
  const told: Told[] = [];
  const reports: BatchReport[] = [];
  const answers: GivenAnswer[] = [];
  const parameters = new Map<string, string>();
  const deployedAt = new Map<string, number>();
  const clock = time.now;

  const refuses = (): boolean => {
    const by = functions.calling();
    return by !== null && faults.refuses(by);
  };
  const storageOptions: StorageOptions = {
    clock,
    parameters,
    onRun,
    onJournal: (item) => {
      decisions.hear(item);
      stream(item);
    },
  };
  const storage = options.adapters ? tableStorage(storageOptions, lateIndex(time, random)) : memoryStorage(storageOptions);
  const queues = memoryQueues({
    clock,
    queues: deployed.queues,
    pick: (count) => random.between(0, count - 1),
    onVisible: (queue, at) => wakePoller(queue, at),
    refuses,
  });
  const bus = memoryBus({
    clock,
    rules: deployed.rules,
    refuses,
    onEntry: (entry, detail, taken) => said.push({ entry, detail, taken, at: clock(), by: functions.calling() }),
    deliver: (target, event) => {
      if (!deployed.queues.has(target)) return invokeAsync('onGlueEvent', event, 'GlueEventDeadLetters');
      for (let copies = random.chance(options.again) ? 2 : 1; copies > 0; copies -= 1) queues.send(target, JSON.stringify(event));
    },
  });
  const glue = memoryJobRuns({ clock, onStart: (jobRun) => life.onStart(jobRun), onStop: (jobRun) => life.onStop(jobRun) });
  const life = glueLife({
    random,
    time,
    glue: () => glue,
    hangs: options.hangs,
    events: options.events,
    announce: (event) => bus.put('default', event),
  });
  const crawls = livingCrawls({ random, time, events: options.events, announce: (event) => bus.put('default', event) });
  const bucket = memoryBucket({ clock });
  bucket.put('raw/a.csv', 'date,sales\n');

  const decisions = decisionMaker({
    random,
    time,
    bucket,
    events: options.events,
    runOf: (runId) => storage.books.runs().find((run) => run.runId === runId),
    announce: (event) => bus.put(BUS, event),
  });

  const services = {
    glue: glueOf(glue.answer, crawls.answer),
    queues: queues.answer,
    bus: bus.answer,
    bucket: bucket.answer,
    topic: memoryTopic((notice) => told.push({ ...notice, at: clock(), by: functions.calling() })),
    parameters: memoryParameters(parameters),
  };
  const telemetry = {
    count: () => {},
    info: (message: string, { idempotencyKey, requestedBy, ...answer }: Readonly<Record<string, unknown>>) => {
      if (message.startsWith('command ')) answers.push({ key: String(idempotencyKey), answer: JSON.stringify(answer) });
    },
  };
  const deployment = { services, storage, clock, limit, telemetry };
  const timeouts = options.timeouts && random.chance(0.5);
  const functions = lambda({ deployed, deployment, faults, time, timeouts, onCall });
  const sources = { deployed, lambda: () => functions, queues: () => queues, time, random };
  const wakePoller = queuePollers(sources, options.again, (report) => reports.push(report));
  const invokeAsync = asyncInvoker(sources);
  const stream = journalStream(sources);
  const outside = arrivals({ random, time, bus, queues, parameters, deployedAt, size: generateSize(random) });

  scheduleOperator({ time, deployed, queues, poison: outside.poison });
  const sweeps = scheduleSweeps({
    time,
    everyMs: options.sweepEveryMs,
    traffic: () => trafficOf(storage.books.runs()),
    sweep: () => invokeAsync('sweep', {}, null),
  });

  return {
    ...outside,
    deployed,
    parameters,
    deployedAt,
    sweeps,
    books: storage.books,
    queues,
    glue,
    crawls,
    decisions: decisions.made,
    bucket,
    said,
    told,
    reports,
    answers,
    limit,
  };
};
