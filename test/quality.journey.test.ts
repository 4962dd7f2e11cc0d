import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, GetDashboardCommand, PutDashboardCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient, UpdateJobCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { dashboardBody } from '@glue-relay/shared/deploy/dashboard';
import { pipelineCharts } from '@glue-relay/shared/deploy/pipeline-dashboard';
import type { JobReport } from '@glue-relay/shared/job-report';
import { championParameterOf, dashboardNameOf, jobNameOf } from '@glue-relay/shared/pipeline/names';
import { deployNoOpPipeline, NO_OP_COLUMNS, NO_OP_PIPELINE, NO_OP_PREFIX } from '../bench/chain/no-op-pipeline';
import { deployOneStep } from '../bench/support/one-step-pipeline';
import type { MetricOf } from '../cli/src/dashboard/body';
import { isFound, widgetsOf } from '../cli/src/dashboard/body';
import type { Chart } from '../cli/src/dashboard/read';
import type { Champion, ChampionAnswer, Drift, Stability } from '../cli/src/metrics-api/client';
import { emittedMetrics, faultOf } from './support/emitted-metrics';
import { eventually } from './support/eventually';
import { DAYS, eventsOf, PIPELINE, reportOf, runIdOf, SPLIT, STEP } from './support/quality-runs';
import type { TestRelay } from './support/relay';
import { sharedRelay } from './support/shared-relay';

const BUCKET = 'relay-data-local-000000000000';

const dollarsOf = (charts: readonly Chart[]): number => {
  const points = charts.find(({ title }) => title === 'Cost ($)')?.series[0]?.points ?? [];
  return points.reduce((sum, { value }) => sum + value, 0);
};

let cloud: TestRelay;
let s3: S3Client;
let say: ReturnType<typeof eventBus>;
beforeAll(async () => {
  cloud = sharedRelay();
  s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  say = eventBus(new EventBridgeClient(cloud.client), 'relay-local');
  await deployNoOpPipeline(cloud.client, 2);
  const model = { metric: 'rmse', higherIsBetter: false, margin: 0.01, split: SPLIT };
  const definition = await deployOneStep(cloud, PIPELINE, { model });
  await new CloudWatchClient(cloud.client).send(
    new PutDashboardCommand({
      DashboardName: dashboardNameOf('local', PIPELINE),
      DashboardBody: JSON.stringify(dashboardBody(pipelineCharts(definition, 'local'), cloud.client.region)),
    }),
  );
}, 60_000);
afterAll(() => cloud.close());

const write = (report: JobReport): Promise<unknown> =>
  s3.send(
    new PutObjectCommand({
      Bucket: BUCKET,
      Key: `metrics/${PIPELINE}/run_id=${report.runId}/${report.step}.json`,
      Body: JSON.stringify(report),
    }),
  );

const api = async <Answer>(path: string): Promise<Answer> => {
  const ssm = new SSMClient(cloud.client);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/relay/local/metrics/api-url' }));
  return (await (await fetch(`${Parameter?.Value}/pipelines/${PIPELINE}/${path}`)).json()) as Answer;
};
const champion = () => api<Champion>('champion');

it('makes an evaluation of every report, with the data and the code of its run', async () => {
  for (const day of DAYS) {
    await say(eventsOf(day));
    await write(reportOf(day));
    await eventually(champion, ({ decisions }) => decisions.length === day);
  }
  const history = await eventually(
    () =>
      api<{ evaluations: { runId: string; codeVersion: string | null; dataset: object | null }[] }>(
        'models/linear-regression/classic',
      ),
    ({ evaluations }) => evaluations.every(({ codeVersion }) => codeVersion !== null),
  );
  expect(history.evaluations.map(({ runId }) => runId)).toEqual(DAYS.map(runIdOf).toReversed());
  expect(history.evaluations[0]).toMatchObject({ codeVersion: '5f2a9c41d07b', dataset: { key: 'raw/train.csv' } });
}, 120_000);

it('tells how stable a model is over five runs, in one query', async () => {
  const { document } = await cloud.json<Stability>('stability', '--pipeline', PIPELINE, '--runs', '5');
  const ofSplit = document.models.filter(({ split }) => split === SPLIT);
  expect(ofSplit).toHaveLength(1);
  const statistics = ofSplit[0]?.statistics;
  expect(statistics).toMatchObject({ count: 5, best: { value: 7.49 }, last: { value: 9.9, runId: runIdOf(8) } });
  expect(statistics?.mean).toBeCloseTo((7.52 + 7.49 + 7.51 + 7.5 + 9.9) / 5);
});

