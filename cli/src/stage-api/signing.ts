import type { Hash, Hmac } from 'node:crypto';
import { createHash, createHmac } from 'node:crypto';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { SignatureV4 } from '@smithy/signature-v4';

/** A request as it is sent. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** All headers of a request, those that sign it among them. */
export type Sign = (request: ApiRequest) => Promise<Record<string, string>>;

/** Signs requests to API Gateway with the credentials and region that an AWS client has found. */
export const signerOf = async (client: SSMClient): Promise<Sign> => {
  const region = await client.config.region();
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: client.config.credentials, sha256: Sha256 });
  return async ({ method, url, headers, body }) => {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...(body === null ? {} : { body }),
    });
    return signed.headers;
  };
};

/** What the signer hashes. */
type SourceData = string | ArrayBuffer | ArrayBufferView;

/** Node's SHA-256 in the shape that the signer takes. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: SourceData): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('A digest is not reset; each signature makes its own.');
  }
}

const bytesOf = (data: SourceData): Uint8Array => {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};
