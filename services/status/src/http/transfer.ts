import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventHeaders, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { namesTag, takesGzip } from './negotiation';

/** Below it compressing saves nothing that a packet would not hold anyway, in characters. */
const WORTH_COMPRESSING = 1_024;
const OK = 200;
const NOT_MODIFIED = 304;

/**
 * A 200 as it goes out: with a weak tag, for the same answer may come compressed or not; as 304 to who has it already; as gzip to who
 * takes that. In one go rather than in streams, which take several times as long for answers of some kilobytes.
 */
export const forTransfer = (
  answer: APIGatewayProxyStructuredResultV2,
  asked: APIGatewayProxyEventHeaders,
): APIGatewayProxyStructuredResultV2 => {
  const { statusCode, body } = answer;
  if (statusCode !== OK || body === undefined) return answer;
  const etag = etagOf(body);
  // A cache has to ask each time.
  const headers = { ...answer.headers, etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' };
  if (namesTag(asked['if-none-match'] ?? '', etag)) return { statusCode: NOT_MODIFIED, headers: withoutType(headers) };
  if (body.length < WORTH_COMPRESSING || !takesGzip(asked['accept-encoding'] ?? '')) return { ...answer, headers };
  return {
    ...answer,
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: gzipSync(body).toString('base64'),
    isBase64Encoded: true,
  };
};

const etagOf = (body: string): string => `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

const withoutType = ({ 'content-type': _, ...headers }: NonNullable<APIGatewayProxyStructuredResultV2['headers']>) => headers;
