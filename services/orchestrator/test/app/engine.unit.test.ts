import { glueJobStateChange } from '@glue-relay/shared/events/aws-events';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { acceptDataset, UnknownPipelineError } from '../../src/app/accept-dataset';
import { eventOf, publishJournal } from '../../src/app/publish-journal';
import { receiveJobEvent } from '../../src/app/receive-glue-event';
import { sweep } from '../../src/app/sweep';
import { wakeRun } from '../../src/app/wake-run';
import type { Cause } from '../../src/domain/journal';
import { replay } from '../../src/domain/journal';
import type { Ports, Wake } from '../../src/ports';
import { aJob, T0 } from '../factories';
import { memoryGlue } from '../twins/memory-glue';
import { memoryKinds } from '../twins/memory-kinds';
import { memoryStore } from '../twins/memory-store';

const accepted = datasetAccepted.example;
const byDataset: Cause = { type: 'dataset-accepted', id: 'e1' };
const byGlue: Cause = { type: 'glue-event', id: 'e2' };

const prepare = () => {
  let now = T0;
  const clock = () => now;
  const store = memoryStore();
  const glue = memoryGlue(clock);
  const wakes: Wake[] = [];
  const counted: string[] = [];
  const ports: Ports = {
    store,
    ...memoryKinds({ 'glue-job': glue }),
    clock,
    telemetry: { count: (metric) => counted.push(metric), info: () => {} },
    sendWakes: async (sent) => {
      wakes.push(...sent);
    },
  };
  const accept = (runId = accepted.runId) =>
    acceptDataset(
      { ...ports, pipeline: async (name) => (name === examplePipeline.pipeline ? examplePipeline : undefined) },
      { ...accepted, runId },
      byDataset,
    );
  const endAll = async () => {
    for (const { jobRunId, jobName, completedAt } of glue.jobRuns()) {
      if (completedAt !== null) continue;
      glue.end(jobRunId, 'SUCCEEDED');
      await receiveJobEvent({ ...ports, findJobRun: glue.findJobRun, stage: 'local' }, { jobName, jobRunId }, byGlue);
      await receiveJobEvent({ ...ports, findJobRun: glue.findJobRun, stage: 'local' }, { jobName, jobRunId }, byGlue);
    }
  };
  return { ports, store, glue, wakes, counted, accept, endAll, pass: (ms: number) => (now += ms) };
};

it('carries a data set through all steps, with every event delivered twice', async () => {
  const { store, glue, counted, accept, endAll } = prepare();

  await accept();
  await accept();
  for (let round = 0; round < 3; round += 1) await endAll();

  expect(glue.jobRuns().map(({ jobName }) => jobName.split('-').at(-1))).toEqual(['clean', 'explore', 'features', 'train']);
  expect(store.runs()[0]?.status.state).toBe('SUCCEEDED');
  const journal = store.journalOf(accepted.runId);
  expect(replay(journal).run).toBe('SUCCEEDED');
  expect(counted.filter((metric) => metric === 'RunSucceeded')).toHaveLength(1);
});

it('writes a journal whose every entry is an event of its contract, in order', async () => {
  const { store, accept, endAll } = prepare();
  await accept();
  await endAll();
  const said: unknown[] = [];

  const failed = await publishJournal(
    async (events) => void said.push(...events),
    [{ id: '1', entries: () => store.journalOf(accepted.runId) }],
    () => {},
  );

  expect(failed).toBeNull();
  expect(said).toEqual(store.journalOf(accepted.runId).map(eventOf));
});

it('gives back to the stream what could not be said, after saying what came before', async () => {
  const { store, accept } = prepare();
  await accept();
  const good = { id: 'good', entries: () => store.journalOf(accepted.runId) };
  const poison = {
    id: 'poison',
    entries: () => {
      throw new Error('no journal');
    },
  };
  const said: unknown[] = [];

  expect(
    await publishJournal(
      async (events) => void said.push(...events),
      [good, poison, good],
      () => {},
    ),
  ).toBe('poison');
  expect(said).toHaveLength(store.journalOf(accepted.runId).length);
  const refusing = async () => {
    throw new Error('the bus is away');
  };
  expect(await publishJournal(refusing, [good], () => {})).toBe('good');
});

