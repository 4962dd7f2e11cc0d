import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { JobReport } from '@glue-relay/shared/job-report';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import { dynamoSaveReport } from '../../services/metrics/src/adapters/dynamo-reports';
import { evaluationKey, modelKey } from '../../services/metrics/src/adapters/table';
import { evaluationsOf } from '../../services/metrics/src/domain/evaluation';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import { quantile } from '../chain/trace';

/**
 * `npm run bench:metrics`: from a job's metrics file to its recorded evaluation, and a year of daily runs of a model, on the
 * real local deploy. Prints and writes bench/results/metrics.json.
 */
const FILES = 60;
const WARM_UP = 5;
const YEAR = 365;
const READS = 30;
const WITHIN_MS = 30_000;
const TABLE = 'relay-metrics-local';
const BUCKET = 'relay-data-local-000000000000';

const round = (figure: number): number => Number(figure.toFixed(1));
const spread = (figures: readonly number[]) => ({
  count: figures.length,
  p50Ms: round(quantile(figures, 0.5)),
  p95Ms: round(quantile(figures, 0.95)),
});
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** @param hash - end of the run's id: runs of two series are different runs */
const reportOf = (pipeline: string, day: number, hash: string): JobReport => ({
  ...exampleJobReport,
  pipeline,
  runId: `${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '')}T000000Z-${hash}`,
});

const benchmarks = (relay: TestRelay) => {
  const s3 = new S3Client({ ...relay.client, forcePathStyle: true });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(relay.client));
  const [model] = exampleJobReport.models;
  if (!model) throw new Error('The example report has no model.');

  const fileToEvaluation = async (day: number): Promise<number> => {
    const report = reportOf('bench', day, 'bbbbbbbbbbbb');
    const Key = evaluationKey({ ...report, ...model });
    const until = Date.now() + WITHIN_MS;
    return timed(async () => {
      const key = `metrics/bench/run_id=${report.runId}/train.json`;
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: JSON.stringify(report) }));
      while (!(await client.send(new GetCommand({ TableName: TABLE, Key, ConsistentRead: true }))).Item) {
        if (Date.now() > until) throw new Error(`${key} was not recorded within ${WITHIN_MS} ms`);
        await sleep(2);
      }
    });
  };

  const year = async () => {
    const save = dynamoSaveReport({ client, name: TABLE });
    for (let day = 0; day < YEAR; day += 1) {
      const recorded = { report: reportOf('demand-forecast', day, 'aaaaaaaaaaaa'), writtenAt: new Date().toISOString() };
      await save(recorded, evaluationsOf(recorded, undefined), undefined);
    }
    const query = new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': modelKey('demand-forecast', model.model, model.variant) },
    });
    const page = await client.send(query);
    const { Parameter } = await new SSMClient(relay.client).send(
      new GetParameterCommand({ Name: '/relay/local/metrics/api-url' }),
    );
    const url = `${Parameter?.Value}/pipelines/demand-forecast/models/${model.model}/${model.variant}?runs=${YEAR}`;
    const reads: number[] = [];
    for (let read = 0; read < READS; read += 1) reads.push(await timed(async () => (await fetch(url)).json()));
    return {
      runs: page.Items?.length,
      inOnePage: page.LastEvaluatedKey === undefined,
      kilobytes: round(JSON.stringify(page.Items).length / 1024),
      request: spread(reads),
    };
  };

  return {
    fileToEvaluation: async () => {
      const figures: number[] = [];
      for (let day = 0; day < WARM_UP + FILES; day += 1) figures.push(await fileToEvaluation(day));
      return spread(figures.slice(WARM_UP));
    },
    year,
  };
};

export const bench = async (root: string): Promise<void> => {
  const relay = await startRelay(root);
  try {
    const { fileToEvaluation, year } = benchmarks(relay);
    const result = { metricsFileToEvaluation: await fileToEvaluation(), yearOfDailyRuns: await year() };
    const folder = join(root, 'bench', 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'metrics.json'), `${JSON.stringify(result, null, 2)}\n`);
    console.log(JSON.stringify(result, null, 2));
  } finally {
    await relay.close();
  }
};
