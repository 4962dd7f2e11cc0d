import { glueCrawlerStateChange, glueJobStateChange, objectCreated } from '@glue-relay/shared/events/aws-events';
import { EVENTS } from '@glue-relay/shared/events/every-event';
import { ACCOUNT, REGION } from './intrinsics';
import { STAGE } from './templates';

const BUCKET = `relay-data-${STAGE}-${ACCOUNT}`;

/** An event as a rule sees it. Source: docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const received = (source: string, detailType: string, detail: unknown, resources: readonly string[] = []): unknown => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': detailType,
  source,
  account: ACCOUNT,
  time: '2026-11-12T00:00:00Z',
  region: REGION,
  resources,
  detail,
});

/** As S3 sends it. Source: docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const dropped = (key: string, bucket = BUCKET): unknown =>
  received(
    'aws.s3',
    'Object Created',
    {
      version: '0',
      bucket: { name: bucket },
      object: { ...objectCreated.example.object, key },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: ACCOUNT,
      'source-ip-address': '1.2.3.4',
      reason: 'PutObject',
    },
    [`arn:aws:s3:::${bucket}`],
  );

/** As Glue sends it. Source: docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html */
const glueJob = (jobName: string, state: string): unknown =>
  received('aws.glue', 'Glue Job State Change', { ...glueJobStateChange.example, jobName, state });

/** Source: the same page; states are in title case, and there is no id of the crawl. */
const crawl = (crawlerName: string, state: string): unknown =>
  received('aws.glue', 'Glue Crawler State Change', {
    ...glueCrawlerStateChange.example,
    crawlerName,
    state,
    accountId: ACCOUNT,
  });

const own = EVENTS.filter(({ source }) => source.startsWith('relay.'));

/** Events by name: every event of ours as it is said, some as a replay and in other states, and AWS's own. */
export const SAMPLES: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(own.map(({ source, detailType, example }) => [detailType, received(source, detailType, example)])),
  ...Object.fromEntries(
    ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED'].flatMap((state) =>
      own
        .filter(({ detailType }) => detailType === 'Run State Change')
        .map(({ source, detailType, example }) => [
          `${detailType}: ${state}`,
          received(source, detailType, { ...Object(example), state }),
        ]),
    ),
  ),
  ...Object.fromEntries(
    own.map(({ source, detailType, example }) => [`replay of ${detailType}`, received(`${source}.replay`, detailType, example)]),
  ),
  'object in raw/': dropped('raw/train.csv'),
  'object in the wrong place': dropped('sales/train.csv'),
  'object with space, + and %': dropped('raw/a b+c%.csv'),
  'output of a job': dropped('processed/demand-forecast/run_id=x/part-0.parquet'),
  'report of a job': dropped('metrics/demand-forecast/run_id=x/train.json'),
  'quarantined object': dropped('quarantine/demand-forecast/x.csv'),
  'pointer to the latest run': dropped('runs/demand-forecast/latest.json'),
  "another stage's object": dropped('raw/train.csv', `relay-data-dev-${ACCOUNT}`),
  "job's end": glueJob(`relay-${STAGE}-demand-forecast-clean`, 'SUCCEEDED'),
  "job's failure": glueJob(`relay-${STAGE}-demand-forecast-clean`, 'FAILED'),
  "crawl's start": crawl(`relay-${STAGE}-demand-forecast-crawl`, 'Started'),
  "crawl's end": crawl(`relay-${STAGE}-demand-forecast-crawl`, 'Succeeded'),
  "crawl's failure": crawl(`relay-${STAGE}-demand-forecast-crawl`, 'Failed'),
  'foreign crawl': crawl('raw-sales', 'Succeeded'),
  "another stage's job": glueJob('relay-dev-demand-forecast-clean', 'SUCCEEDED'),
  'foreign job': glueJob('clean', 'SUCCEEDED'),
};

/** Names of samples that services of ours say, replays among them; `rule-matches.yml` calls them `every event of ours`. */
export const OURS: readonly string[] = Object.keys(SAMPLES).filter((name) =>
  own.some(({ detailType }) => name.replace(/^replay of /, '').replace(/: [A-Z_]+$/, '') === detailType),
);
