import { setTimeout as sleep } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { quantile } from '../chain/trace';
import { pipelineOf, runIdOf } from './stories';

export type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** Times of one route, in ms. */
export interface Timing {
  readonly route: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const WARM_UP = 30;
const ROUND = 100;

const round = (figure: number): number => Math.round(figure * ROUND) / ROUND;

/** Requests of each route; `whole` are numbers of runs that are stored with all their parts. */
const REQUESTS: Readonly<Record<string, (turn: number, stored: number, whole: readonly number[]) => string>> = {
  'GET /runs': () => '/runs',
  'GET /runs?pipeline=&state=': (turn) => `/runs?pipeline=${pipelineOf(turn)}&state=SUCCEEDED`,
  'GET /runs?since=&until=, in the middle': (turn, stored) => `/runs?until=${timeOf(Math.floor(stored / 2) + turn)}`,
  'GET /runs?key=': (turn) => `/runs?key=raw/${pipelineOf(turn)}/${turn % 50}.csv`,
  'GET /runs/{runId}': (turn, _, whole) => `/runs/${runIdOf(whole[turn % whole.length] ?? 0)}`,
  'GET /jobs': () => '/jobs',
  'GET /pipelines': () => '/pipelines',
  'GET /models': () => '/models',
  'GET /datasets/{key}': (turn) => `/datasets/raw/${pipelineOf(turn)}/${turn % 50}.csv`,
  'GET /costs': () => '/costs?from=2020-01-01&to=2020-01-31',
  'GET /alerts': () => '/alerts',
};

const timeOf = (run: number): string => {
  const [date = '', time = ''] = runIdOf(run).split('T');
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}Z`;
};

const ask = async (handler: Handler, path: string): Promise<void> => {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const event = {
    version: '2.0',
    routeKey: `GET ${rawPath}`,
    rawPath,
    rawQueryString,
    headers: { host: 'api.example', 'accept-encoding': 'gzip' },
    requestContext: { http: { method: 'GET', path: rawPath } },
    isBase64Encoded: false,
    ...(rawQueryString === '' ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)) }),
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, body } = await handler(event, { awsRequestId: 'bench' } as Context);
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${body}`);
};

/** One request after the other, each timed at the function. */
export const timeRoutes = async (
  handler: Handler,
  stored: number,
  whole: readonly number[],
  count: number,
): Promise<Timing[]> => {
  const timings: Timing[] = [];
  for (const [route, requestOf] of Object.entries(REQUESTS)) {
    const times: number[] = [];
    for (let turn = 0; turn < WARM_UP + count; turn += 1) {
      const from = performance.now();
      await ask(handler, requestOf(turn, stored, whole));
      if (turn >= WARM_UP) times.push(performance.now() - from);
    }
    timings.push({ route, count, p50Ms: round(quantile(times, 0.5)), p99Ms: round(quantile(times, 0.99)) });
  }
  return timings;
};

/** Requests at a fixed rate, whether those before were answered or not, over the three routes that people ask most. */
export const sustain = async (
  handler: Handler,
  stored: number,
  whole: readonly number[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
) => {
  const routes = ['GET /runs', 'GET /runs/{runId}', 'GET /jobs'];
  const answers: Promise<number>[] = [];
  const begin = performance.now();
  for (let turn = 0; turn < perSecond * seconds; turn += 1) {
    const due = begin + (turn * 1000) / perSecond;
    if (performance.now() < due) await sleep(due - performance.now());
    const path = REQUESTS[routes[turn % routes.length] ?? '']?.(turn, stored, whole) ?? '';
    // From when it was due: a queue in front of the function counts.
    answers.push(ask(handler, path).then(() => performance.now() - due));
  }
  const times = await Promise.all(answers);
  const took = (performance.now() - begin) / 1000;
  return {
    askedPerSecond: perSecond,
    answeredPerSecond: round(times.length / took),
    seconds: round(took),
    p50Ms: round(quantile(times, 0.5)),
    p99Ms: round(quantile(times, 0.99)),
  };
};