it('promotes by the margin, keeps otherwise, and does what people decide', async () => {
  const { decisions } = await champion();
  const outcomes = decisions.toReversed().map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['promoted', 'kept', 'promoted', 'kept', 'kept', 'kept', 'kept', 'kept']);
  expect(decisions.at(-2)?.reason).toMatch(/rmse 7.99 is 0.125% better .* asks for 1%/);

  const approve = [
    'champion',
    'approve',
    runIdOf(5),
    '--pipeline',
    PIPELINE,
    '--model',
    'linear-regression',
    '--reason',
    'less bias',
  ];
  const approved = await cloud.json<ChampionAnswer>(...approve);
  expect(approved.document).toMatchObject({
    outcome: 'decided',
    decision: { outcome: 'approved', champion: { runId: runIdOf(5) } },
  });
  expect((await cloud.json<ChampionAnswer>(...approve)).document).toMatchObject({ outcome: 'nothing-to-do' });
  const back = await cloud.json<ChampionAnswer>('champion', 'rollback', '--pipeline', PIPELINE, '--reason', 'was wrong');
  expect(back.document).toMatchObject({ decision: { outcome: 'rolled-back', champion: { runId: runIdOf(3) } } });
  expect((await cloud.relay('champion', 'show', '--pipeline', PIPELINE)).stdout).toContain('was wrong');
  const alias = await new SSMClient(cloud.client).send(new GetParameterCommand({ Name: championParameterOf('local', PIPELINE) }));
  expect(JSON.parse(alias.Parameter?.Value ?? '')).toMatchObject({ runId: runIdOf(3), model: 'linear-regression' });
}, 30_000);

it('finds what drifted', async () => {
  const ofJourney = async () => (await api<Drift>('drift')).findings.filter(({ runId }) => DAYS.map(runIdOf).includes(runId));
  const findings = await eventually(ofJourney, (found) => found.length >= 3);
  expect(findings.map(({ kind, subject, runId }) => `${kind} ${subject} ${runId}`).sort()).toEqual([
    `input-distribution ${STEP}/sales ${runIdOf(8)}`,
    `model-metric linear-regression/rmse ${runIdOf(8)}`,
    `row-count ${STEP}/rows ${runIdOf(8)}`,
  ]);
  expect((await cloud.relay('drift', '--pipeline', PIPELINE)).stdout).toContain('population stability index');
}, 40_000);

it('reckons what attempts cost, once however often it is said, and what retries cost', async () => {
  type Costs = { total: { dollars: number; attempts: number; retryDollars: number }; days: object[] };
  const costs = () => api<Costs>('costs?from=2025-10-01&to=2025-10-31');
  const before = await eventually(costs, ({ total }) => total.attempts === 2 * DAYS.length);
  // 120 DPU-seconds an attempt, at $0.44 an hour.
  expect(before.total.dollars).toBeCloseTo((2 * DAYS.length * 120 * 0.44) / 3_600);
  expect(before.total.retryDollars).toBeCloseTo((DAYS.length * 120 * 0.44) / 3_600);
  expect(before.days).toHaveLength(DAYS.length);
  const { decisions } = await champion();
  for (const day of DAYS.toReversed()) {
    await say(eventsOf(day).toReversed());
    await write(reportOf(day));
  }
  await say(eventsOf(9));
  const after = await eventually(costs, ({ total }) => total.attempts === 2 * DAYS.length + 2);
  expect(after.days.slice(0, DAYS.length)).toEqual(before.days);
  expect((await champion()).decisions).toEqual(decisions);
}, 60_000);

it('puts a report that cannot be read into quarantine, with the reason', async () => {
  const key = `metrics/${PIPELINE}/run_id=${runIdOf(8)}/explore.json`;
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: '{"rmse": NaN}' }));
  const textOf = async (at: string): Promise<string | undefined> => {
    try {
      return await (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: at }))).Body?.transformToString();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  const reason = await eventually(
    () => textOf(`quarantine/${key}.reason.json`),
    (text) => text !== undefined,
  );
  expect(JSON.parse(reason ?? '')).toMatchObject({ source: `s3://${BUCKET}/${key}`, reason: expect.stringContaining('JSON') });
  expect(await textOf(`quarantine/${key}`)).toBe('{"rmse": NaN}');
}, 40_000);