it('queues what comes while the pipeline is busy, and wakes it when the slot comes free', async () => {
  const { ports, store, wakes, accept, endAll } = prepare();
  await accept();
  await accept('20261112T000001Z-000000000000');

  expect(store.runs().map(({ status }) => status.state)).toEqual(['RUNNING', 'QUEUED']);
  for (let round = 0; round < 3; round += 1) await endAll();
  expect(wakes).toContainEqual(expect.objectContaining({ runId: '20261112T000001Z-000000000000', cause: 'slot-free' }));
  await wakeRun(ports, '20261112T000001Z-000000000000', { type: 'slot-free', id: 'w' });
  expect(store.runs().map(({ status }) => status.state)).toEqual(['SUCCEEDED', 'RUNNING']);
});

describe('two versions of one key', () => {
  const versions = (first: string, second: string) => {
    const prepared = prepare();
    const accept = (sequencer: string) =>
      acceptDataset(
        { ...prepared.ports, pipeline: async () => examplePipeline },
        { ...accepted, runId: `run-${sequencer}`, dataset: { ...accepted.dataset, sequencer } },
        byDataset,
      );
    return {
      ...prepared,
      acceptBoth: () => [first, second].reduce((before, one) => before.then(() => accept(one)), Promise.resolve()),
    };
  };

  it('run one after the other where they come in order', async () => {
    const { store, acceptBoth } = versions('01', '02');
    await acceptBoth();
    expect(store.runs().map(({ status }) => status.state)).toEqual(['RUNNING', 'QUEUED']);
    const [older, newer] = store.runs();
    expect(newer?.place).toBeGreaterThan(older?.place ?? 0);
  });

  it('leave the older one recorded but not run where it comes late, also when it comes twice', async () => {
    const { store, glue, acceptBoth } = versions('02', '01');
    await acceptBoth();
    await acceptBoth();

    expect(store.runs().map(({ status }) => status.state)).toEqual(['RUNNING', 'SUPERSEDED']);
    expect(store.journalOf('run-01').at(-1)?.event).toMatchObject({ state: 'SUPERSEDED', supersededBy: 'run-02' });
    expect(glue.jobRuns()).toHaveLength(1);
  });
});

it('leaves Glue runs that are not ours alone', async () => {
  const { ports, counted, store, glue } = prepare();
  await receiveJobEvent({ ...ports, findJobRun: glue.findJobRun, stage: 'local' }, glueJobStateChange.example, byGlue);
  await glue.start({ ...aJob('theirs'), arguments: {} });
  await receiveJobEvent(
    { ...ports, findJobRun: glue.findJobRun, stage: 'local' },
    { jobName: 'theirs', jobRunId: 'jr_1' },
    byGlue,
  );

  expect(counted).toEqual(['ForeignGlueEvent', 'ForeignGlueEvent']);
  expect(store.runs()).toEqual([]);
});

it('sends an accepted data set of an unknown pipeline back to its queue', async () => {
  const { ports } = prepare();
  const accept = acceptDataset({ ...ports, pipeline: async () => undefined }, accepted, byDataset);
  await expect(accept).rejects.toThrow(UnknownPipelineError);
});

it('finds by the sweep what no event brought, and says so', async () => {
  const { ports, glue, wakes, counted, accept, pass } = prepare();
  await accept();
  glue.end('jr_1', 'SUCCEEDED');
  pass(120_000);

  expect(await sweep(ports)).toBe(1);
  expect(wakes.at(-1)).toMatchObject({ runId: accepted.runId, cause: 'sweep' });
  await wakeRun(ports, accepted.runId, { type: 'sweep', id: 's' });
  expect(counted).toContain('LostEventFound');
  expect(glue.jobRuns()).toHaveLength(3);
});

it('runs a partition one run after another, in the order of acceptance, and others beside it', async () => {
  const { ports, store, wakes, endAll } = prepare();
  const definition = { ...examplePipeline, concurrency: { ...examplePipeline.concurrency, maxRuns: 3 } };
  const ids = ['20261112T000000Z-00000000000a', '20261112T000000Z-00000000000b', '20261112T000000Z-00000000000c'] as const;
  for (const [index, runId] of ids.entries()) {
    const dataset = { ...accepted.dataset, key: `raw/${index}.csv` };
    const partition = index < 2 ? 'monday' : 'tuesday';
    await acceptDataset({ ...ports, pipeline: async () => definition }, { ...accepted, runId, dataset, partition }, byDataset);
  }
  const stateOf = async (runId: string) => (await store.load(runId))?.status.state;
  const states = async () => Promise.all(ids.map(stateOf));
  expect(await states()).toEqual(['RUNNING', 'QUEUED', 'QUEUED']);
  for (let round = 0; round < 3; round += 1) await endAll();
  for (const { runId } of wakes) await wakeRun(ports, runId, byGlue);
  expect(await states()).toEqual(['SUCCEEDED', 'RUNNING', 'RUNNING']);
});
