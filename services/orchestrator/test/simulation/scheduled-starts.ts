import { runCommand } from '@glue-relay/shared/events/run-command';
import type { Schedule } from '@glue-relay/shared/pipeline/schedule';
import type { JournalEntry } from '../../src/domain/journal';
import type { Run } from '../../src/domain/run';
import { MINUTE, T0 } from '../factories';
import type { MemoryBus } from '../twins/aws/memory-bus';
import { BUS } from './deployed';
import { LONGEST_STALL_MS } from './faults';
import type { AtRest } from './invariants';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import type { Books } from './storage';

/** A random schedule; its times are those of `sendScheduledStarts`. */
export const generateSchedule = (random: Random): Schedule | null =>
  random.chance(0.15)
    ? {
        at: 'rate(1 hour)',
        timeZone: 'UTC',
        input: random.pick(['latest', 'none', { key: 'raw/a.csv' }]),
        parameters: {},
        whenActive: random.pick(['skip', 'skip', 'queue']),
        enabled: true,
      }
    : null;

export interface ScheduledStartOptions {
  readonly random: Random;
  readonly time: Pick<Scheduler, 'at'>;
  readonly bus: MemoryBus;
  /** Times at which much else arrives, in ms from the beginning. */
  readonly beats: readonly number[];
}

/** The scheduler tries for up to an hour where the bus does not take what it says; so late is seldom. */
const LONGEST_DELAY_MS = 10 * MINUTE;
const KEY_PREFIX = 'schedule/';

/**
 * EventBridge Scheduler in place of the pipeline's own stack: says that the schedule is due, at beats or in between, in time or
 * late, once or twice.
 *
 * @returns the idempotency keys, one for each time
 */
export const sendScheduledStarts = ({ random, time, bus, beats }: ScheduledStartOptions, pipeline: string): string[] =>
  Array.from({ length: random.between(1, 2) }, (_, index) => {
    // No two times of one schedule are the same.
    const due = T0 + (random.chance(0.7) ? random.pick(beats) : random.between(0, 20 * MINUTE)) + index;
    const scheduledAt = new Date(due).toISOString();
    const idempotencyKey = `${KEY_PREFIX}${pipeline}/${scheduledAt}`;
    const requestedBy = `schedule relay-local-${pipeline}`;
    const detail = { type: 'scheduled-start', schemaVersion: 1, idempotencyKey, requestedBy, pipeline, scheduledAt };
    for (let copies = random.chance(0.4) ? 2 : 1; copies > 0; copies -= 1) {
      const late = random.chance(0.3) ? random.between(0, LONGEST_DELAY_MS) : random.between(0, 50);
      const { source, detailType } = runCommand;
      time.at(due + late, () => bus.put(BUS, { source, 'detail-type': detailType, detail }));
    }
    return idempotencyKey;
  });

/** Whether a schedule made the run, to be skipped while another is active. */
export const isScheduledAlone = ({ definition, redrives }: Run, [made]: readonly JournalEntry[]): boolean =>
  made?.cause.type === 'command' &&
  made.cause.id.startsWith(KEY_PREFIX) &&
  definition.schedule?.whenActive === 'skip' &&
  redrives === 0;

/** A run that begins by its schedule begins over no other. */
export const brokenBeginning = (run: Run, journal: readonly JournalEntry[], runs: readonly Run[]): string[] =>
  isScheduledAlone(run, journal)
    ? runs
        .filter((other) => isOfSamePipeline(run, other) && other.status.state === 'RUNNING')
        .map(({ runId }) => `${run.runId} was started by its schedule over ${runId}, which is active`)
    : [];

type ScheduledAtRest = Pick<AtRest, 'answers' | 'scheduled'> & { readonly books: Pick<Books, 'runs' | 'journalOf'> };

/** Each time of a schedule led to one run or was refused, and one that was skipped met another run. */
export const brokenScheduledStarts = ({ books, answers, scheduled }: ScheduledAtRest): string[] => {
  const runs = books.runs();
  const made = runs.map((run) => ({ run, journal: books.journalOf(run.runId) }));
  return [
    ...scheduled.flatMap((key) => {
      const count = made.filter(({ journal: [first] }) => first?.cause.type === 'command' && first.cause.id === key).length;
      const isRefused = answers.some((given) => given.key === key && JSON.parse(given.answer).outcome === 'refused');
      return count === 1 || (count === 0 && isRefused) ? [] : [`${key} led to ${count} runs`];
    }),
    ...made.flatMap(({ run, journal }) =>
      isScheduledAlone(run, journal) && run.status.state === 'SKIPPED' && !runs.some((other) => isMet(run, other))
        ? [`${run.runId} was skipped by its schedule although no other was there`]
        : [],
    ),
  ];
};

/** An end has the time at which it was decided, and shows only once its commit went through, which may be held up. */
const isMet = (run: Run, other: Run): boolean =>
  isOfSamePipeline(run, other) &&
  'endedAt' in run.status &&
  other.createdAt <= run.status.endedAt &&
  (!('endedAt' in other.status) || other.status.endedAt + LONGEST_STALL_MS >= run.createdAt);

const isOfSamePipeline = (run: Run, other: Run): boolean =>
  other.runId !== run.runId && other.definition.pipeline === run.definition.pipeline;
