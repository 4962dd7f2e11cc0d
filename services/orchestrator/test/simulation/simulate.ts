import type { JournalEntry } from '../../src/domain/journal';
import { hasEnded } from '../../src/domain/run';
import { MINUTE, T0 } from '../factories';
import { brokenAnswers } from './answers';
import { brokenDeliveries } from './deliveries';
import type { FaultRates } from './faults';
import type { EventRates } from './glue-life';
import { brokenAtRest } from './invariants';
import { brokenKinds } from './kinds';
import { brokenNotices, hoursToSuccess } from './notices';
import { seeded } from './random';
import { watchRuns } from './run-watch';
import { brokenScheduledStarts } from './scheduled-starts';
import { scheduler } from './scheduler';
import { brokenLimits } from './starts';
import { brokenStories } from './stories';
import { traceHash } from './trace-hash';
import type { World } from './world';
import { makeWorld } from './world';

export interface SimulationOptions {
  /** Whether the real adapters run over a twin of DynamoDB and SSM; else twins of the stores stand in for them. */
  readonly adapters: boolean;
  readonly faults: FaultRates;
  readonly events: EventRates;
  /** Share of job runs that never end by themselves. */
  readonly hangs: number;
  /** Share of messages that SQS or EventBridge deliver twice. */
  readonly again: number;
  /** Whether Lambda may kill an invocation when its time is up. */
  readonly timeouts: boolean;
  /** How often it sweeps while a start is under way. Without the sweep (null) only what is owed wakes a run. */
  readonly sweepEveryMs: number | null;
  /** Turns that a schedule may take; one that takes more hangs. */
  readonly maxTurns: number;
}

export const ordinary: SimulationOptions = {
  adapters: false,
  faults: {
    crash: 0.015,
    error: 0.015,
    stall: 0.008,
    again: 0.005,
    refused: 0.005,
    starts: { busy: 0.03, slow: 0.02, frozen: 0.01 },
    budget: 40,
  },
  events: { lost: 0.15, twice: 0.2, late: 0.2 },
  hangs: 0.05,
  again: 0.08,
  timeouts: true,
  sweepEveryMs: 4 * MINUTE,
  maxTurns: 40_000,
};

export interface Simulated {
  readonly seed: number;
  readonly broken: readonly string[];
  /** Turns that the scheduler gave. */
  readonly turns: number;
  /** Of every call that a function made, with its time. */
  readonly trace: string;
  readonly journals: Readonly<Record<string, readonly JournalEntry[]>>;
}

/** The whole service over the twins, on one schedule that the seed decides, until every run has ended and all is quiet. */
export const simulate = async (seed: number, options: SimulationOptions = ordinary): Promise<Simulated> => {
  const random = seeded(seed);
  const time = scheduler(random, T0, options.maxTurns);
  const trace = traceHash();
  const broken = new Set<string>();
  const watch = watchRuns();
  const [underWay, unheardOf] = [new Set<string>(), new Set<string>()];
  const world = makeWorld({
    random,
    time,
    options,
    onRun: (run) => {
      if (hasEnded(run)) underWay.delete(run.runId);
      else underWay.add(run.runId);
      unheardOf.delete(run.runId);
      for (const one of watch(world.books, run)) broken.add(one);
    },
    onCall: (name, command) => trace.add(time.now(), name, command),
  });
  const { books, until } = world;
  for (const runId of world.runIds) unheardOf.add(runId);
  const isBroken = () => broken.size > 0;
  const allEnded = () => time.now() > until && underWay.size + unheardOf.size === 0 && !isCommandUnderWay(world);
  await time.run(() => isBroken() || allEnded(), T0 + 3 * 24 * 60 * MINUTE);
  // An hour in which nothing succeeds is told of, where anybody asked; else nothing more can come about.
  const isWatched = world.pipelines.some((pipeline) => hoursToSuccess(world.parameters, pipeline) !== null);
  if (isWatched) await time.run(isBroken, time.now() + 70 * MINUTE);
  // What is still under way comes late: a message is delayed for 15 minutes at most, and one that fails comes back for as long,
  // reaches its dead letters and is redriven.
  world.sweeps.stop();
  const rest = await time.run(isBroken, time.now() + 120 * MINUTE);
  if (rest === 'out-of-turns') broken.add(`hangs: no rest within ${options.maxTurns} turns`);
  for (const check of checks) for (const one of readable(() => check(world))) broken.add(one);
  return {
    seed,
    broken: [...broken],
    turns: time.turns(),
    trace: trace.text(),
    journals: Object.fromEntries(books.runs().map(({ runId }) => [runId, books.journalOf(runId)])),
  };
};

/** Whether a command waits for its function, or for an operator to bring it back: it may start a run. */
const isCommandUnderWay = ({ queues, deployed, poison }: World): boolean => {
  const deadLetters = deployed.queues.get('CommandQueue')?.redrive?.to ?? '';
  const isReadable = (body: string): boolean => !poison.get('CommandQueue')?.includes(body);
  return !queues.isEmpty('CommandQueue') || queues.bodies(deadLetters).some(isReadable);
};

/** What is looked at once the world has come to rest. */
const checks: readonly ((world: World) => string[])[] = [
  brokenAtRest,
  brokenKinds,
  brokenLimits,
  brokenAnswers,
  brokenScheduledStarts,
  brokenStories,
  brokenDeliveries,
  brokenNotices,
];

/** A journal that cannot be played is broken too. */
const readable = (check: () => string[]): string[] => {
  try {
    return check();
  } catch (error) {
    return [String(error)];
  }
};
