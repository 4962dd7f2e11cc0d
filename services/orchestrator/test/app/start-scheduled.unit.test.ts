import { exampleDataset } from '@glue-relay/shared/dataset';
import type { ScheduledStartCommand } from '@glue-relay/shared/events/run-command';
import type { Schedule } from '@glue-relay/shared/pipeline/schedule';
import { scheduleSchema } from '@glue-relay/shared/pipeline/schedule';
import { executeCommand } from '../../src/app/execute-command';
import { commandWorld } from '../command-world';

const KEYS = ['raw/a.csv', 'raw/b.csv', 'raw/c.csv', 'raw/d.csv', 'raw/notes.txt'];

const prepare = (schedule: Partial<Schedule> | null = {}, maxRuns = 3) => {
  const world = commandWorld(KEYS);
  const { concurrency } = world.pipeline;
  const deployed = {
    ...world.pipeline,
    concurrency: { ...concurrency, maxRuns },
    schedule: schedule && scheduleSchema.parse({ at: 'rate(1 hour)', ...schedule }),
  };
  const ports = { ...world.ports, pipeline: async () => deployed };
  const due = (hour: number) => executeCommand(ports, commandOf(hour));
  return { ...world, ports, due };
};

const commandOf = (hour: number): ScheduledStartCommand => ({
  type: 'scheduled-start',
  schemaVersion: 1,
  idempotencyKey: `schedule/demand-forecast/2026-11-12T0${hour}:00:00Z`,
  requestedBy: 'schedule relay-test-demand-forecast',
  pipeline: 'demand-forecast',
  scheduledAt: `2026-11-12T0${hour}:00:00Z`,
});

describe('a scheduled start', () => {
  it('runs the newest file that the pipeline takes, with the parameters of its schedule', async () => {
    const { due, store } = prepare({ parameters: { tuned: true } });
    expect(await due(1)).toMatchObject({ outcome: 'done' });
    expect(store.runs()).toMatchObject([
      { dataset: { key: 'raw/d.csv' }, parameters: { tuned: true }, status: { state: 'RUNNING' } },
    ]);
  });

  it('starts one run, however often the scheduler says the same time', async () => {
    const { due, store } = prepare();
    const first = await due(1);
    expect(await due(1)).toEqual(first);
    expect(store.runs()).toHaveLength(1);
  });

  it.each([
    ['a named file', { key: 'raw/a.csv' }, 'raw/a.csv'],
    ['no file at all', 'none', expect.stringMatching(/^runs\/demand-forecast\/batches\/.*\.files\.jsonl$/)],
  ] as const)('runs %s', async (_, input, key) => {
    const { due, store } = prepare({ input });
    await due(1);
    expect(store.runs()).toMatchObject([{ dataset: { key } }]);
  });

  it('is skipped while another run is active, though the pipeline had room for it, and its journal says why', async () => {
    const { due, store, arrive } = prepare();
    const active = await arrive(exampleDataset);
    const answer = await due(1);
    const runId = 'runId' in answer ? answer.runId : '';
    expect(await store.load(runId)).toMatchObject({ status: { state: 'SKIPPED' } });
    expect(store.journalOf(runId).at(-1)).toMatchObject({
      cause: { type: 'command', id: commandOf(1).idempotencyKey, by: commandOf(1).requestedBy },
      event: { state: 'SKIPPED', error: `run ${active} was active or waiting when the schedule was due` },
    });
    expect(store.runs().filter(({ status }) => status.state === 'RUNNING')).toHaveLength(1);
  });

  it('looks again where another run took a slot in between', async () => {
    const { ports, store, arrive } = prepare();
    let isFirst = true;
    const racing = {
      ...ports,
      store: {
        ...store,
        queueOf: async (pipeline: string) => {
          const queue = await store.queueOf(pipeline);
          if (isFirst) {
            isFirst = false;
            await arrive(exampleDataset);
          }
          return queue;
        },
      },
    };
    await executeCommand(racing, commandOf(1));
    expect(store.runs().map(({ status }) => status.state)).toEqual(['RUNNING', 'SKIPPED']);
  });

  it('waits for its turn where the schedule says so', async () => {
    const { due, store, arrive, endAll } = prepare({ whenActive: 'queue' }, 1);
    await due(1);
    await due(2);
    expect(store.runs().map(({ status }) => status.state)).toEqual(['RUNNING', 'QUEUED']);
    await endAll('SUCCEEDED');
    await arrive(exampleDataset);
    expect(store.runs().filter(({ status }) => status.state === 'SKIPPED')).toEqual([]);
  });

  it.each([
    ['has no schedule any more', null, 'has no schedule any more'],
    ['names a file that is not there', { input: { key: 'raw/none.csv' } }, 'there is no raw/none.csv'],
  ] as const)('is refused where the pipeline %s', async (_, schedule, reason) => {
    const { due, store } = prepare(schedule);
    expect(await due(1)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining(reason) });
    expect(store.runs()).toEqual([]);
  });
});
