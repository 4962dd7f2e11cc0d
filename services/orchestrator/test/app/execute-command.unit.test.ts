import { exampleDataset } from '@glue-relay/shared/dataset';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { RunCommand } from '@glue-relay/shared/events/run-command';
import { runCommand } from '@glue-relay/shared/events/run-command';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { RUN_ID_PATTERN } from '@glue-relay/shared/run-id';
import { acceptDataset } from '../../src/app/accept-dataset';
import type { CommandPorts } from '../../src/app/execute-command';
import { executeCommand } from '../../src/app/execute-command';
import type { ExecutionState } from '../../src/domain/observation';
import { endJobRuns } from '../command-world';
import { T0 } from '../factories';
import { memoryGlue } from '../twins/memory-glue';
import { memoryKinds } from '../twins/memory-kinds';
import { memoryStore } from '../twins/memory-store';

const { runId } = datasetAccepted.example;

const prepare = () => {
  let now = T0;
  const store = memoryStore();
  const glue = memoryGlue(() => now);
  const ports: CommandPorts = {
    store,
    ...memoryKinds({ 'glue-job': glue }),
    clock: () => now,
    telemetry: { count: () => {}, info: () => {} },
    sendWakes: async () => {},
    pipeline: async (name) => (name === examplePipeline.pipeline ? examplePipeline : undefined),
    dataset: async (key) => (key === exampleDataset.key ? exampleDataset : null),
    list: async () => ({ datasets: [exampleDataset], next: null }),
    writeEmptyList: async () => ({ ...exampleDataset, size: 0 }),
  };
  const accept = (id = runId) =>
    acceptDataset(ports, { ...datasetAccepted.example, runId: id }, { type: 'dataset-accepted', id: 'e' });
  const endAll = (state: ExecutionState) => endJobRuns(ports, glue, state);
  const run = (id = runId) => store.runs().find((one) => one.runId === id);
  return { ports, store, glue, accept, endAll, run, pass: (ms: number) => (now += ms) };
};

const asked = { schemaVersion: 1, idempotencyKey: 'key-1', requestedBy: 'ana' } as const;
const cancel: RunCommand = { ...asked, type: 'cancel', runId, reason: 'wrong file' };
const redrive: RunCommand = { ...asked, type: 'redrive', runId, from: null, definition: 'run' };
const start: RunCommand = {
  ...asked,
  type: 'start',
  pipeline: examplePipeline.pipeline,
  dataset: { key: exampleDataset.key, versionId: null },
  parameters: { tuned: true },
};

it('is one contract for all commands, with defaults for what need not be said', () => {
  const { from: _from, definition: _definition, ...short } = redrive;
  expect(runCommand.detail.parse(short)).toEqual(redrive);
  expect(runCommand.detail.safeParse({ ...cancel, reason: '' }).success).toBe(false);
});

describe('start', () => {
  it('makes a run of its own for the data set, once however often it is asked', async () => {
    const { ports, store, glue, pass } = prepare();

    const answer = await executeCommand(ports, start);
    pass(90_000);
    expect(await executeCommand(ports, start)).toEqual(answer);

    expect(store.runs()).toMatchObject([{ dataset: exampleDataset, parameters: { tuned: true }, status: { state: 'RUNNING' } }]);
    expect(store.runs()[0]?.runId).toMatch(RUN_ID_PATTERN);
    expect(glue.jobRuns()).toHaveLength(1);
    expect(store.journalOf(store.runs()[0]?.runId ?? '')[0]?.cause).toEqual({ type: 'command', id: 'key-1', by: 'ana' });
  });

  it.each([
    ['an unknown pipeline', { pipeline: 'other' }, 'pipeline "other" is not deployed'],
    [
      'a key outside the input',
      { dataset: { key: 'models/x.csv', versionId: null } },
      'models/x.csv is no input: pipeline "demand-forecast" takes what is under raw/',
    ],
    ['a key with another ending', { dataset: { key: 'raw/x.txt', versionId: null } }, 'and ends in .csv'],
    [
      'an object that is not there',
      { dataset: { key: 'raw/none.csv', versionId: 'v' } },
      'there is no raw/none.csv in version v',
    ],
    ['a bad parameter', { parameters: { tuned: 'maybe' } }, 'parameter "tuned" expects true or false'],
  ])('is refused for %s', async (_, given, reason) => {
    const { ports, store } = prepare();
    expect(await executeCommand(ports, { ...start, ...given })).toEqual({
      outcome: 'refused',
      ground: expect.any(String),
      reason: expect.stringContaining(reason),
    });
    expect(store.runs()).toEqual([]);
  });
});

