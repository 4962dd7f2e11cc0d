import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import { quantile } from '../chain/trace';
import { engineCloud } from '../support/engine-cloud';
import { deployOneStep } from '../support/one-step-pipeline';
import type { Drop } from './drops';
import { dropper } from './drops';
import { judgeOften } from './judging';

/**
 * `npm run bench:ingest`: what it takes to take in a file: work and bytes read, time from the drop to the decision, files a second, and
 * a file of 2 GB. Prints and writes bench/results/ingest.json.
 */
const AT_ONCE = Number(process.env.BENCH_FILES_AT_ONCE ?? 500);
const MAX_RUNS = 50;
const ONE_BY_ONE = 40;
const LARGE_BYTES = Number(process.env.BENCH_LARGE_BYTES ?? 2 * 1024 ** 3);
const WITHIN_MS = 600_000;
/** As long as ingest keeps what is deployed, and more. */
const SEEN_AFTER_MS = 6_000;

const round = (figure: number, digits = 1): number => Number(figure.toFixed(digits));

const benchmarks = (relay: TestRelay) => {
  const cloud = engineCloud(relay);
  const drops = dropper(relay, cloud);

  const decided = async (drop: Drop): Promise<number> => {
    for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline; await sleep(20)) {
      const at = await drops.decidedAt(drop);
      if (at !== undefined) return at;
    }
    throw new Error(`${drop.runId} has no outcome`);
  };

  const oneByOne = async (count: number, folder: string) => {
    const times: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const drop = await drops.drop(`raw/single/${folder}/${index}.csv`);
      times.push((await decided(drop)) - drop.droppedAt);
    }
    return { count, p50Ms: round(quantile(times, 0.5)), p95Ms: round(quantile(times, 0.95)) };
  };

  const atOnce = async (count: number) => {
    const began = Date.now();
    const dropped = await Promise.all(Array.from({ length: count }, (_, index) => drops.drop(`raw/single/at once/${index}.csv`)));
    const runs = await cloud.ended(
      dropped.map(({ runId }) => runId),
      WITHIN_MS,
      () => sleep(500),
    );
    const decisions = await Promise.all(dropped.map(decided));
    const accepted = (Math.max(...decisions) - began) / 1_000;
    const spans = runs.flatMap(({ status }) =>
      'endedAt' in status && status.startedAt ? [[status.startedAt, status.endedAt] as const] : [],
    );
    return {
      files: count,
      dropAndAcceptSeconds: round(accepted, 2),
      acceptedPerSecond: round(count / accepted),
      runsSeconds: round((Math.max(...spans.map(([, end]) => end)) - began) / 1_000, 2),
      runsLost: count - runs.filter(({ status }) => status.state === 'SUCCEEDED').length,
      mostRunsAtOnce: Math.max(...spans.map(([from]) => spans.filter(([start, end]) => start <= from && from < end).length)),
      allowedAtOnce: MAX_RUNS,
    };
  };

  const large = async (bytes: number) => {
    const drop = await drops.dropLarge('raw/single/large.csv', bytes);
    const at = await decided(drop);
    const [run] = await cloud.ended([drop.runId], WITHIN_MS, () => sleep(100));
    return {
      bytes: drop.bytes,
      decidedAfterMs: at - drop.droppedAt,
      state: run?.status.state,
      bytesRead: await bytesRead(drop.runId),
    };
  };

  /** As the intake's log has it. */
  const bytesRead = async (runId: string): Promise<number | null> => {
    const query = { logGroupName: '/aws/lambda/relay-ingest-local-intake', filterPattern: runId };
    for await (const page of paginateFilterLogEvents({ client: new CloudWatchLogsClient(relay.client) }, query)) {
      for (const { message } of page.events ?? []) {
        const [, bytes] = /"bytesRead":(\d+)/.exec(message ?? '') ?? [];
        if (bytes !== undefined && message?.includes(runId)) return Number(bytes);
      }
    }
    return null;
  };

  return { oneByOne, atOnce, large, close: drops.close };
};

const megabytesOf = (pid: number): number =>
  Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);

const measure = async (relay: TestRelay) => {
  const { pid } = relay.address;
  const judging = await judgeOften();
  await deployOneStep(relay, 'single', { maxRuns: MAX_RUNS });
  await sleep(SEEN_AFTER_MS);
  const { oneByOne, atOnce, large, close } = benchmarks(relay);
  try {
    await oneByOne(5, 'warm');
    return {
      cores: availableParallelism(),
      judging,
      dropToDecision: await oneByOne(ONE_BY_ONE, 'one by one'),
      atOnce: await atOnce(AT_ONCE),
      large: LARGE_BYTES > 0 ? { ...(await large(LARGE_BYTES)), cloudMegabytes: megabytesOf(pid) } : null,
    };
  } finally {
    close();
  }
};

/** @param root - root of the clone */
export const bench = async (root: string): Promise<void> => {
  const relay = await startRelay();
  try {
    const result = await measure(relay);
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, 'bench/results/ingest.json'), `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await relay.close();
  }
};
