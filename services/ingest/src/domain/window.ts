import { constants, createGunzip } from 'node:zlib';
import { isGzip } from './file-kinds';
import type { Fault } from './verdict';

/** The start of a file's content; `whole` where there is nothing after it. */
export interface Window {
  readonly bytes: Uint8Array;
  readonly whole: boolean;
}

/** Bytes read at first, and again where the first line did not end in them; most files need the first only. */
export const WINDOW_BYTES = [64 * 1024, 512 * 1024, 4 * 1024 * 1024] as const;

/** A gzip file grows when unpacked; past this many times its window there is surely a line to look at. */
const UNPACKED_PER_PACKED = 4;

const GZIP_SUFFIX = /\.gz$/i;

/**
 * Unpacks the start of a gzip file, of which the end may be missing; a plain file passes as it is.
 *
 * @param key - its suffix must agree with the content, since Spark goes by the suffix
 */
export const unpack = async (key: string, packed: Window): Promise<Window | Fault> => {
  const named = GZIP_SUFFIX.test(key);
  if (named !== isGzip(packed.bytes)) return named ? notGzip(key) : unnamedGzip(key);
  return named ? gunzipStart(key, packed) : packed;
};

const gunzipStart = async (key: string, packed: Window): Promise<Window | Fault> => {
  const limit = packed.bytes.length * UNPACKED_PER_PACKED + WINDOW_BYTES[0];
  const gunzip = createGunzip(packed.whole ? {} : { finishFlush: constants.Z_SYNC_FLUSH });
  const chunks: Buffer[] = [];
  let length = 0;
  gunzip.end(packed.bytes);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) return { bytes: Buffer.concat(chunks), whole: false };
    }
  } catch (error) {
    return damagedGzip(key, error instanceof Error ? error.message : String(error));
  }
  return { bytes: Buffer.concat(chunks), whole: packed.whole };
};

const notGzip = (key: string): Fault => ({
  reason: 'not-csv',
  message: `${key} is named .gz but its content is not gzip.`,
  remedy: 'Compress it with gzip, or drop it under a name that ends in .csv.',
});

const unnamedGzip = (key: string): Fault => ({
  reason: 'not-csv',
  message: `${key} is gzip-compressed but its name does not say so, and Spark would read it as text.`,
  remedy: 'Drop it under a name that ends in .csv.gz, or unpack it.',
});

const damagedGzip = (key: string, why: string): Fault => ({
  reason: 'not-csv',
  message: `${key} is a damaged gzip file: ${why}.`,
  remedy: 'Compress it again (gzip -t tells whether a file is sound) and drop it.',
});
