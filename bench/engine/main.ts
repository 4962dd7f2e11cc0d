import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runKey } from '../../services/orchestrator/src/adapters/table-keys';
import type { Run } from '../../services/orchestrator/src/domain/run';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import { deployNoOpPipeline, NO_OP_STEPS } from '../chain/no-op-pipeline';
import { eventToStart, quantile, readTrace } from '../chain/trace';
import { acceptedNoOp, engineCloud, RUN_TABLE, wallOf } from '../support/engine-cloud';
import { dollarsByService } from './cost';
import { cpuBetween, cpuOf } from './cpu';
import { memoryOf } from './memory';
import prices from './prices.json';
import { startMeter } from './usage';

/**
 * `npm run bench:engine`: what the engine costs in time, calls and dollars, on the real local deploy with jobs that end at
 * once. Prints and writes bench/results/engine.json.
 */
const MOST_AT_ONCE = Number(process.env.BENCH_RUNS_AT_ONCE ?? 500);
const ONE_BY_ONE = 30;
const METERED = 20;
const STORED_RUNS = Number(process.env.BENCH_STORED_RUNS ?? 1_000_000);
const WITHIN_MS = 600_000;
const REST_MS = 3_000;

const round = (figure: number, digits = 1): number => Number(figure.toFixed(digits));
const spread = (figures: readonly number[]) => ({
  count: figures.length,
  p50Ms: round(quantile(figures, 0.5)),
  p95Ms: round(quantile(figures, 0.95)),
});

const benchmarks = (relay: TestRelay) => {
  const cloud = engineCloud(relay);
  let named = 0;

  const runAtOnce = async (count: number, pollMs: number): Promise<Run[]> => {
    const accepted = Array.from({ length: count }, () => acceptedNoOp(`bench-${named++}`));
    await cloud.accept(accepted);
    return cloud.ended(
      accepted.map(({ runId }) => runId),
      WITHIN_MS,
      () => sleep(pollMs),
    );
  };

  const oneByOne = async (count: number): Promise<Run[]> => {
    const runs: Run[] = [];
    for (let run = 0; run < count; run += 1) runs.push(...(await runAtOnce(1, 50)));
    return runs;
  };

  const latency = async (count: number) => {
    await oneByOne(3); // warm workers
    const from = readTrace(relay.trace).length;
    const runs = await oneByOne(count);
    const nextOf = Object.fromEntries(NO_OP_STEPS.slice(1).map((step, index) => [NO_OP_STEPS[index], step]));
    return {
      eventToNextStart: spread(eventToStart(readTrace(relay.trace).slice(from), nextOf)),
      fourStepChain: spread(runs.flatMap((run) => wallOf(run) ?? [])),
    };
  };

  const burst = async (count: number) => {
    const began = Date.now();
    const cpu = cpuOf(relay.address.pid);
    const runs = await runAtOnce(count, 1_000);
    const ends = runs.flatMap(({ status }) => ('endedAt' in status ? [status.endedAt] : []));
    return {
      runs: count,
      makespanSeconds: round((Math.max(...ends) - began) / 1000, 2),
      cpuSeconds: cpuBetween(cpu, cpuOf(relay.address.pid)),
      errors: count - runs.filter(({ status }) => status.state === 'SUCCEEDED').length,
    };
  };

  const metered = async (meter: Awaited<ReturnType<typeof startMeter>>) => {
    await oneByOne(3);
    await sleep(REST_MS);
    const { usage, calls } = await meter.measure(async () => {
      await oneByOne(METERED);
      await sleep(REST_MS);
    });
    const steps = METERED * NO_OP_STEPS.length;
    const dollars = Object.entries(dollarsByService(usage, prices)).map(([service, sum]) => [service, sum / METERED] as const);
    return {
      perStep: {
        lambdaInvocations: round(usage.lambdaInvocations / steps, 2),
        dynamoDbWrites: round(usage.dynamoDbWrites / steps, 2),
        dynamoDbReads: round(usage.dynamoDbReads / steps, 2),
        getJobRuns: round(usage.getJobRuns / steps, 2),
      },
      estimatedDollarsPerRun: round(
        dollars.reduce((total, [, sum]) => total + sum, 0),
        8,
      ),
      dollarsByService: Object.fromEntries(dollars.map(([service, sum]) => [service, round(sum, 8)])),
      callsPerRun: Object.fromEntries(Object.entries(calls).map(([name, count]) => [name, round(count / METERED, 2)])),
    };
  };

  /** Stores copies of a run that has ended, under other ids, by a way of the local cloud that AWS does not have. */
  const storeRuns = async ({ runId }: Run): Promise<void> => {
    const { pk, sk } = runKey(runId);
    const asked = { table: RUN_TABLE, partitionKey: pk, sortKey: sk, prefix: runKey('stored-').pk, count: STORED_RUNS };
    const answer = await fetch(`${relay.endpoint}/_relay/copies`, { method: 'POST', body: JSON.stringify(asked) });
    if (!answer.ok) throw new Error(`No copies: ${answer.status} ${await answer.text()}`);
  };

  return { cloud, latency, burst, metered, storeRuns, oneByOne };
};

const measure = async (relay: TestRelay) => {
  const { pid } = relay.address;
  await deployNoOpPipeline(relay.client, MOST_AT_ONCE);
  const { cloud, latency, burst, metered, storeRuns, oneByOne } = benchmarks(relay);
  const empty = await latency(ONE_BY_ONE);
  const meter = await startMeter(relay, cloud);
  try {
    await meter.connect();
    const withoutHistory = await metered(meter);
    await meter.disconnect();
    const bursts = [await burst(50), await burst(MOST_AT_ONCE)];
    const memory = memoryOf(pid);
    const [example] = await oneByOne(1);
    if (!example) throw new Error('No run to copy');
    await storeRuns(example);
    const full = await latency(ONE_BY_ONE);
    await meter.connect();
    const withHistory = await metered(meter);
    return {
      cores: availableParallelism(),
      ...empty,
      bursts,
      memory,
      ...withoutHistory,
      withStoredRuns: { storedRuns: STORED_RUNS, ...full, ...withHistory, memory: memoryOf(pid) },
    };
  } finally {
    await meter.close();
  }
};

/** @param root - root of the clone */
export const bench = async (root: string): Promise<void> => {
  const relay = await startRelay();
  try {
    const result = await measure(relay);
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, 'bench/results/engine.json'), `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await relay.close();
  }
};
