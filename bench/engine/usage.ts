import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { TestRelay } from '../../test/support/relay';
import { startAwsProxy } from '../support/aws-proxy';
import type { engineCloud } from '../support/engine-cloud';
import type { Usage } from './cost';
import { writesIn } from './cost';

/** Counts what the orchestrator uses: its calls by a proxy before the cloud, its invocations by CloudWatch's metrics. */
export const startMeter = async (relay: TestRelay, cloud: ReturnType<typeof engineCloud>) => {
  const count = { writes: 0, units: 0, events: 0 };
  const proxy = await startAwsProxy(relay.endpoint, undefined, (operation, body) => {
    const { writes, units } = writesIn(operation, String(body));
    count.writes += writes;
    count.units += units;
    if (operation === 'AWSEvents.PutEvents') count.events += (JSON.parse(String(body)) as { Entries: unknown[] }).Entries.length;
  });
  const connect = () => cloud.sendThrough(proxy.endpoint);
  const metrics = new CloudWatchClient(relay.client);
  const invocations = () => invocationsOf(metrics, cloud);

  /** What a task makes the orchestrator use. */
  const measure = async (task: () => Promise<unknown>): Promise<{ usage: Usage; calls: Record<string, number> }> => {
    const before = await invocations();
    proxy.reset();
    Object.assign(count, { writes: 0, units: 0, events: 0 });
    await task();
    const after = await invocations();
    const calls = Object.fromEntries([...proxy.calls].sort(([one], [other]) => (one < other ? -1 : 1)));
    const sum = (pattern: RegExp) =>
      Object.entries(calls).reduce((total, [operation, times]) => total + (pattern.test(operation) ? times : 0), 0);
    return {
      calls,
      usage: {
        lambdaInvocations: after.count - before.count,
        lambdaGbSeconds: after.gbSeconds - before.gbSeconds,
        dynamoDbWrites: count.writes,
        dynamoDbWriteUnits: count.units,
        dynamoDbReads: sum(/^DynamoDB\.(GetItem|Query)$/),
        sqsRequests: sum(/^AmazonSQS\./),
        customEvents: count.events,
        getJobRuns: sum(/^AWSGlue\.GetJobRun$/),
      },
    };
  };
  return { connect, measure, close: proxy.close };
};

const DAY_MS = 86_400_000;

const invocationsOf = async (metrics: CloudWatchClient, cloud: ReturnType<typeof engineCloud>) => {
  const now = Date.now();
  const sumOf = async (FunctionName: string, MetricName: string): Promise<number> => {
    const { Datapoints } = await metrics.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName,
        Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
        StartTime: new Date(now - DAY_MS),
        EndTime: new Date(now + DAY_MS),
        Period: 3600,
        Statistics: ['Sum'],
      }),
    );
    return (Datapoints ?? []).reduce((sum, { Sum }) => sum + (Sum ?? 0), 0);
  };
  let [count, gbSeconds] = [0, 0];
  for (const name of await cloud.engineFunctions()) {
    const { MemorySize } = await cloud.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    count += await sumOf(name, 'Invocations');
    gbSeconds += ((await sumOf(name, 'Duration')) / 1000) * ((MemorySize ?? 0) / 1024);
  }
  return { count, gbSeconds };
};
