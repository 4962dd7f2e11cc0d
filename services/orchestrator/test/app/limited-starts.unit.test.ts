import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { acceptDataset } from '../../src/app/accept-dataset';
import { limitedStarts } from '../../src/app/limited-starts';
import { wakeRun } from '../../src/app/wake-run';
import type { Ports } from '../../src/ports';
import { aPipeline, aStep, MINUTE, T0 } from '../factories';
import { memoryGlue } from '../twins/memory-glue';
import { memoryKinds } from '../twins/memory-kinds';
import { memoryStore } from '../twins/memory-store';

it('lets a start wait while the bucket is empty, without using an attempt', async () => {
  let now = T0;
  const clock = () => now;
  const store = memoryStore();
  const glue = memoryGlue(clock);
  const ports: Ports = {
    store,
    ...memoryKinds({ 'glue-job': glue }),
    permitStart: limitedStarts(store, { perSecond: 0.1, burst: 1 }, clock),
    clock,
    telemetry: { count: () => {}, info: () => {} },
    sendWakes: async () => {},
  };
  const definition = aPipeline([aStep('one'), aStep('other')]);
  const { runId } = datasetAccepted.example;
  await acceptDataset({ ...ports, pipeline: async () => definition }, datasetAccepted.example, {
    type: 'dataset-accepted',
    id: 'e',
  });

  expect(glue.jobRuns()).toHaveLength(1);
  expect(store.runs()[0]?.steps).toMatchObject({
    one: { state: 'RUNNING' },
    other: { state: 'WAITING', nextAttempt: 1, error: 'the stage has started as many job runs as it may for now' },
  });

  now += MINUTE;
  await wakeRun(ports, runId, { type: 'timer', id: 't' });
  expect(store.runs()[0]?.steps.other).toMatchObject({ state: 'RUNNING', attempt: 1 });
});

describe('the permit of a start', () => {
  const played = async (permits: readonly boolean[]) => {
    let now = T0;
    const clock = () => now;
    const said: string[] = [];
    const store = memoryStore();
    const glue = memoryGlue(clock);
    const left = [...permits];
    const ports: Ports = {
      store: {
        ...store,
        commit: async (commit) => {
          said.push('commit begins');
          const outcome = await store.commit(commit);
          said.push('commit ends');
          return outcome;
        },
      },
      ...memoryKinds({
        'glue-job': {
          ...glue,
          start: async (work) => {
            said.push('start');
            return glue.start(work);
          },
        },
      }),
      permitStart: async () => {
        said.push('permit');
        return left.shift() ?? true;
      },
      clock,
      telemetry: { count: () => {}, info: () => {} },
      sendWakes: async () => {},
    };
    const definition = aPipeline([aStep('one')]);
    const cause = { type: 'dataset-accepted', id: 'e' } as const;
    await acceptDataset({ ...ports, pipeline: async () => definition }, datasetAccepted.example, cause);
    return { said, store, ports, pass: (ms: number) => (now += ms) };
  };

  it('is asked for while its intent is being committed, the start comes after both', async () => {
    const { said } = await played([true]);
    expect(said).toEqual(['permit', 'commit begins', 'commit ends', 'start', 'commit begins', 'commit ends']);
  });

  it('is asked for after the commit where the step waited for capacity', async () => {
    const { said, ports, pass } = await played([false, true]);
    said.length = 0;
    pass(MINUTE);
    await wakeRun(ports, datasetAccepted.example.runId, { type: 'timer', id: 't' });
    expect(said).toEqual(['commit begins', 'commit ends', 'permit', 'start', 'commit begins', 'commit ends']);
  });
});
