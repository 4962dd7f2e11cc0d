import { SSMClient } from '@aws-sdk/client-ssm';
import type { ApiRequest } from '../src/stage-api/signing';
import { signerOf } from '../src/stage-api/signing';

const client = new SSMClient({ region: 'eu-west-1', credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' } });
const asked: ApiRequest = {
  method: 'POST',
  url: new URL('https://api.example/runs?x=1'),
  headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' },
  body: '{}',
};

it('signs a command for the API with its headers, and another body otherwise', async () => {
  const sign = await signerOf(client);
  const headers = await sign(asked);
  expect(headers.authorization).toMatch(/Credential=AK\/\d{8}\/eu-west-1\/execute-api\/aws4_request/);
  expect(headers.authorization).toMatch(/SignedHeaders=content-type;host;idempotency-key;x-amz-content-sha256;x-amz-date/);
  expect(headers).toMatchObject(asked.headers);
  const other = await sign({ ...asked, body: '{"a":1}' });
  expect(other['x-amz-content-sha256']).not.toBe(headers['x-amz-content-sha256']);
});
