import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** What becomes of a call: as it is, or an error that comes before or after the cloud did what was asked. */
export type Fate = 'forward' | 'throttle' | 'fail-before' | 'fail-after' | 'cut-after';

/** A proxy between Lambda functions and the local cloud. */
export interface AwsProxy {
  readonly endpoint: string;
  /** Calls by `Service.Operation`; those of S3 by `S3.List` and `S3.<method>`, of others that are no JSON services by method. */
  readonly calls: ReadonlyMap<string, number>;
  readonly fates: ReadonlyMap<Fate, number>;
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts a proxy on a free port that counts every AWS call and decides its fate.
 *
 * @param cloud - endpoint of the local cloud
 * @param observe - is shown every call
 */
export const startAwsProxy = async (
  cloud: string,
  fateOf: () => Fate = () => 'forward',
  observe: (operation: string, body: Buffer) => void = () => {},
): Promise<AwsProxy> => {
  const { hostname, port } = new URL(cloud);
  const agent = new Agent({ keepAlive: true });
  const calls = new Map<string, number>();
  const fates = new Map<Fate, number>();
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const fate = fateOf();
    const operation = operationOf(incoming);
    count(calls, operation);
    observe(operation, body);
    count(fates, fate);
    if (fate === 'throttle') return refuse(outgoing, 400, 'ThrottlingException');
    if (fate === 'fail-before') return refuse(outgoing, 500, 'InternalServiceException');
    const { method, url, headers } = incoming;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ hostname, port, agent, method, path: url, headers }, resolve).once('error', reject).end(body);
    });
    const answered = await bytesOf(answer);
    if (fate === 'fail-after') return refuse(outgoing, 500, 'InternalServiceException');
    if (fate === 'cut-after') {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(answered);
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('The proxy has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    calls,
    fates,
    reset: () => {
      calls.clear();
      fates.clear();
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** `DynamoDB_20120810.TransactWriteItems` is DynamoDB.TransactWriteItems, `PUT /bucket/key` is S3.PUT. */
const operationOf = ({ method = '', headers, url = '' }: IncomingMessage): string => {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') return method === 'POST' ? method : `S3.${url.includes('list-type=') ? 'List' : method}`;
  const [service = '', operation = ''] = target.split('.');
  return `${service.split('_')[0]}.${operation}`;
};

const refuse = (outgoing: ServerResponse, status: number, type: string): void => {
  outgoing
    .writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type })
    .end(JSON.stringify({ __type: type, message: 'injected by the fault proxy' }));
};

const count = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const bytesOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
