import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { acceptDataset } from '../../src/app/accept-dataset';
import { limitedStarts } from '../../src/app/limited-starts';
import { wakeRun } from '../../src/app/wake-run';
import type { Ports } from '../../src/ports';
import { aPipeline, aStep, MINUTE, T0 } from '../factories';
import { memoryGlue } from '../twins/memory-glue';
import { memoryStore } from '../twins/memory-store';

it('lets a start wait while the bucket is empty, without using an attempt', async () => {
  let now = T0;
  const clock = () => now;
  const store = memoryStore();
  const glue = memoryGlue(clock);
  const ports: Ports = {
    store,
    glue: limitedStarts(glue, store, { perSecond: 0.1, burst: 1 }, clock),
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
