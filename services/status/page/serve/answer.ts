import { gunzipSync } from 'node:zlib';
import { namesTag, takesGzip } from '../../src/http/negotiation';
import type { PageFile } from './page-file';
import { SECURITY_HEADERS } from './security-headers';

/** What is asked of the page. */
export interface PageRequest {
  /** Below the page's address, without a slash in front; empty for the document. */
  readonly path: string;
  readonly acceptEncoding: string;
  readonly ifNoneMatch: string;
}

export interface PageAnswer {
  readonly status: 200 | 304 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** A file of the page, compressed where the client takes that; 304 where it has it already. */
export const pageAnswer = (files: readonly PageFile[], { path, acceptEncoding, ifNoneMatch }: PageRequest): PageAnswer => {
  const file = files.find((candidate) => candidate.path === path);
  if (!file)
    return { status: 404, headers: { ...SECURITY_HEADERS, 'content-type': 'application/problem+json' }, body: unknownFile(path) };
  // A browser asks each time whether its copy is still good: a deploy shows at once, and costs one round trip.
  const headers = { ...SECURITY_HEADERS, etag: file.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
  if (namesTag(ifNoneMatch, file.etag)) return { status: 304, headers, body: NOTHING };
  const compressed = Buffer.from(file.gzip, 'base64');
  return takesGzip(acceptEncoding)
    ? { status: 200, headers: { ...headers, 'content-type': file.contentType, 'content-encoding': 'gzip' }, body: compressed }
    : { status: 200, headers: { ...headers, 'content-type': file.contentType }, body: gunzipSync(compressed) };
};

const unknownFile = (path: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: 'urn:glue-relay:problem:unknown-file',
      title: 'Unknown file',
      status: 404,
      detail: `The page has no file "${path}".`,
    }),
  );
