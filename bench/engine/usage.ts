import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { TestRelay } from '../../test/support/relay';
import { startAwsProxy } from '../support/aws-proxy';
import type { engineCloud } from '../support/engine-cloud';
import type { Usage } from './cost';
import { writesIn } from './cost';

/** Counts what the orchestrator uses: its calls by a proxy before the cloud, its invocations by their log lines. */
export const startMeter = async (relay: TestRelay, cloud: ReturnType<typeof engineCloud>) => {
  const count = { writes: 0, units: 0, events: 0 };
  const proxy = await startAwsProxy(relay.endpoint, undefined, (operation, body) => {
    const { writes, units } = writesIn(operation, String(body));
    count.writes += writes;
    count.units += units;
    if (operation === 'AWSEvents.PutEvents') count.events += (JSON.parse(String(body)) as { Entries: unknown[] }).Entries.length;
  });
  const connect = async () => cloud.sendThrough(proxy.endpoint, await cloud.runFunctions());
  const disconnect = async () => cloud.sendThrough(relay.endpoint, await cloud.runFunctions());
  const logs = new CloudWatchLogsClient(relay.client);

  /** What a task makes the orchestrator use. */
  const measure = async (task: () => Promise<unknown>): Promise<{ usage: Usage; calls: Record<string, number> }> => {
    const began = Date.now();
    proxy.reset();
    Object.assign(count, { writes: 0, units: 0, events: 0 });
    await task();
    const invocations = await invocationsSince(logs, cloud, began);
    const calls = Object.fromEntries([...proxy.calls].sort(([one], [other]) => (one < other ? -1 : 1)));
    const sum = (pattern: RegExp) =>
      Object.entries(calls).reduce((total, [operation, times]) => total + (pattern.test(operation) ? times : 0), 0);
    return {
      calls,
      usage: {
        lambdaInvocations: invocations.count,
        lambdaGbSeconds: invocations.gbSeconds,
        dynamoDbWrites: count.writes,
        dynamoDbWriteUnits: count.units,
        dynamoDbReads: sum(/^DynamoDB\.(GetItem|Query)$/),
        sqsRequests: sum(/^AmazonSQS\./),
        customEvents: count.events,
        s3Reads: sum(/^S3\.(GET|HEAD)$/),
        s3Writes: sum(/^S3\.(PUT|List)$/),
        getJobRuns: sum(/^AWSGlue\.GetJobRun$/),
      },
    };
  };
  return { connect, disconnect, measure, close: proxy.close };
};

/** Invocations since a time, by the REPORT line that Lambda writes at the end of each. */
const invocationsSince = async (logs: CloudWatchLogsClient, cloud: ReturnType<typeof engineCloud>, startTime: number) => {
  let [count, gbSeconds] = [0, 0];
  for (const name of await cloud.runFunctions()) {
    const query = { logGroupName: `/aws/lambda/${name}`, startTime, filterPattern: 'REPORT' };
    for await (const page of paginateFilterLogEvents({ client: logs }, query)) {
      for (const { message } of page.events ?? []) {
        const [, milliseconds, megabytes] = /\tDuration: ([\d.]+) ms.*Memory Size: (\d+) MB/.exec(message ?? '') ?? [];
        if (milliseconds === undefined) continue;
        count += 1;
        gbSeconds += (Number(milliseconds) / 1000) * (Number(megabytes) / 1024);
      }
    }
  }
  return { count, gbSeconds };
};
