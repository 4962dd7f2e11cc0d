import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 16_384;

/** The last lines of a log file; empty where there is none. */
export const tailOf = (file: string, lines = 15): string => {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size));
      readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
};
