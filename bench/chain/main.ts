import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import { deployNoOpPipeline, NO_OP_COLUMNS, NO_OP_PREFIX, NO_OP_STEPS } from './no-op-pipeline';
import type { TraceLine } from './trace';
import { covered, eventToStart, jobSpans, quantile, readTrace } from './trace';

/**
 * `npm run bench:chain`: what the chain costs in time, on the real local deploy.
 *
 * Prints and writes to bench/results/chain.json: a second `npm start` to its first Spark job; the deploy of all stacks;
 * the whole chain of each variant on 913,000 rows, with each step and the share that is not Spark; from a job's end event to the next start.
 */
const NO_OP_RUNS = 20;
const START_DEADLINE_MS = 300_000;

interface RunDocument {
  readonly runId: string;
  readonly state: string;
  readonly createdAt: string;
  readonly endedAt: string;
  readonly lastModified: string;
  readonly rows: { readonly in: number };
  readonly steps: readonly { readonly step: string; readonly start: string; readonly end: string }[];
  readonly models: readonly { readonly model: string; readonly metrics: { readonly rmse: number } }[];
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;
const milliseconds = (ms: number): number => Math.round(ms * 10) / 10;

/** Seconds from the start of `npm start` to the moment in which the first job's script begins. */
const secondStart = async (root: string): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-bench-'));
  const began = Date.now();
  const child = spawn('npm', ['start', '--silent', '--', '--once', '--port', '4790'], {
    cwd: root,
    env: { ...process.env, RELAY_STATE_DIR: folder },
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const script = await poll(() => firstScript(join(folder, 'trace.jsonl')));
    return script.wall_ns / 1e6 - began;
  } finally {
    if (child.pid) process.kill(-child.pid, 'SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
};

const firstScript = (file: string): TraceLine | undefined => {
  try {
    return readTrace(file).find((line) => line.event === 'script_started');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const poll = async <Found>(look: () => Found | undefined | Promise<Found | undefined>): Promise<Found> => {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('Nothing came within 5 minutes.');
};

const wholeChain = async (cloud: TestRelay, file: string, variant: 'forecast' | 'classic') => {
  const { document: run } = await cloud.json<RunDocument>('drop', file, '--wait', '--set', `variant=${variant}`);
  if (run.state !== 'SUCCEEDED') throw new Error(`The run ended ${run.state}: npx relay run ${run.runId}`);
  const trace = readTrace(cloud.trace);
  const created = Date.parse(run.createdAt);
  const wall = Date.parse(run.endedAt) - created;
  return {
    rows: run.rows.in,
    wallSeconds: seconds(wall),
    notSparkShare: Math.round((1 - covered(jobSpans(trace, run.runId)) / wall) * 1000) / 1000,
    steps: Object.fromEntries(run.steps.map(({ step, start, end }) => [step, seconds(Date.parse(end) - Date.parse(start))])),
    rmse: Object.fromEntries(run.models.map(({ model, metrics }) => [model, metrics.rmse])),
  };
};

const noOpChains = async (cloud: TestRelay) => {
  await deployNoOpPipeline(cloud.client, 1);
  const file = join(cloud.folder, 'no-op.csv');
  writeFileSync(file, `${NO_OP_COLUMNS.join(',')}\n1,2\n`);
  await sleep(6_000); // ingest sees a new pipeline after 5 s
  const walls: number[] = [];
  for (let run = 0; run < NO_OP_RUNS; run += 1) {
    const { document } = await cloud.json<RunDocument>('drop', file, '--key', `${NO_OP_PREFIX}${run}.csv`, '--wait');
    if (document.state !== 'SUCCEEDED') throw new Error(`A no-op run ended ${document.state}`);
    walls.push(Date.parse(document.endedAt) - Date.parse(document.createdAt));
  }
  const nextOf = Object.fromEntries(NO_OP_STEPS.slice(1).map((step, index) => [NO_OP_STEPS[index], step]));
  const waits = eventToStart(readTrace(cloud.trace), nextOf);
  return {
    eventToNextStart: {
      count: waits.length,
      p50Ms: milliseconds(quantile(waits, 0.5)),
      p95Ms: milliseconds(quantile(waits, 0.95)),
    },
    fourStepChain: { count: walls.length, p50Ms: milliseconds(quantile(walls, 0.5)), p95Ms: milliseconds(quantile(walls, 0.95)) },
  };
};

/** @param root - root of the clone */
export const bench = async (root: string): Promise<void> => {
  const toFirstJob = seconds(await secondStart(root));
  const cloud = await startRelay();
  try {
    const file = join(cloud.folder, 'train.csv');
    await cloud.generateSales(file);
    const chain = await wholeChain(cloud, file, 'forecast');
    const classicChain = await wholeChain(cloud, file, 'classic');
    const result = {
      cores: availableParallelism(),
      secondStartToFirstSparkJobSeconds: toFirstJob,
      deploySeconds: Math.round(cloud.deploySeconds * 10) / 10,
      chain,
      classicChain,
      ...(await noOpChains(cloud)),
    };
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, 'bench/results/chain.json'), `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await cloud.close();
  }
};
