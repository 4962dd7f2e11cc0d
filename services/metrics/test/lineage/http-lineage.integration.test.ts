import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { httpLineage } from '../../src/adapters/http-lineage';
import { eventOfRun } from '../../src/domain/lineage/of-run';
import type { RunLineage } from '../../src/ports';
import { faultsOf } from './openlineage-schema';

type Answer = (response: ServerResponse) => void;
const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code, code === 307 ? { location: 'http://127.0.0.1:9/elsewhere' } : {}).end('{"text": "of no use"}');

const [event] = [eventOfRun(runStateChange.example, 'n')];
if (!event) throw new Error('the example is a start');
const lineage: RunLineage = { pipeline: 'demand-forecast', runId: runStateChange.example.runId, event };

let close: () => Promise<void>;
afterEach(() => close());

/** An OpenLineage receiver that keeps events by their own id and type, as Marquez does. */
const receiver = async (answers: Answer[]) => {
  const kept = new Map<string, unknown>();
  const keys: (string | undefined)[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    kept.set(`${body.run.runId} ${body.eventType}`, body);
    keys.push(request.headers.authorization);
    (answers.shift() ?? status(201))(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/lineage`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, kept, keys };
};

const send = (url: string, apiKey?: string) => httpLineage(url, async () => apiKey, 300)(lineage);

it('an event that is sent again after errors and slow answers is one event, which fits the schema', async () => {
  const there = await receiver([status(500), () => undefined, status(429), status(503), status(201), status(200)]);
  const outcomes = [];
  for (let tries = 0; tries < 6; tries += 1) outcomes.push(await send(there.url));
  expect(outcomes).toEqual([
    { outcome: 'unanswered', answer: 'HTTP 500' },
    { outcome: 'unanswered', answer: 'TimeoutError' },
    { outcome: 'unanswered', answer: 'HTTP 429' },
    { outcome: 'unanswered', answer: 'HTTP 503' },
    { outcome: 'sent', answer: 'HTTP 201' },
    { outcome: 'sent', answer: 'HTTP 200' },
  ]);
  expect([...there.kept.values()]).toEqual([JSON.parse(JSON.stringify(event))]);
  expect([...there.kept.values()].flatMap(faultsOf)).toEqual([]);
});

it('a key is sent where there is one, and never to where a redirect leads', async () => {
  const there = await receiver([status(201), status(201), status(307), status(401)]);
  const outcomes = [await send(there.url), await send(there.url, 'k'), await send(there.url, 'k'), await send(there.url, 'bad')];
  expect(there.keys).toEqual([undefined, 'Bearer k', 'Bearer k', 'Bearer bad']);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'refused', 'refused']);
});

it('a receiver that is not there is said by the name of the fault, without its address', async () => {
  const there = await receiver([]);
  await close();
  expect(await send(there.url)).toEqual({ outcome: 'unanswered', answer: 'ECONNREFUSED' });
});
