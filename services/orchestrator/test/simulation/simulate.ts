import { exampleDataset } from '@glue-relay/shared/dataset';
import { acceptDataset } from '../../src/app/accept-dataset';
import { executeCommand } from '../../src/app/execute-command';
import { limitedStarts } from '../../src/app/limited-starts';
import { receiveGlueEvent } from '../../src/app/receive-glue-event';
import { sweep } from '../../src/app/sweep';
import { wakeRun } from '../../src/app/wake-run';
import type { JournalEntry } from '../../src/domain/journal';
import type { GlueState } from '../../src/domain/observation';
import { hasEnded } from '../../src/domain/run';
import type { StartLimit } from '../../src/domain/start-limit';
import type { Ports } from '../../src/ports';
import { anAcceptance, MINUTE, T0 } from '../factories';
import type { MemoryJobRun } from '../twins/memory-glue';
import { memoryGlue } from '../twins/memory-glue';
import { memoryStore } from '../twins/memory-store';
import type { FaultRates } from './faults';
import { faultInjector } from './faults';
import { generateCommand, generatePipeline } from './generate';
import { brokenAnswers, brokenAtRest, brokenLimits, watchRuns } from './invariants';
import type { Random } from './random';
import { seeded } from './random';
import type { Scheduler } from './scheduler';
import { scheduler } from './scheduler';
import { brokenStories } from './stories';

export interface SimulationOptions {
  readonly faults: FaultRates;
  /** Share of Glue's events that never arrive, arrive twice, or come late. */
  readonly events: { readonly lost: number; readonly twice: number; readonly late: number };
  /** Share of job runs that never end by themselves. */
  readonly hangs: number;
  /** Without the sweep only what is owed wakes a run. */
  readonly sweeps: boolean;
  /** Turns that a schedule may take; one that takes more hangs. */
  readonly maxTurns: number;
}

export const ordinary: SimulationOptions = {
  faults: { crash: 0.02, error: 0.02, stall: 0.01, budget: 40 },
  events: { lost: 0.15, twice: 0.2, late: 0.2 },
  hangs: 0.05,
  sweeps: true,
  maxTurns: 40_000,
};

const limits: readonly StartLimit[] = [
  { perSecond: 100, burst: 100 },
  { perSecond: 0.5, burst: 2 },
  { perSecond: 0.05, burst: 1 },
];

/** How a Glue run ends, and what Glue says of it. */
const outcomes: readonly (readonly [GlueState, string | null])[] = [
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['FAILED', 'ValueError: no'],
  ['FAILED', 'JobDataError: no rows'],
  ['TIMEOUT', null],
  ['ERROR', null],
  ['ERROR', 'ThrottlingException: Rate exceeded'],
  ['STOPPED', null],
];

export interface Simulated {
  readonly seed: number;
  readonly broken: readonly string[];
  /** Turns that the scheduler gave. */
  readonly turns: number;
  readonly journals: Readonly<Record<string, readonly JournalEntry[]>>;
}

/** Whole engine over the twins, on one schedule that the seed decides, until every run has ended and all is quiet. */
export const simulate = async (seed: number, options: SimulationOptions = ordinary): Promise<Simulated> => {
  const random = seeded(seed);
  const time = scheduler(random, T0, options.maxTurns);
  const world = worldOf(random, time, options);
  const accepted = world.acceptDatasets();
  if (options.sweeps) world.sweepEvery(2 * MINUTE);
  world.sendCommands(accepted);
  const broken = new Set<string>();
  const moments = watchRuns();
  const watch = (): boolean => {
    for (const one of moments(world.store)) broken.add(one);
    return broken.size > 0;
  };
  const allEnded = () =>
    world.commandsLeft() === 0 &&
    world.store.runs().every(hasEnded) &&
    accepted.every((runId) => world.store.runs().some((run) => run.runId === runId));
  await time.run(() => watch() || allEnded(), T0 + 3 * 24 * 60 * MINUTE);
  // What is still under way comes late, as events may; the longest delay of a message is 15 minutes.
  const rest = await time.run(watch, time.now() + 60 * MINUTE);
  if (rest === 'out-of-turns') broken.add(`hangs: no rest within ${options.maxTurns} turns`);
  const unreadable = (error: unknown) => [String(error)];
  for (const one of await brokenAtRest(world.store, world.glue, accepted).catch(unreadable)) broken.add(one);
  for (const one of brokenLimits(world.store, world.glue, world.limit)) broken.add(one);
  for (const one of brokenAnswers(world.store, world.answers)) broken.add(one);
  for (const one of brokenStories(world.store, world.glue)) broken.add(one);
  return {
    seed,
    broken: [...broken],
    turns: time.turns(),
    journals: Object.fromEntries(world.store.runs().map(({ runId }) => [runId, world.store.journalOf(runId)])),
  };
};

