import { isUtf8 } from 'node:buffer';
import type { Fault } from './verdict';
import type { Window } from './window';

const UTF8_SEQUENCE_BYTES = 4;
const NEWLINE = 0x0a;
const SAVE_AS_UTF8 = 'Save it as UTF-8 (in Excel: "CSV UTF-8") and drop it again.';

const UTF16_MARKS: readonly (readonly [Buffer, string])[] = [
  [Buffer.from([0xff, 0xfe]), 'UTF-16 (little-endian)'],
  [Buffer.from([0xfe, 0xff]), 'UTF-16 (big-endian)'],
];
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Checks that a window holds UTF-8 text and gives it without its byte order mark. */
export const utf8Of = (key: string, window: Window): Buffer | Fault => {
  const bytes = Buffer.from(window.bytes.buffer, window.bytes.byteOffset, window.bytes.byteLength);
  const wide = UTF16_MARKS.find(([mark]) => bytes.subarray(0, mark.length).equals(mark))?.[1] ?? wideWithoutMark(bytes);
  if (wide) return { reason: 'bad-encoding', message: `${key} is encoded in ${wide}; UTF-8 was expected.`, remedy: SAVE_AS_UTF8 };
  if (hasControl(bytes)) {
    return {
      reason: 'not-csv',
      message: `${key} is a binary file, not text.`,
      remedy: 'Export the data as CSV (UTF-8) and drop that file.',
    };
  }
  const text = window.whole ? bytes : withoutCutCharacter(bytes);
  if (!isUtf8(text)) return notUtf8(key, text);
  return text.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? text.subarray(UTF8_MARK.length) : text;
};

/** Control bytes no text has; tab, line feed, form feed and carriage return are fine. */
const CONTROL = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)) || byte === 0x7f ? 1 : 0,
);

/** A loop over a table, since a window may have millions of bytes. */
const hasControl = (bytes: Buffer): boolean => {
  for (const byte of bytes) if (CONTROL[byte] === 1) return true;
  return false;
};

/** Latin text in UTF-16 has a zero in every other byte. */
const wideWithoutMark = (bytes: Buffer): string | undefined => {
  const sample = bytes.subarray(0, 64);
  if (sample.length < 4) return undefined;
  const zerosAt = (parity: number): boolean => sample.every((byte, index) => (index % 2 === parity ? byte === 0 : byte !== 0));
  if (zerosAt(1)) return 'UTF-16 (little-endian)';
  return zerosAt(0) ? 'UTF-16 (big-endian)' : undefined;
};

/** The window may end inside a character; a character's later bytes begin with the bits 10. */
const withoutCutCharacter = (bytes: Buffer): Buffer => {
  for (let cut = 1; cut <= Math.min(UTF8_SEQUENCE_BYTES, bytes.length); cut += 1) {
    const byte = bytes[bytes.length - cut] ?? 0;
    if ((byte & 0xc0) !== 0x80) return byte >= 0xc0 ? bytes.subarray(0, bytes.length - cut) : bytes;
  }
  return bytes;
};

const notUtf8 = (key: string, bytes: Buffer): Fault => {
  let line = 1;
  let from = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0 && isUtf8(bytes.subarray(from, end)); end = bytes.indexOf(NEWLINE, from)) {
    line += 1;
    from = end + 1;
  }
  return {
    reason: 'bad-encoding',
    message: `${key} is not UTF-8 in line ${line}; it looks like Latin-1 or Windows-1252.`,
    remedy: SAVE_AS_UTF8,
  };
};
