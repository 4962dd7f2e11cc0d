import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsProxy, Fate } from '../support/aws-proxy';
import { startAwsProxy } from '../support/aws-proxy';

let reached = 0;
let fate: Fate = 'forward';
let proxy: AwsProxy;
const cloud = createServer((_, outgoing) => {
  reached += 1;
  outgoing.end('done');
});
const call = () =>
  fetch(proxy.endpoint, { method: 'POST', body: '{}', headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' } });

beforeAll(async () => {
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  proxy = await startAwsProxy(`http://127.0.0.1:${(cloud.address() as AddressInfo).port}`, () => fate);
});

afterAll(async () => {
  await proxy.close();
  cloud.closeAllConnections();
  cloud.close();
});

beforeEach(() => {
  reached = 0;
  proxy.reset();
});

it('forwards a call and counts it by its operation', async () => {
  fate = 'forward';

  expect(await (await call()).text()).toBe('done');
  expect([...proxy.calls]).toEqual([['DynamoDB.GetItem', 1]]);
});

it.each<[Fate, number, number]>([
  ['throttle', 400, 0],
  ['fail-before', 500, 0],
  ['fail-after', 500, 1],
])('makes a call %s with status %i, after %i effects', async (given, status, effects) => {
  fate = given;

  expect((await call()).status).toBe(status);
  expect(reached).toBe(effects);
});

it('cuts a call off after its effect', async () => {
  fate = 'cut-after';

  await expect(call()).rejects.toThrow();
  expect(reached).toBe(1);
});
