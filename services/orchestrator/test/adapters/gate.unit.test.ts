import { S3Client } from '@aws-sdk/client-s3';
import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { decisionKeyOf } from '@glue-relay/shared/pipeline/names';
import { gates } from '../../src/adapters/kinds/gate';
import { aGate, T0 } from '../factories';
import { directClientOf } from '../twins/aws/client-twin';
import { memoryBucket } from '../twins/aws/memory-bucket';

const asks = aGate('promote');
const waits = aGate('promote', { challenger: 'wait' });
const contender = { ...championDecided.example.challenger, runId: asks.runId };
const other = { ...contender, runId: 'another' };
const promoted: ChampionDecided = { ...championDecided.example, challenger: contender, champion: contender };
const kept: ChampionDecided = { ...promoted, outcome: 'kept', champion: other, reason: 'rmse 8 is 2% worse.' };

const over = () => {
  const bucket = memoryBucket({ clock: () => T0 });
  const decide = (decision: ChampionDecided) => bucket.put(decisionKeyOf(asks.pipeline, asks.runId), JSON.stringify(decision));
  return { decide, kind: gates(directClientOf(S3Client, bucket.answer)) };
};

it('waits while nothing is decided about the run', async () => {
  const { kind } = over();
  expect(await kind.start(asks)).toMatchObject({ type: 'execution', execution: { state: 'RUNNING' } });
});

it.each([
  ['promoted by the rule', promoted, 'SUCCEEDED'],
  ['approved by a person', { ...promoted, outcome: 'approved', report: null }, 'SUCCEEDED'],
  ['gone back to', { ...promoted, outcome: 'rolled-back', report: null }, 'SUCCEEDED'],
  ['kept, the champion itself being evaluated anew', { ...promoted, outcome: 'kept' }, 'SUCCEEDED'],
  ['kept a challenger', kept, 'FAILED'],
  ['decided upon at an attempt that a redrive has overtaken', { ...kept, report: { step: 'train', attempt: 2 } }, 'RUNNING'],
  ['decided upon at a step that the run does not have', { ...kept, report: { step: 'gone', attempt: 1 } }, 'RUNNING'],
] as const)('where its model was %s', async (_, decision, state) => {
  const { kind, decide } = over();
  decide(decision);
  expect(await kind.observe(asks, { executionId: 'champion' })).toMatchObject({ state });
});

it('says how to have a challenger all the same', async () => {
  const { kind, decide } = over();
  decide(kept);
  const found = await kind.observe(asks, { executionId: 'champion' });
  expect(found?.errorMessage).toBe(
    `poisson-regression stays challenger: rmse 8 is 2% worse. To have it all the same: npx relay champion approve ${asks.runId} ` +
      `--pipeline demo --model poisson-regression --reason WHY, then npx relay redrive ${asks.runId}`,
  );
  expect(found?.result).toMatchObject({ kind: 'champion', outcome: 'kept', model: 'poisson-regression' });
});

it('leaves a challenger time where a person is to decide, and opens when one has approved it', async () => {
  const { kind, decide } = over();
  decide(kept);
  expect(await kind.observe(waits, { executionId: 'champion' })).toMatchObject({ state: 'RUNNING', errorMessage: null });
  decide({ ...promoted, outcome: 'approved', sequence: 3, report: null });
  expect(await kind.observe(waits, { executionId: 'champion' })).toMatchObject({ state: 'SUCCEEDED', result: { sequence: 3 } });
});

it('has nothing outside: none is found after a crash, and a stop is over at once', async () => {
  const { kind } = over();
  expect(await kind.observe(asks, { since: T0 })).toBeNull();
  expect(await kind.stop(asks, 'champion')).toMatchObject({ state: 'STOPPED', executionId: 'champion' });
});
