import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const ACCOUNT = '123456789012';

/** What `shared` would have put there; other parameters are not there, so that defaults hold. */
const parametersOf = (stage: string): Readonly<Record<string, string>> => ({
  [`/relay/${stage}/bus/name`]: `relay-${stage}`,
  [`/relay/${stage}/data-bucket/name`]: `relay-data-${stage}-${ACCOUNT}`,
  [`/relay/${stage}/alarm-topic/arn`]: `arn:aws:sns:us-east-1:${ACCOUNT}:relay-${stage}-alarms`,
});

/** A parameter store with the parameters of a stage, so that stacks can be packaged without an account. */
export const parameterStore = async (stage: string): Promise<{ readonly endpoint: string; readonly close: () => void }> => {
  const parameters = parametersOf(stage);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const Value = parameters[asked.Name];
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.statusCode = Value === undefined ? 400 : 200;
    response.end(
      JSON.stringify(
        Value === undefined ? { __type: 'ParameterNotFound' } : { Parameter: { Name: asked.Name, Type: 'String', Value } },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
};