const worldOf = (random: Random, time: Scheduler, options: SimulationOptions) => {
  const store = memoryStore();
  const limit = random.pick(limits);
  const inject = faultInjector(time, random, options.faults);
  const definitions = new Map(['p0', 'p1'].map((name) => [name, generatePipeline(random, name)]));
  const glue = memoryGlue(time.now, (run) => scheduleEnd(run));
  const ports: Ports = {
    store,
    glue,
    clock: time.now,
    telemetry: { count: () => {}, info: () => {} },
    sendWakes: async (wakes) => {
      for (const { runId, cause, at } of wakes) {
        const due = Math.min(at, time.now() + 15 * MINUTE);
        deliver(due, 'queue', (given) => wakeRun(given, runId, { type: cause, id: 'wake' }));
      }
    },
  };

  /** Runs a handler at a time; a queue brings a message back until it is done, Lambda tries an event twice more. */
  const deliver = (at: number, kind: 'queue' | 'event' | 'once', handle: (ports: Ports) => Promise<unknown>, tries = 0): void => {
    const again = () => {
      if (kind === 'queue' || (kind === 'event' && tries < 2)) deliver(time.now() + MINUTE, kind, handle, tries + 1);
    };
    time.at(at, () => {
      const faulty = inject({ dead: false, died: again }, ports);
      handle({ ...faulty, glue: limitedStarts(faulty.glue, faulty.store, limit, time.now) }).catch(again);
    });
  };

  const scheduleEnd = (run: MemoryJobRun): void => {
    const hangs = random.chance(options.hangs);
    const endsAt = time.now() + (hangs ? 10_000 * MINUTE : random.between(1, 300) * 1000);
    const [state, message] = random.pick(outcomes);
    if (hangs) return;
    time.at(endsAt, () => {
      glue.end(run.jobRunId, state, message);
      announce(run);
    });
  };

  const announce = ({ jobName, jobRunId }: MemoryJobRun): void => {
    if (random.chance(options.events.lost)) return;
    const copies = random.chance(options.events.twice) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const late = random.chance(options.events.late) ? random.between(1, 600) * 1000 : random.between(0, 50);
      deliver(time.now() + late, 'event', (given) =>
        receiveGlueEvent(given, { jobName, jobRunId }, { type: 'glue-event', id: jobRunId }),
      );
    }
  };

  const pipeline = async (name: string) => definitions.get(name);
  const dataset = async (key: string) => (key === 'raw/gone.csv' ? null : { ...exampleDataset, key });

  const acceptDatasets = (): string[] =>
    Array.from({ length: random.between(1, 5) }, (_, index) => {
      // Versions are written in the order of their index, two in a second, and accepted and heard of in any order.
      const at = T0 + random.between(0, 120) * 1000;
      const detail = anAcceptance({
        runId: `run-${index}`,
        pipeline: random.pick([...definitions.keys()]),
        dataset: {
          ...exampleDataset,
          key: random.pick(['raw/a.csv', 'raw/a.csv', 'raw/b.csv']),
          versionId: `v${index}`,
          sequencer: random.chance(0.2) ? null : `0A${index}${random.pick(['', '00', 'F3'])}`,
          lastModified: new Date(T0 + Math.floor(index / 2) * 1000).toISOString(),
        },
        acceptedAt: new Date(at + random.between(-60, 0) * 1000).toISOString(),
      });
      const copies = random.chance(0.3) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        deliver(at + copy * random.between(0, 60_000), 'queue', (given) =>
          acceptDataset({ ...given, pipeline }, detail, { type: 'dataset-accepted', id: detail.runId }),
        );
      }
      return detail.runId;
    });

  const sweepEvery = (interval: number): void => {
    const turn = () => {
      deliver(time.now(), 'once', (given) => sweep(given, MINUTE));
      time.at(time.now() + interval, turn);
    };
    time.at(T0 + interval, turn);
  };

  let commandsLeft = 0;
  const answers: { readonly key: string; readonly answer: string }[] = [];
  /** Each command may come twice under its key; the queue it comes through brings it back until it is done. */
  const sendCommands = (runIds: readonly string[]): void => {
    for (let index = random.pick([0, 0, 1, 3, 6]); index > 0; index -= 1) {
      const command = generateCommand(random, `key-${index}`, runIds, [...definitions.keys()]);
      const at = T0 + random.between(0, 40 * 60) * 1000;
      for (let copy = random.between(0, 1); copy >= 0; copy -= 1) {
        commandsLeft += 1;
        deliver(at + copy * random.between(0, 600_000), 'queue', async (given) => {
          const answer = JSON.stringify(await executeCommand({ ...given, pipeline, dataset }, command));
          answers.push({ key: command.idempotencyKey, answer });
          commandsLeft -= 1;
        });
      }
    }
    if (random.chance(0.3)) {
      const name = random.pick([...definitions.keys()]);
      time.at(T0 + random.between(0, 20 * 60) * 1000, () => definitions.set(name, generatePipeline(random, name)));
    }
  };

  return { store, glue, acceptDatasets, sweepEvery, sendCommands, commandsLeft: () => commandsLeft, answers, limit };
};
