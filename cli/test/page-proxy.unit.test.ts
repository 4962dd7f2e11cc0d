import type { IncomingHttpHeaders } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SSMClient } from '@aws-sdk/client-ssm';
import { page } from '../src/commands/page';
import type { PageProxy } from '../src/page/proxy';
import { startPageProxy } from '../src/page/proxy';
import { authorisationOf } from '../src/stage-api/authorisation';
import type { Sign } from '../src/stage-api/signing';

const SSM = new SSMClient({ region: 'eu-west-1', credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' } });
const AWS = { kind: 'aws', stage: 'prod', profile: null, region: null } as const;

/** An API that notes what it was asked, and answers under a policy. */
const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
const api = createServer(({ url, headers }, response) => {
  asked.push({ url: url ?? '', headers });
  const known = headers['if-none-match'] === '"1"';
  response.writeHead(known ? 304 : 200, {
    etag: '"1"',
    'content-type': 'application/json',
    'content-security-policy': "default-src 'none'",
    'set-cookie': 'a=b',
  });
  response.end(known ? undefined : '{"jobs":[]}');
});
let apiUrl: string;
let open: PageProxy[];

const proxyWith = async (sign: Sign, url = apiUrl): Promise<PageProxy> => {
  const proxy = await startPageProxy({ url, sign }, 0);
  open.push(proxy);
  return proxy;
};
const signed = async (env: NodeJS.ProcessEnv = {}): Promise<Sign> => authorisationOf({ env }, AWS, SSM);

beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => api.close(resolve)));
beforeEach(() => {
  open = [];
  asked.length = 0;
});
afterEach(() => Promise.all(open.map((proxy) => proxy.close())));

it("signs what the page asks with the user's credentials, path and query as they were", async () => {
  const { url } = await proxyWith(await signed());
  const answer = await fetch(`${url}datasets/raw%2Ftrain.csv?limit=5`, { headers: { 'if-none-match': '"0"' } });
  expect(await answer.json()).toEqual({ jobs: [] });
  expect(asked[0]?.url).toBe('/datasets/raw%2Ftrain.csv?limit=5');
  expect(asked[0]?.headers.authorization).toMatch(/Credential=AK\/\d{8}\/eu-west-1\/execute-api\/aws4_request/);
  expect(asked[0]?.headers['if-none-match']).toBe('"0"');
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'");
  expect(answer.headers.get('set-cookie')).toBeNull();
});

it('shows a token instead where one is given', async () => {
  const { url } = await proxyWith(await signed({ RELAY_TOKEN: 'eyJ.a.b' }));
  await fetch(`${url}jobs`);
  expect(asked[0]?.headers.authorization).toBe('Bearer eyJ.a.b');
});

it('hands on that nothing changed', async () => {
  const { url } = await proxyWith(await signed());
  const answer = await fetch(`${url}jobs`, { headers: { 'if-none-match': '"1"' } });
  expect([answer.status, await answer.text()]).toEqual([304, '']);
});

it.each([
  ['without the secret', 'GET', '/jobs', undefined, 404],
  ['with another secret', 'GET', `/${'A'.repeat(24)}/jobs`, undefined, 404],
  ['under another name', 'GET', undefined, 'evil.example', 403],
  ['to change something', 'POST', undefined, undefined, 405],
])('asks nobody when it is asked %s', async (_why, method, path, host, status) => {
  const { url } = await proxyWith(await signed());
  const { hostname, port, pathname } = new URL(url);
  const answered = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path: path ?? pathname, headers: host === undefined ? {} : { host } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sent.on('error', reject).end();
  });
  expect(answered).toBe(status);
  expect(asked).toEqual([]);
});

it('says so in a problem document when credentials have expired, and when the stage cannot be reached', async () => {
  const expired = Object.assign(new Error('The SSO session has expired.'), { name: 'CredentialsProviderError' });
  const unsigned = await proxyWith(() => Promise.reject(expired));
  const refused = await fetch(`${unsigned.url}jobs`);
  expect([refused.status, await refused.json()]).toEqual([
    401,
    expect.objectContaining({ detail: expect.stringContaining('aws sso login') }),
  ]);
  const nowhere = await proxyWith(await signed(), 'http://127.0.0.1:1');
  expect((await fetch(`${nowhere.url}jobs`)).status).toBe(502);
});

it('serves the page until it is interrupted, with a token and without any AWS credentials', async () => {
  const stop = new AbortController();
  let said = '';
  const context = {
    root: '',
    env: { RELAY_TOKEN: 'eyJ.a.b' },
    signal: stop.signal,
    say: (line: string) => (said += line),
    now: () => new Date(),
    width: 80,
  };
  const ended = page(context, { stage: 'prod', region: 'eu-west-1', port: 0, apiUrl: new URL(apiUrl) });
  const [url = ''] = await eventually(() => /http:\S+/.exec(said));
  expect((await fetch(`${url}jobs`)).status).toBe(200);
  expect(asked[0]?.headers.authorization).toBe('Bearer eyJ.a.b');
  stop.abort();
  expect(await ended).toMatchObject({ document: { url }, exitCode: 0 });
  await expect(fetch(url)).rejects.toThrow();
});

const eventually = async <T>(look: () => T | null): Promise<T> => {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; ) {
    const found = look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not come within 5 s.');
};
