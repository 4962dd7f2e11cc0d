import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './function';
import { pipelineOf, runIdOf } from './stories';
import type { Counts, Timing } from './timing';
import { inTurns, rounded, timingOf } from './timing';

/** A table that the function answers from. */
export interface Stored {
  readonly ask: Ask;
  /** Runs in it. */
  readonly runs: number;
  /** Numbers of those that are stored with all their parts. */
  readonly whole: readonly number[];
}

export interface RouteTiming {
  readonly route: string;
  readonly few: Timing;
  readonly many: Timing;
}

const KEYS = 50;
type PathOf = (turn: number, stored: Stored) => string;

const REQUESTS: Readonly<Record<string, PathOf>> = {
  'GET /runs': () => '/runs',
  'GET /runs?pipeline=&state=': (turn) => `/runs?pipeline=${pipelineOf(turn)}&state=SUCCEEDED`,
  'GET /runs?until=, in the middle': (turn, { runs }) => `/runs?until=${timeOf(Math.floor(runs / 2) + turn)}`,
  'GET /runs?key=': (turn) => `/runs?key=${keyOf(turn)}`,
  'GET /runs/{runId}': (turn, { whole }) => `/runs/${runIdOf(whole[turn % whole.length] ?? 0)}`,
  'GET /jobs': () => '/jobs',
  'GET /pipelines': () => '/pipelines',
  'GET /models': () => '/models',
  'GET /datasets/{key}': (turn) => `/datasets/${keyOf(turn)}`,
  'GET /costs': () => '/costs?from=2020-01-01&to=2020-01-31',
  'GET /alerts': () => '/alerts',
};

/** The routes that people ask most: those with an aim. */
export const MAIN_ROUTES = ['GET /runs', 'GET /runs/{runId}', 'GET /jobs'];

const keyOf = (turn: number): string => `raw/${pipelineOf(turn)}/${turn % KEYS}.csv`;

const timeOf = (run: number): string => {
  const [date = '', time = ''] = runIdOf(run).split('T');
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}Z`;
};

/** Each route at the function, over few and over many runs in turns, one request after the other. */
export const timeRoutes = async (few: Stored, many: Stored, counts: Counts): Promise<RouteTiming[]> => {
  const timings: RouteTiming[] = [];
  for (const [route, pathOf] of Object.entries(REQUESTS)) {
    const works = {
      few: (turn: number) => few.ask(pathOf(turn, few)),
      many: (turn: number) => many.ask(pathOf(turn, many)),
    };
    timings.push({ route, ...(await inTurns(works, counts)) });
  }
  return timings;
};

const mainPath = (turn: number, stored: Stored): string =>
  REQUESTS[MAIN_ROUTES[turn % MAIN_ROUTES.length] ?? '']?.(turn, stored) ?? '';

/** Requests of the main routes at a fixed rate, whether those before were answered or not. */
export const sustain = async (
  stored: Stored,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
) => {
  const answers: Promise<number>[] = [];
  const begin = performance.now();
  for (let turn = 0; turn < perSecond * seconds; turn += 1) {
    const due = begin + (turn * 1000) / perSecond;
    if (performance.now() < due) await sleep(due - performance.now());
    // From when it was due: a queue in front of the function counts.
    answers.push(stored.ask(mainPath(turn, stored)).then(() => performance.now() - due));
  }
  const ms = timingOf(await Promise.all(answers));
  const took = (performance.now() - begin) / 1000;
  return { askedPerSecond: perSecond, answeredPerSecond: rounded(answers.length / took), seconds: rounded(took), ms };
};

/** As many requests of the main routes as are answered where some wait at all times. */
export const saturate = async (
  stored: Stored,
  { atOnce, seconds }: { readonly atOnce: number; readonly seconds: number },
): Promise<{ readonly atOnce: number; readonly answeredPerSecond: number }> => {
  const begin = performance.now();
  let turn = 0;
  const asker = async (): Promise<void> => {
    while (performance.now() - begin < seconds * 1000) {
      turn += 1;
      await stored.ask(mainPath(turn, stored));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
  return { atOnce, answeredPerSecond: rounded((turn * 1000) / (performance.now() - begin)) };
};