describe('dashboards and alarms', () => {
  let cloudWatch: CloudWatchClient;
  beforeAll(async () => {
    cloudWatch = new CloudWatchClient(cloud.client);
    const file = (name: string, content: string): string => {
      writeFileSync(join(cloud.folder, name), content);
      return join(cloud.folder, name);
    };
    const good = file('good.csv', `${NO_OP_COLUMNS.join(',')}\n1,2\n`);
    expect((await cloud.relay('drop', good, '--key', `${NO_OP_PREFIX}good.csv`, '--wait')).code).toBe(0);
    const JobUpdate = {
      Role: 'arn:aws:iam::000000000000:role/no-op',
      Command: { Name: 'relaynoop', ScriptLocation: 's3://none/none.py' },
      DefaultArguments: { '--noop_outcome': 'FAILED' },
    };
    await new GlueClient(cloud.client).send(
      new UpdateJobCommand({ JobName: jobNameOf('local', NO_OP_PIPELINE, 'second'), JobUpdate }),
    );
    expect((await cloud.relay('drop', good, '--key', `${NO_OP_PREFIX}bad.csv`, '--wait')).code).toBe(1);
    expect((await cloud.relay('drop', file('lacking.csv', 'date,store\n1,2\n'), '--wait')).code).toBe(1);
  }, 120_000);

  it('name only metrics that are emitted, by the dimensions that they are emitted with', async () => {
    // The local cloud may read the end of a function's log with its next invocation only: a repeat brings that about.
    const looked = async (): Promise<MetricOf[]> => {
      await write(reportOf(1));
      await say(eventsOf(1));
      return emittedMetrics(cloudWatch);
    };
    const late = ['FileRejected', 'ReportQuarantined'];
    const all = await eventually(looked, (metrics) => late.every((wanted) => metrics.some(({ name }) => name === wanted)));
    const faults: string[] = [];
    for (const DashboardName of [dashboardNameOf('local'), dashboardNameOf('local', PIPELINE)]) {
      const { DashboardBody = '' } = await cloudWatch.send(new GetDashboardCommand({ DashboardName }));
      for (const line of widgetsOf(DashboardBody).flatMap(({ lines }) => lines)) {
        if (line.kind === 'metric') faults.push(...faultOf(line.metric, all));
        else if (!all.some((metric) => isFound(line.search, metric))) faults.push(`search ${JSON.stringify(line.search)}`);
      }
    }
    const alarms: string[] = [];
    for await (const page of paginateDescribeAlarms({ client: cloudWatch }, {})) {
      for (const { AlarmName = '', Namespace = '', MetricName = '', Dimensions = [] } of page.MetricAlarms ?? []) {
        alarms.push(AlarmName);
        const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
        faults.push(...faultOf({ namespace: Namespace, name: MetricName, dimensions }, all));
      }
    }
    expect(faults).toEqual([]);
    expect(alarms).toEqual(expect.arrayContaining(['relay-local-demand-forecast-budget', 'relay-local-lost-events']));
  }, 60_000);

  it('never have a run id among their dimensions', async () => {
    const values = (await emittedMetrics(cloudWatch)).flatMap(({ dimensions }) => Object.entries(dimensions));
    expect(new Set(values.map(([name]) => name))).toEqual(new Set(['service', 'stage', 'pipeline', 'step', 'model']));
    expect(values.filter(([, value]) => /\d{8}T/.test(value))).toEqual([]);
  });

  it('are drawn in the terminal', async () => {
    const { document } = await cloud.json<{ charts: Chart[] }>('dashboard', PIPELINE);
    const chart = (title: string): Chart | undefined => document.charts.find((each) => each.title === title);
    expect(chart('RMSE by model')?.series).toMatchObject([{ label: expect.stringContaining('linear-regression') }]);
    expect(dollarsOf(document.charts)).toBeCloseTo((2 * (DAYS.length + 1) * 120 * 0.44) / 3_600);
    expect((await cloud.relay('dashboard', PIPELINE)).stdout).toMatch(
      /Champion's rmse with control limits[\s\S]*upper limit: \d/,
    );
    expect((await cloud.relay('dashboard')).stdout).toMatch(/Files[\s\S]*DatasetAccepted: \d/);
  }, 90_000);
});
