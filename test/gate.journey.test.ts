import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { pipelineParameterOf } from '@glue-relay/shared/pipeline/names';
import { modelRuleSchema } from '@glue-relay/shared/pipeline/quality-rules';
import type { GateStepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import { deployOneStep, GOOD_CSV } from '../bench/support/one-step-pipeline';
import { eventually } from './support/eventually';
import type { TestRelay } from './support/relay';
import { sharedRelay } from './support/shared-relay';

interface GatedStep {
  readonly step: string;
  readonly kind: string;
  readonly state: string;
  readonly error: string | null;
  readonly result: { readonly outcome: string } | null;
}
interface GatedRun {
  readonly runId: string;
  readonly state: string;
  readonly error: string | null;
  readonly dataset: { readonly bucket: string };
  readonly steps: readonly GatedStep[];
}

const PIPELINE = 'gated';

let cloud: TestRelay;
beforeAll(async () => {
  cloud = sharedRelay();
  const { steps, ...rest } = await deployOneStep(cloud, PIPELINE);
  const promote: GateStepDefinition = {
    name: 'promote',
    kind: 'gate',
    challenger: 'fail',
    after: [{ step: 'only', on: 'success' }],
    fanIn: 'all',
    timeoutMinutes: 5,
    retry: [],
  };
  const definition: PipelineDefinition = { ...rest, model: modelRuleSchema.parse({}), steps: [...steps, promote] };
  const Value = JSON.stringify(definition);
  await new SSMClient(cloud.client).send(
    new PutParameterCommand({ Name: pipelineParameterOf('local', PIPELINE), Type: 'String', Value, Overwrite: true }),
  );
}, 60_000);
afterAll(() => cloud.close());

/** Status hears of a run a moment after it is there. */
const isKnown = (run: Partial<GatedRun>): run is GatedRun => run.steps !== undefined;

const runThat = (runId: string, isSo: (run: GatedRun) => boolean): Promise<GatedRun> =>
  eventually(
    async () => (await cloud.json<Partial<GatedRun>>('run', runId)).document,
    (run): run is GatedRun => isKnown(run) && isSo(run),
  );

const file = (name: string): string => {
  const path = join(cloud.folder, `${name}.csv`);
  writeFileSync(path, GOOD_CSV);
  return path;
};

/** Drops a file, and reports a model of its run as a job would. */
const train = async (name: string, rmse: number): Promise<string> => {
  const { runId } = (await cloud.json<GatedRun>('drop', file(name), '--key', `raw/${PIPELINE}/${name}.csv`)).document;
  const { dataset } = await runThat(runId, ({ steps }) =>
    steps.some(({ step, state }) => step === 'promote' && state === 'RUNNING'),
  );
  const models = exampleJobReport.models.slice(0, 1).map((model) => ({ ...model, metrics: { rmse } }));
  await new S3Client({ ...cloud.client, forcePathStyle: true }).send(
    new PutObjectCommand({
      Bucket: dataset.bucket,
      Key: `metrics/${PIPELINE}/run_id=${runId}/only.json`,
      Body: JSON.stringify({ ...exampleJobReport, pipeline: PIPELINE, runId, step: 'only', models }),
    }),
  );
  return runId;
};

it('opens for a model that becomes champion, fails for a challenger, and opens for one that a person approved', async () => {
  const ended = ({ state }: GatedRun) => state === 'SUCCEEDED' || state === 'FAILED';
  const gateOf = ({ steps }: GatedRun) => steps.find(({ step }) => step === 'promote');

  const best = await runThat(await train('best', 7), ended);
  expect(best).toMatchObject({ state: 'SUCCEEDED' });
  expect(gateOf(best)).toMatchObject({ kind: 'gate', state: 'SUCCEEDED', result: { outcome: 'promoted' } });

  const worse = await runThat(await train('worse', 9), ended);
  expect(worse).toMatchObject({ state: 'FAILED', error: expect.stringContaining('stays challenger') });
  expect(worse.error).toContain(`npx relay champion approve ${worse.runId}`);

  const [model] = exampleJobReport.models;
  await cloud.json(
    'champion',
    'approve',
    worse.runId,
    '--pipeline',
    PIPELINE,
    '--model',
    model?.model ?? '',
    '--reason',
    'new data',
  );
  await cloud.json('redrive', worse.runId, '--wait');
  expect(gateOf(await runThat(worse.runId, ended))).toMatchObject({ state: 'SUCCEEDED', result: { outcome: 'approved' } });
}, 120_000);
