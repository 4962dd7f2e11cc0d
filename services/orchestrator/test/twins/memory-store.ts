import type { CommandRecord } from '../../src/domain/commands';
import { dueAt } from '../../src/domain/due';
import { filedBy } from '../../src/domain/filing';
import type { JournalEntry } from '../../src/domain/journal';
import type { Waiting } from '../../src/domain/queue';
import { isRunning } from '../../src/domain/queue';
import type { Run } from '../../src/domain/run';
import { slotChangeOf } from '../../src/domain/slots';
import { chargeStart } from '../../src/domain/start-limit';
import type { NewestVersion } from '../../src/domain/versions';
import type { Commit, CommitOutcome, RunStore } from '../../src/ports';

/** The table in memory: the same conditions, all or nothing. Documents are immutable, so none is copied. */
export interface MemoryStore extends RunStore {
  readonly journalOf: (runId: string) => readonly JournalEntry[];
  readonly runs: () => readonly Run[];
  /** When starts were granted. */
  readonly permits: () => readonly number[];
  readonly commands: () => readonly CommandRecord[];
  /** Pipelines with a slot taken or a run in the queue. */
  readonly occupied: () => readonly string[];
}

export const memoryStore = (): MemoryStore => {
  const runs = new Map<string, Run>();
  const journals = new Map<string, JournalEntry[]>();
  const slots = new Map<string, Set<string>>();
  const commands = new Map<string, CommandRecord>();
  const permits: number[] = [];
  let fullAt: number | null = null;
  let sweptAt: number | null = null;
  const newest = new Map<string, NewestVersion>();
  const queues = new Map<string, Map<string, Waiting>>();
  const partitions = new Map<string, Set<string>>();
  const partitionsOf = (pipeline: string) => partitions.get(pipeline) ?? new Set<string>();
  const slotsOf = (pipeline: string) => slots.get(pipeline) ?? new Set<string>();
  const waitingFor = (pipeline: string) => queues.get(pipeline) ?? new Map<string, Waiting>();
  const inOrder = (pipeline: string) =>
    [...waitingFor(pipeline).values()].sort((one, other) => one.place - other.place || (one.runId < other.runId ? -1 : 1));

  const commit = ({ before, run, journal, taken, command, alone }: Commit): CommitOutcome => {
    const { runId, definition } = run;
    const { pipeline, concurrency } = definition;
    const change = slotChangeOf(before, run);
    const key = `${pipeline}#${run.dataset.key}`;
    if (runs.get(runId)?.version !== before?.version) return 'conflict';
    if (command && commands.has(command.key)) return 'repeated';
    if (taken && newest.get(key)?.revision !== taken.before?.revision) return 'conflict';
    if (change.slot === 'take' && slotsOf(pipeline).size >= (alone ? 1 : concurrency.maxRuns)) return 'no-slot';
    const partition = run.partition ?? null;
    if (change.slot === 'take' && partition !== null && partitionsOf(pipeline).has(partition)) return 'no-slot';
    runs.set(runId, run);
    if (command) commands.set(command.key, command);
    if (taken) newest.set(key, taken.newest);
    journals.set(runId, [...(journals.get(runId) ?? []), ...filedBy({ before, run, journal })]);
    const held = slotsOf(pipeline);
    if (change.slot === 'take') slots.set(pipeline, held.add(runId));
    if (change.slot === 'release') held.delete(runId);
    if (change.slot === 'take' && partition !== null) partitions.set(pipeline, partitionsOf(pipeline).add(partition));
    if (change.slot === 'release' && partition !== null) partitionsOf(pipeline).delete(partition);
    if (change.queue?.move === 'enter') {
      queues.set(pipeline, waitingFor(pipeline).set(runId, { runId, place: change.queue.place }));
    }
    if (change.queue?.move === 'leave') waitingFor(pipeline).delete(runId);
    return 'committed';
  };

  return {
    load: async (runId) => runs.get(runId) ?? null,
    commit: async (given) => commit(given),
    newestOf: async (pipeline, key) => newest.get(`${pipeline}#${key}`) ?? null,
    commandOf: async (key) => commands.get(key) ?? null,
    recordCommand: async (record) => !commands.has(record.key) && commands.set(record.key, record).has(record.key),
    permitStart: async (limit, now) => {
      const charged = chargeStart(fullAt, limit, now);
      fullAt = charged ?? fullAt;
      if (charged !== null) permits.push(now);
      return charged !== null;
    },
    queueOf: async (pipeline) => {
      const waiting = inOrder(pipeline);
      const taken = [...partitionsOf(pipeline)];
      const active = [...slotsOf(pipeline)];
      return {
        active,
        ...(taken.length > 0 ? { partitions: taken } : {}),
        head: waiting.at(0) ?? null,
        newest: waiting.at(-1) ?? null,
      };
    },
    releaseSlot: async (pipeline, runId) => {
      slotsOf(pipeline).delete(runId);
    },
    dueRuns: async (by) =>
      [...runs.values()]
        .filter(isRunning)
        .map((run) => ({ runId: run.runId, due: dueAt(run) }))
        .filter(({ due }) => due <= by),
    sweptAt: async () => sweptAt,
    noteSwept: async (at) => {
      sweptAt = at;
    },
    pipelines: async () => [...slots.keys()],
    journalOf: (runId) => [...(journals.get(runId) ?? []), ...(runs.get(runId)?.unfiled ?? [])],
    runs: () => [...runs.values()],
    permits: () => permits,
    commands: () => [...commands.values()],
    occupied: () =>
      [...new Set([...slots.keys(), ...queues.keys()])].filter((name) => slotsOf(name).size > 0 || waitingFor(name).size > 0),
  };
};
