import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { mean, median } from 'simple-statistics';
import { bundleSearch, startSearch } from './bundle';
import { printDefects } from './print-defects';
import type { Progress, Share } from './search';
import { shrink } from './shrink';
import { worldOf } from './worlds';

/** `npm run simulate -- --runs N [--seed S]`: schedules in all cores; exit code 1 where an invariant broke, or with `--defects` where one was not found. */
const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
};

const { runs, seed, defects, adapters } = new Command('npm run simulate --')
  .description(
    'Deterministic simulation of the service: the real handlers over twins of AWS; each seed is one schedule of events, crashes, throttling and races.',
  )
  .option('--runs <count>', 'number of schedules', whole, 1000)
  .option('--seed <number>', 'first seed; a single schedule again: --runs 1 --seed S', whole, 1)
  .option('--defects', 'put each deliberate defect into the engine and say how many schedules found it', false)
  .option('--adapters', 'the real adapters over a twin of DynamoDB in every schedule, not only in one of ten', false)
  .parse()
  .opts<{ runs: number; seed: number; defects: boolean; adapters: boolean }>();

const SERVICE = fileURLToPath(new URL('../..', import.meta.url));

/** Seeds that a process is given at once: few, so that no process is left waiting for another at the end. */
const SHARE = 50;

const searchAll = (bundle: string, onDone: (done: Extract<Progress, { type: 'done' }>) => void): Promise<number | null> => {
  const end = seed + runs;
  let next = seed;
  const searches = Array.from({ length: Math.min(availableParallelism(), Math.ceil(runs / SHARE)) }, () => startSearch(bundle));
  const giveShare = (search: ChildProcess): void => {
    if (next >= end) {
      search.disconnect();
      return;
    }
    const share: Share = { first: next, last: Math.min(next + SHARE, end) - 1, adapters };
    next = share.last + 1;
    search.send(share);
  };
  const ended = searches.map(
    (search) =>
      new Promise<null>((resolve, reject) => {
        search.once('error', reject);
        search.once('exit', (code) => (code === 0 ? resolve(null) : reject(new Error(`A search ended with exit code ${code}`))));
      }),
  );
  const broken = new Promise<number>((resolve) => {
    for (const search of searches) {
      search.on('message', (progress: Progress) => {
        if (progress.type === 'broken') return resolve(progress.seed);
        onDone(progress);
        giveShare(search);
      });
      giveShare(search);
    }
  });
  return Promise.race([broken, Promise.all(ended).then(() => null)]).finally(() => {
    for (const search of searches) search.kill();
  });
};

const simulateAll = async (): Promise<void> => {
  const start = performance.now();
  const turns: number[] = [];
  let cpuMs = 0;
  const folder = mkdtempSync(join(tmpdir(), 'relay-simulate-'));
  const bundle = await bundleSearch(SERVICE, folder);
  const brokenSeed = await searchAll(bundle, (done) => {
    turns.push(...done.turns);
    cpuMs += done.cpuMs;
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
  const seconds = (performance.now() - start) / 1000;

  if (brokenSeed === null) {
    const rate = Math.round(turns.length / seconds);
    const each = `${Math.round(mean(turns))} turns (median ${median(turns)}) and ${(cpuMs / turns.length).toFixed(1)} ms of CPU time`;
    console.log(
      `${turns.length} schedules of ${each}, no invariant broken: ${seconds.toFixed(1)} s, ${rate} schedules/s on ${availableParallelism()} cores`,
    );
  } else {
    const { options, result } = await shrink(brokenSeed, worldOf(brokenSeed, adapters));
    console.log(
      `Seed ${brokenSeed} breaks an invariant; again: npm run simulate -- --runs 1 --seed ${brokenSeed}${adapters ? ' --adapters' : ''}`,
    );
    console.log(`Shortest schedule found (${result.turns} turns): ${JSON.stringify(options)}`);
    for (const broken of result.broken) console.log(`  ${broken}`);
    for (const [runId, journal] of Object.entries(result.journals)) {
      console.log(`\n${runId}`);
      for (const { sequence, cause, event } of journal) {
        const what = 'step' in event ? `step ${event.step} #${event.attempt}` : 'run';
        console.log(
          `  ${String(sequence).padStart(3)} ${event.at} ${what}: ${event.previousState} -> ${event.state} (${cause.type})`,
        );
      }
    }
    process.exitCode = 1;
  }
};

await (defects ? printDefects(seed) : simulateAll());