describe('cancel', () => {
  it('ends a run that waits at once', async () => {
    const { ports, accept, run } = prepare();
    await accept('first');
    await accept();

    expect(await executeCommand(ports, cancel)).toEqual({ outcome: 'done', runId });
    expect(run()?.status).toMatchObject({ state: 'CANCELLED', startedAt: null, error: 'cancelled by ana: wrong file' });
  });

  it('reaches Glue, and ends a running run when Glue confirms', async () => {
    const { ports, store, glue, accept, endAll, run } = prepare();
    await accept();

    expect(await executeCommand(ports, cancel)).toEqual({ outcome: 'done', runId });
    expect(glue.jobRuns()[0]?.state).toBe('STOPPED');
    expect(run()?.status.state).toBe('RUNNING');
    expect(store.journalOf(runId).find(({ event }) => event.error)?.cause).toEqual({ type: 'command', id: 'key-1', by: 'ana' });

    await endAll('STOPPED');
    expect(run()?.status.state).toBe('CANCELLED');
    expect(glue.jobRuns()).toHaveLength(1);
  });

  it('has nothing to do where the run has ended, and its key stays without effect later', async () => {
    const { ports, accept, endAll, run } = prepare();
    await accept();
    await endAll('FAILED');

    const answer = await executeCommand(ports, cancel);
    expect(answer).toEqual({ outcome: 'nothing-to-do', runId, reason: `run ${runId} is FAILED` });
    await executeCommand(ports, { ...redrive, idempotencyKey: 'key-2' });
    expect(await executeCommand(ports, cancel)).toEqual(answer);
    expect(run()?.status).toMatchObject({ state: 'RUNNING', ending: null });
  });
});

describe('redrive', () => {
  it('runs what failed again, once under its key, through the slots', async () => {
    const { ports, store, glue, accept, endAll, run } = prepare();
    await accept();
    await endAll('FAILED');

    expect(await executeCommand(ports, redrive)).toEqual({ outcome: 'done', runId });
    expect(await executeCommand(ports, redrive)).toEqual({ outcome: 'done', runId });

    expect(run()).toMatchObject({ redrives: 1, status: { state: 'RUNNING' }, steps: { clean: { attempt: 2 } } });
    expect((await store.queueOf(examplePipeline.pipeline)).active).toEqual([runId]);
    expect(glue.jobRuns()).toHaveLength(2);
  });

  it('waits where the pipeline is busy', async () => {
    const { ports, accept, endAll, run } = prepare();
    await accept();
    await endAll('FAILED');
    await accept('second');

    await executeCommand(ports, redrive);
    expect(run()?.status.state).toBe('QUEUED');
  });
});

it.each([
  ['there is no such run', cancel, 'there is no run'],
  ['there is no such run', redrive, 'there is no run'],
])('is refused where %s', async (_, command, reason) => {
  expect(await executeCommand(prepare().ports, command)).toEqual({
    outcome: 'refused',
    ground: expect.any(String),
    reason: expect.stringContaining(reason),
  });
});

it('refuses a key that was used for another command', async () => {
  const { ports, accept, run } = prepare();
  await accept();
  await executeCommand(ports, cancel);

  expect(await executeCommand(ports, { ...redrive })).toEqual({
    outcome: 'refused',
    ground: 'key-reused',
    reason: 'idempotency key key-1 was used for another command',
  });
  expect(run()?.redrives).toBe(0);
});
